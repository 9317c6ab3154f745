using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Tablet;

/// <summary>What happened in a session so far, for whoever opens it: plan, gates, work, and marks in time. Mutable; the board's lock guards it.</summary>
internal sealed class SessionDiary
{
    /// <summary>Marks that are kept; a session of three hours has about a hundred.</summary>
    private const int MarksKept = 500;

    private readonly Dictionary<string, GateState> _gates = new(StringComparer.Ordinal);
    private readonly List<SessionMark> _marks = [];
    private MonitoringPlan? _plan;
    private WorkloadSet? _work;

    private Released _said;

    /// <summary>The person does not want to see a heart rate (contracts 3).</summary>
    internal bool HidesHeartRate => File?.Person.HideHeartRate ?? false;

    /// <summary>The participant file that the plan was made from; null before the start.</summary>
    internal FileInForce? File { get; private set; }

    internal void Note(in Released item)
    {
        if (item.Fact is not null) _said = item;
        if (item.Fact is SessionStarted { Participant: { } person } start) File = new(person, start.On ?? DateOnly.FromDateTime(item.At.UtcDateTime), item.At);
        if (item.Event is PlanEvent) TakeFile();
        if (item.Fact is WorkloadSet work) _work = work;
        if (item.Event is PlanEvent planned) Plan(planned.Plan);
        if (item.Event is GateEvent gate) _gates[gate.Code] = gate.State;
        if (item.Event is AnswerEvent { State: AnswerState.Withdrawn } withdrawn) Withdraw(withdrawn);
        if (item.Fact is not null && item.At != default && MarkOf(item.Fact, item.At) is { } mark) Add(mark);
    }

    internal SessionCard ToCard(string id, SessionData data) => new(
        id,
        data.Participant,
        data.Started,
        data.Ended,
        _plan,
        [.. _gates.Where(g => g.Value != GateState.Open).Select(g => new GateRow(g.Key, g.Value, TextOf(g.Key)))],
        _work is { } work ? new(work.Watts, work.SpeedKmh, work.GradePercent, work.Activity) : null,
        [.. _marks]);

    /// <summary>A changed file counts when a plan came of it: a refused one is told, too, and has none.</summary>
    private void TakeFile()
    {
        if (_said.Fact is not ParticipantChanged { Participant: { } changed } change || File is null) return;
        File = File with { Person = changed, Since = _said.At };
        Add(new(_said.At, "participant-changed", By: change.By));
        _said = default;
    }

    private string? TextOf(string code) => _plan?.Reasons.Concat(_plan.Notes).FirstOrDefault(r => r.Code == code)?.Text;

    private void Plan(MonitoringPlan plan)
    {
        _plan = plan;
        foreach (var gone in _gates.Keys.Except(plan.Reasons.Concat(plan.Notes).Select(r => r.Code)).ToArray()) _gates.Remove(gone);
    }

    private void Withdraw(AnswerEvent withdrawn)
    {
        var i = _marks.FindLastIndex(m => m.Kind == "rpe" && m.Number == withdrawn.Value && !m.Withdrawn);
        if (i >= 0) _marks[i] = _marks[i] with { Withdrawn = true };
    }

    private void Add(SessionMark mark)
    {
        _marks.Add(mark);
        if (_marks.Count > MarksKept) _marks.RemoveAt(0);
    }

    private static SessionMark? MarkOf(SessionFact fact, DateTimeOffset at) => fact switch
    {
        PhaseEntered phase => new(at, "phase", KebabCase.Of(phase.Phase)),
        SessionPaused => new(at, "pause"),
        SessionResumed => new(at, "resume"),
        RpeAnswered { Value: < 6 or > 20 } => null, // refused: it stands in the journal and nowhere else
        RpeAnswered answer => new(at, "rpe", KebabCase.Of(answer.By), answer.Value),
        TalkTestAnswered talk => new(at, "talk-test", talk.Value),
        NoteWritten note => new(at, "note", note.Text, By: note.By, Alert: note.Alert),
        SymptomsReported report => new(at, "symptoms", string.Join(' ', report.Symptoms)),
        HelpRequested help => new(at, "help", help.By),
        WorkloadSet { Measured: false } work => new(at, "workload", Query.WorkWords.Of(work)),
        GateReleased release => new(at, "release", $"{release.Code} {release.By}"),
        SessionEnded => new(at, "end"),
        _ => null,
    };
}

/// <summary>The participant file that a session's plan was made from.</summary>
/// <param name="Person">The file.</param>
/// <param name="On">The session's date.</param>
/// <param name="Since">The session's start, or when a changed file took its place.</param>
internal sealed record FileInForce(Core.Patients.Participant Person, DateOnly On, DateTimeOffset Since);

/// <summary>A session that runs, and the file that it uses.</summary>
internal sealed record RunningFile(string Session, string Participant, FileInForce File);

/// <summary>Data of <c>hrm.file</c>: the person's file was changed, and the running session still uses the one of before.</summary>
/// <param name="Participant">Pseudonym.</param>
/// <param name="PlanOf">Since when the file counts that the session uses.</param>
/// <param name="ChangedAt">When it was changed; null: the session uses it as it is.</param>
/// <param name="By">Who changed it.</param>
public sealed record FileNews(string Participant, DateTimeOffset PlanOf, DateTimeOffset? ChangedAt = null, string? By = null);

/// <summary>Something that was entered, at its instant.</summary>
/// <param name="At">Stamp of the fact.</param>
/// <param name="Kind">Name of the fact as in contracts 4; <c>end</c> for the session's end.</param>
/// <param name="Text">Its value, as in contracts 4.</param>
/// <param name="Number">RPE.</param>
/// <param name="Withdrawn">It was taken back.</param>
/// <param name="By">Who wrote a note.</param>
/// <param name="Alert">Id of the alert that a note is about.</param>
internal sealed record SessionMark(DateTimeOffset At, string Kind, string? Text = null, int? Number = null, bool Withdrawn = false, string? By = null, string? Alert = null);

/// <summary>A gate that is not open.</summary>
internal sealed record GateRow(string Code, GateState State, string? Text);

/// <summary>Answer of <c>GET sessions/{sid}/card</c>. Holds medicines: for staff alone.</summary>
internal sealed record SessionCard(
    string Session,
    string Participant,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    MonitoringPlan? Plan,
    IReadOnlyList<GateRow> Gates,
    WorkRow? Work,
    IReadOnlyList<SessionMark> Marks);

/// <summary>The work that was entered last.</summary>
internal sealed record WorkRow(double? Watts, double? SpeedKmh, double? GradePercent, string? Activity);
