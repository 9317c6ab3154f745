using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Host.Query;

/// <summary>One thing that was said or decided. Members that a kind does not have are left out.</summary>
/// <param name="At">UTC.</param>
/// <param name="T">Seconds from the session's start.</param>
/// <param name="Kind">One of <see cref="EventRows.Kinds"/>.</param>

internal sealed record EventRow(DateTimeOffset At, double T, string Kind)
{
    /// <summary>Alert code, gate's code, phase, prompt's reason, or what was said.</summary>
    public string? Code { get; init; }

    /// <summary>State of an alert, a prompt, a gate or a binding; mode of a plan; quality of a signal.</summary>
    public string? State { get; init; }

    public string? Priority { get; init; }

    /// <summary>Id of an alert or a prompt, the same in all its revisions.</summary>
    public string? Id { get; init; }

    /// <summary>Revision from 1.</summary>
    public int? Rev { get; init; }

    /// <summary>Answer about effort, 6 to 20; grade of a symptom; how many rows are lost.</summary>
    public int? Value { get; init; }

    /// <summary>Word of a talk test, name of a symptom, names of what speaks against the signal.</summary>
    public string? Words { get; init; }

    /// <summary>By role: <c>participant</c> or <c>staff</c>.</summary>
    public string? By { get; init; }

    /// <summary>Staff took it back.</summary>
    public bool? Withdrawn { get; init; }

    /// <summary>How long, for a phase, a pause, an interruption and where rows are lost; seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>The numbers that an alert used.</summary>
    public IReadOnlyList<Evidence>? Because { get; init; }

    /// <summary>Cleared because the session ended: nobody has seen its condition end.</summary>
    public bool? OpenAtSessionEnd { get; init; }

    /// <summary>Sections that an alert's rule is written in.</summary>
    public string? Source { get; init; }

    /// <summary>As it was told (contracts 4).</summary>
    public JsonElement? Workload { get; init; }

    public HeartRateZone? Zone { get; init; }

    public HeartRateCeiling? Ceiling { get; init; }

    public RpeTarget? Rpe { get; init; }

    /// <summary>Codes of a plan's reasons.</summary>
    public IReadOnlyList<string>? Reasons { get; init; }

    /// <summary>Rules in force, of a plan and an alert.</summary>
    public string? RulesVersion { get; init; }
}

/// <summary>What happened in a session, in the order of time, from its pseudonymous series.</summary>
internal static class EventRows
{
    /// <summary>Names that kinds had before exports and API shared one list; who asks by them gets the kinds of today.</summary>
    internal static IReadOnlyDictionary<string, string> Earlier { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["answer"] = EventKinds.Rpe, ["interruption"] = EventKinds.NotWatched };

    /// <summary>Serialisers that leave out what a kind does not have.</summary>
    internal static EventRowJsonContext Json { get; } =
        new(new JsonSerializerOptions(EventRowJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static IReadOnlyList<string> Kinds { get; } =
        [.. EventKinds.All.Except([EventKinds.Session, EventKinds.Gap, EventKinds.AlertEvidence, EventKinds.Dose])];

    internal static IReadOnlyList<EventRow> Of(SessionSeries s) =>
    [
        .. Plans(s).Concat(Course(s)).Concat(Said(s)).Concat(Decided(s)).OrderBy(e => e.At), // a stable order: those of one instant as listed
    ];

    private static IEnumerable<EventRow> Plans(SessionSeries s) => s.Plans.Select(p => New(s, p.At, EventKinds.Plan) with
    {
        State = KebabCase.Of(p.Mode),
        Zone = p.Zone,
        Ceiling = p.Ceiling,
        Rpe = p.Rpe,
        Reasons = [.. p.Reasons.Select(r => r.Code)],
        RulesVersion = p.RulesVersion,
    });

    private static IEnumerable<EventRow> Course(SessionSeries s) =>
        s.Phases.Select(p => New(s, p.From, EventKinds.Phase) with { Code = KebabCase.Of(p.Phase), Seconds = (p.To - p.From).TotalSeconds })
            .Concat(s.Pauses.Select(p => New(s, p.From, EventKinds.Pause) with { Seconds = (p.To - p.From).TotalSeconds }))
            .Concat(s.Interruptions.Select(p => New(s, p.From, EventKinds.NotWatched) with { Seconds = (p.To - p.From).TotalSeconds }))
            .Concat(s.Losses.Select(l => New(s, l.From, EventKinds.RowsLost) with { Seconds = (l.To - l.From).TotalSeconds, Value = (int)Math.Min(l.Rows, int.MaxValue), Code = KebabCase.Of(l.Why), State = l.ArePackets ? "packets" : "unknown" }))
            .Concat(s.Workloads.Select(w => New(s, w.At, EventKinds.Workload) with { Workload = Told(w.Work) }))
            .Concat(s.Bindings.Select(b => New(s, b.At, EventKinds.Strap) with { State = KebabCase.Of(b.State), Code = b.Strap == 0 ? null : $"strap-{b.Strap}" }));

    private static IEnumerable<EventRow> Said(SessionSeries s) =>
        s.Answers.Select(a => New(s, a.At, EventKinds.Rpe) with { Value = a.Value, By = KebabCase.Of(a.By), Code = a.Reason is { } why ? KebabCase.Of(why) : null, Id = a.Prompt, Withdrawn = a.IsWithdrawn ? true : null })
            .Concat(s.Words.Select(w => New(s, w.At, w.Kind) with { Words = w.Value, Value = w.Grade, By = w.By is { } by ? KebabCase.Of(by) : null }));

    private static IEnumerable<EventRow> Decided(SessionSeries s) =>
        s.Prompts.Select(p => New(s, p.At, EventKinds.Prompt) with { Code = KebabCase.Of(p.Reason), State = KebabCase.Of(p.State), Id = p.Id, Rev = p.Rev, Value = p.Value })
            .Concat(s.Alerts.Select(a => New(s, a.At, EventKinds.Alert) with
            {
                Code = KebabCase.Of(a.Code),
                State = KebabCase.Of(a.State),
                Priority = KebabCase.Of(a.Priority),
                Id = a.Id,
                Rev = a.Rev,
                Because = a.Because,
                Source = a.Source,
                RulesVersion = a.RulesVersion,
                OpenAtSessionEnd = a.State == AlertState.Cleared && s.IsOpenAtEnd(a.Id) ? true : null,
            }))
            .Concat(s.Gates.Select(g => New(s, g.At, EventKinds.Gate) with { Code = g.Code, State = KebabCase.Of(g.State) }))
            .Concat(s.Qualities.Select(q => New(s, q.At, EventKinds.Quality) with { State = KebabCase.Of(q.Quality), Words = q.Reasons.Count == 0 ? null : string.Join(' ', q.Reasons) }));

    private static JsonElement Told(SessionFact fact)
    {
        using var document = JsonDocument.Parse(MonitorJson.Write(fact));
        return document.RootElement.Clone();
    }

    private static EventRow New(SessionSeries s, DateTimeOffset at, string kind) => new(at, s.T(at), kind);
}

/// <summary>Generated serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<EventRow>))]
internal sealed partial class EventRowJsonContext : JsonSerializerContext;
