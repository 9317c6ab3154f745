using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>What a law sees while an order is played.</summary>
internal interface IOrderWatcher
{
    /// <summary>An event was told.</summary>
    void Saw(SessionEvent sessionEvent);

    /// <summary>A packet that is a reading with nothing against its contact came.</summary>
    void Read(DateTimeOffset at);

    /// <summary>A whole second, or an input, is over.</summary>
    void Looked(SessionEngine engine, DateTimeOffset now);
}

/// <summary>Plays an order through the fold, then ends its session and waits for what is still owed.</summary>
internal sealed class OrderPlay
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private const int SecondsAfterTheEnd = 45;

    private readonly SessionStep _step = new();
    private readonly List<AlertEvent> _owed = [];
    private readonly IOrderWatcher _watcher;
    private readonly SessionEngine _engine;
    private DateTimeOffset _now;

    private OrderPlay(EngineSetup setup, Participant person, DateTimeOffset start, IOrderWatcher watcher, List<SessionInput>? record)
    {
        (_now, _watcher, Record) = (start, watcher, record);
        var begin = new SessionStarted { Participant = person };
        _engine = new(Identity.OfSession("gym1", person.Id, start), begin, start, setup);
        Apply(SessionInput.OfFact(start, begin));
    }

    private List<SessionInput>? Record { get; }

    /// <summary>Plays.</summary>
    /// <param name="order">What happens.</param>
    /// <param name="watcher">Who looks on.</param>
    /// <param name="person">Another person than the order's.</param>
    /// <param name="later">Everything happens so much later.</param>
    /// <param name="record">Filled with the inputs as they came out.</param>
    internal static void Run(EventOrder order, IOrderWatcher watcher, Participant? person = null, TimeSpan later = default, List<SessionInput>? record = null)
    {
        var play = new OrderPlay(OrderSetups.Of(order), person ?? order.Person, Start + later, watcher, record);
        foreach (var happening in order.Happenings) play.Happen(happening);
        if (play._engine.EndedAt is null) play.Apply(SessionInput.OfFact(play._now, new SessionEnded()));
        play.Wait(SecondsAfterTheEnd);
        foreach (var alert in play._owed.ToArray())
            if (order.Seed % 2 == 0) play.Apply(SessionInput.OfFact(play._now, new AlertAcknowledged { Alert = alert.Id, Code = alert.Code }));
    }

    private void Happen(Happening happening)
    {
        if (happening.Bpm < 0) Wait(happening.Seconds);
        else Beat(happening);
        if (happening.Fact is { } fact) Apply(SessionInput.OfFact(_now, fact));
        else if (happening.Deed != Deed.None && _owed.Count > 0) Apply(SessionInput.OfFact(_now, FactOf(happening.Deed)));
    }

    private SessionFact FactOf(Deed deed) => deed switch
    {
        Deed.AcknowledgeOldest => new AlertAcknowledged("staff_a") { Code = _owed[0].Code },
        Deed.AcknowledgeNewest => new AlertAcknowledged("staff_a") { Alert = _owed[^1].Id },
        Deed.ShelveNewest => new AlertShelved(20, "staff_a") { Code = _owed[^1].Code },
        _ => new AlertUnshelved("staff_b") { Code = _owed[^1].Code },
    };

    private void Wait(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _now = _now.AddSeconds(1);
            _engine.AdvanceTo(_now, _step.ForFact(_engine.Id, _engine.Person.Id, _now, null));
            Tell();
        }
    }

    private void Beat(Happening happening)
    {
        // Two payloads in turn: a heart does not hold still.
        byte[] even = Packet(happening.Bpm), odd = Packet(Math.Max(0, happening.Bpm - 1));
        for (var i = 0; i < happening.Seconds; i++)
        {
            _now = _now.AddSeconds(1);
            var packet = i % 2 == 0 ? even : odd;
            if (happening.Bpm > 1 && happening.Contact != SensorContact.NotDetected) _watcher.Read(_now);
            Apply(SessionInput.OfPacket(_now, packet));
        }

        byte[] Packet(int bpm) => HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), happening.Contact, []);
    }

    private void Apply(in SessionInput input)
    {
        Record?.Add(input);
        if (input.Fact is null) _step.ForSample(_engine.Id, _engine.Person.Id, input.At, input.Packet);
        else _step.ForFact(_engine.Id, _engine.Person.Id, input.At, input.Fact);
        _engine.Apply(input, _step);
        Tell();
    }

    private void Tell()
    {
        foreach (var sessionEvent in _step.Events)
        {
            if (sessionEvent is AlertEvent alert)
            {
                _owed.RemoveAll(a => a.Id == alert.Id);
                if (alert.State is not (AlertState.Closed or AlertState.Acknowledged)) _owed.Add(alert);
            }

            _watcher.Saw(sessionEvent);
        }

        _watcher.Looked(_engine, _now);
    }
}
