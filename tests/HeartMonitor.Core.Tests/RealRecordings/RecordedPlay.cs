using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;

namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>A packet of a recording and what the gate said about it.</summary>
/// <param name="At">Seconds since the first row.</param>
/// <param name="Bpm">The rate it says.</param>
/// <param name="Label">The gate's label.</param>
internal readonly record struct PlayedPacket(double At, int Bpm, SignalLabel Label);

/// <summary>What a tile would show at a whole second.</summary>
/// <param name="Bpm">The rate shown as live; null when none is.</param>
/// <param name="AgeMs">Age of the last reading that is told beside it.</param>
/// <param name="Quality">Quality told beside it.</param>
/// <param name="Reasons">Reasons of the last quality event, separated by blanks.</param>
internal readonly record struct PlayedSecond(int? Bpm, long? AgeMs, SignalQuality Quality, string Reasons);

/// <summary>
/// A recording through the whole fold, as <c>monitor replay</c> has it: work from the first row to the last, workload from power and speed. Every
/// prompt is answered after 5 s, within the target, so that nothing is raised for want of an answer; staff take note of every alert after 5 s, so
/// that each one is an episode of its own.
/// </summary>
internal sealed class RecordedPlay
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);
    private const int Answer = 12; // within 11 to 13, the default target

    private readonly SessionEngine _engine;
    private readonly SessionStep _step = new();
    private readonly Queue<(DateTimeOffset At, SessionFact Fact)> _due = new();
    private readonly List<SessionEvent> _events = [];
    private readonly List<PlayedPacket> _packets = [];
    private readonly List<PlayedSecond> _seconds = [];
    private DateTimeOffset _latest = Start;
    private string _reasons = "";

    private RecordedPlay(Participant person)
    {
        var started = new SessionStarted { Participant = person, Device = "strap" };
        _engine = new(Identity.OfSession("gym1", person.Id, Start), started, Start, Shipped.Setup);
        Apply(SessionInput.OfFact(Start, started));
        Apply(SessionInput.OfFact(Start, new PhaseEntered(SessionPhase.Work)));
    }

    internal IReadOnlyList<SessionEvent> Events => _events;

    /// <summary>In the order they came; stamps of the recording that go back are told in <see cref="PlayedPacket.At"/> as they came.</summary>
    internal IReadOnlyList<PlayedPacket> Packets => _packets;

    /// <summary>Index s: the state at second s, all that came before it applied.</summary>
    internal IReadOnlyList<PlayedSecond> Seconds => _seconds;

    internal IEnumerable<AlertEvent> Raised => _events.OfType<AlertEvent>().Where(a => a.State == AlertState.Raised);

    internal static RecordedPlay Of(Recording recording, Participant person)
    {
        var play = new RecordedPlay(person);
        var workloads = new Queue<(TimeSpan Offset, WorkloadSet Workload)>(RecordingWorkload.Of(recording));
        foreach (var packet in RecordingPackets.Of(recording))
        {
            while (workloads.TryPeek(out var work) && work.Offset <= packet.Offset) play.Enter(Start + work.Offset, workloads.Dequeue().Workload);
            play.Enter(Start + packet.Offset, packet.Packet);
        }

        while (workloads.TryDequeue(out var work)) play.Enter(Start + work.Offset, work.Workload);
        play.Enter(Start + recording.Length, new SessionEnded());
        return play;
    }

    private void Enter(DateTimeOffset at, SessionFact fact)
    {
        PassTimeUntil(at);
        Apply(SessionInput.OfFact(_latest, fact));
    }

    private void Enter(DateTimeOffset at, ReadOnlyMemory<byte> packet)
    {
        PassTimeUntil(at);
        Apply(SessionInput.OfPacket(_latest, packet));
        _packets.Add(new((_latest - Start).TotalSeconds, HeartRateMeasurementCodec.Decode(packet).Measurement.HeartRate.Bpm, _step.Label));
    }

    /// <summary>Second by second. A row that goes back comes at once after its predecessor, as the replay has it.</summary>
    private void PassTimeUntil(DateTimeOffset at)
    {
        for (var second = Start.AddSeconds(_seconds.Count); second <= at; second = Start.AddSeconds(_seconds.Count))
        {
            _engine.AdvanceTo(second, _step.ForFact(_engine.Id, _engine.Person.Id, second, null));
            Take();
            var live = _engine.Live(second);
            _seconds.Add(new(live.Hr, live.HrAgeMs, live.Quality, _reasons));
            _latest = second;
            while (_due.TryPeek(out var due) && due.At <= second) Apply(SessionInput.OfFact(second, _due.Dequeue().Fact));
        }

        if (at > _latest) _latest = at;
    }

    private void Apply(in SessionInput input)
    {
        _engine.Apply(input, _step.ForFact(_engine.Id, _engine.Person.Id, input.At, input.Fact));
        Take();
    }

    private void Take()
    {
        foreach (var happened in _step.Events)
        {
            _events.Add(happened);
            if (happened is QualityEvent quality) _reasons = string.Join(' ', quality.Reasons);
            if (happened is PromptEvent { State: PromptState.Open } prompt) _due.Enqueue((prompt.At + After, new RpeAnswered(Answer)));
            if (happened is AlertEvent { State: AlertState.Raised } alert) _due.Enqueue((alert.At + After, new AlertAcknowledged { Alert = alert.Id }));
        }
    }
}
