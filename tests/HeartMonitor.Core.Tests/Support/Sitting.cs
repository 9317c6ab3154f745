using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Tests.Support;

/// <summary>One session told in seconds, on virtual time: packets for so long, then something happens, then packets again.</summary>
internal sealed class Sitting
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly SessionEngine _engine;
    private readonly SessionStep _step = new();
    private readonly List<SessionEvent> _events = [];
    private int _second;

    internal Sitting(Participant? person = null, SensorClass? sensor = null, string? device = null)
    {
        var start = new SessionStarted { Participant = person ?? Anybody, Sensor = sensor, Device = device };
        _engine = new(Identity.OfSession("gym1", start.Participant.Id, Start), start, Start, Shipped.Setup);
        Then(start);
    }

    /// <summary>No medicine, no condition: in zones mode, resting heart rate 70.</summary>
    internal static Participant Anybody { get; } = new() { Id = "p_sits", Age = 50, RestingHr = 70, BodyMassKg = 75 };

    internal int Now => _second;

    internal SessionEngine Engine => _engine;

    internal DateTimeOffset Instant => At;

    /// <summary>What became of the last fact.</summary>
    internal FactOutcome Outcome { get; private set; }

    internal IReadOnlyList<SessionEvent> Events => _events;

    /// <summary>What a tile shows at the last packet.</summary>
    internal Core.Messages.LiveData Live => _engine.Live(At.AddSeconds(-1));

    /// <summary>Packets once a second, the rate going from one value to another, RR consistent and breathing.</summary>
    internal Sitting Beats(int seconds, double from, double? to = null, bool rr = true, SensorContact contact = SensorContact.Detected)
    {
        for (var i = 0; i < seconds; i++)
        {
            var bpm = (int)Math.Round(from + (((to ?? from) - from) * (i + 1) / seconds), MidpointRounding.AwayFromZero);
            RrInterval[] intervals = rr ? [RrInterval.FromMilliseconds((60_000.0 / bpm) + (_second % 3))] : [];
            Apply(SessionInput.OfPacket(At, HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), contact, intervals)));
            _second++;
        }

        return this;
    }

    /// <summary>The same rate once a second, saying what it says of contact; without intervals, so that no bit is ever proved wrong.</summary>
    internal Sitting Worn(int seconds, double bpm, SensorContact contact, ushort? energyKj = null)
    {
        for (var i = 0; i < seconds; i++, _second++)
            Apply(SessionInput.OfPacket(At, HeartRateMeasurementCodec.Encode(HeartRate.FromBpm((int)bpm + (i % 2)), contact, [], energyKj)));
        return this;
    }

    internal Sitting Silence(int seconds)
    {
        _second += seconds;
        _engine.AdvanceTo(At, _step.ForFact(_engine.Id, _engine.Person.Id, At, null));
        _events.AddRange(_step.Events);
        return this;
    }

    /// <summary>The service is away: nothing is heard and nothing judged.</summary>
    internal Sitting Away(int seconds)
    {
        var from = At;
        _second += seconds;
        return Then(new MonitoringInterrupted(from));
    }

    internal Sitting Then(params SessionFact[] facts)
    {
        foreach (var fact in facts) Apply(SessionInput.OfFact(At, fact));
        return this;
    }

    internal Sitting Phase(SessionPhase phase) => Then(new PhaseEntered(phase));

    internal Sitting Mets(double mets, bool planned = false) => Then(new WorkloadSet { Mets = mets, Planned = planned });

    internal List<AlertEvent> Raised(AlertCode code) =>
        [.. _events.OfType<AlertEvent>().Where(a => a.Code == code && a.State is AlertState.Raised)];

    internal AlertPriority? Priority(AlertCode code) => _events.OfType<AlertEvent>().LastOrDefault(a => a.Code == code)?.Priority;

    private DateTimeOffset At => Start.AddSeconds(_second);

    private void Apply(SessionInput input)
    {
        Outcome = _engine.Apply(input, _step.ForFact(_engine.Id, _engine.Person.Id, input.At, input.Fact));
        _events.AddRange(_step.Events);
    }
}
