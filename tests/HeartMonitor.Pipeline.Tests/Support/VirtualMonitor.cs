using System.Reactive.Concurrency;
using System.Reactive.Linq;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>The whole pipeline on virtual time, with a hand-driven source, remembering what came out.</summary>
internal sealed class VirtualMonitor : IDisposable
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly IDisposable _run;

    internal VirtualMonitor(EngineSetup? setup = null, DateTimeOffset? start = null, params IHeartRateSource[] sources)
    {
        Clock = new(start ?? Start);
        Door = new(Clock, new VirtualTimeProvider(Clock));
        Registry = new(setup ?? Shipped.Setup) { IsKnown = strap => Unheard != strap, SensorOf = strap => Sensors.TryGetValue(strap, out var sensor) ? sensor : null };
        _run = new MonitorPipeline(Door, Registry, Clock)
            .Run([Straps, .. sources], (name, told) => { if (told.Kind is SourceEventKind.Connected or SourceEventKind.Lost) Links.Add((name, told.Kind)); })
            .Subscribe(Take);
    }

    internal HistoricalScheduler Clock { get; }

    /// <summary>A strap that was never heard here.</summary>
    internal string? Unheard { get; set; }

    /// <summary>What the house knows of straps.</summary>
    internal Dictionary<string, SensorClass> Sensors { get; } = [];

    internal IngressDoor Door { get; }

    internal SessionRegistry Registry { get; }

    internal HandDrivenSource Straps { get; } = new();

    internal List<SessionEvent> Events { get; } = [];

    internal List<LiveData> Live { get; } = [];

    internal List<(string Session, SessionInput Input)> Inputs { get; } = [];

    internal List<(string Name, SourceEventKind Kind)> Links { get; } = [];

    /// <summary>Told of every event as it comes, with its session.</summary>
    internal Action<string, SessionEvent>? Said { get; set; }

    /// <summary>Stands for the journal: null when it stored the step.</summary>
    internal string? JournalRefusal { get; set; }

    internal CommandRequest Ask(string? session, SessionFact fact, string id = "c")
    {
        var request = new CommandRequest(new(id, session, fact));
        Door.Enter(request);
        Settle();
        return request;
    }

    /// <summary>Lets what entered be taken. A virtual clock runs nothing without moving; a tick is cut off every stamp.</summary>
    internal void Settle() => Clock.AdvanceBy(TimeSpan.FromTicks(1));

    internal void AdvanceTo(DateTimeOffset at)
    {
        if (at > Clock.Now) Clock.AdvanceTo(at);
    }

    /// <summary>Begins a session in work and returns its id.</summary>
    internal string Begin(Participant person, string strap)
    {
        var session = Identity.OfSession("gym1", person.Id, Clock.Now);
        Ask(null, new SessionStarted { Participant = person, Device = strap });
        Ask(session, new PhaseEntered(SessionPhase.Work));
        return session;
    }

    /// <summary>One packet. Its interval wavers: a heart never holds still.</summary>
    internal void Beat(string strap, int bpm)
    {
        var interval = RrInterval.FromMilliseconds((60_000.0 / bpm) + (Clock.Now.Second % 2));
        Straps.Tell(new(SourceEventKind.Packet, strap, Clock.Now, HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), SensorContact.Detected, [interval])));
    }

    /// <summary>One packet a second from every strap.</summary>
    internal void Run(int seconds, params (string Strap, int Bpm)[] rates)
    {
        for (var i = 0; i < seconds; i++)
        {
            foreach (var (strap, bpm) in rates) Beat(strap, bpm);
            Clock.AdvanceBy(TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose() => _run.Dispose();

    private void Take(SessionStep step)
    {
        Events.AddRange(step.Events);
        if (Said is { } said) foreach (var spoken in step.Events) said(step.Session, spoken);
        if (step.Live is { } live) Live.Add(live);
        if (step.IsSample) Inputs.Add((step.Session, SessionInput.OfPacket(step.At, step.Packet)));
        else if (step.Fact is { } fact) Inputs.Add((step.Session, SessionInput.OfFact(step.At, fact)));
        step.Stored?.Invoke(JournalRefusal);
    }
}

/// <summary>A source that says what the test says.</summary>
internal sealed class HandDrivenSource : IHeartRateSource
{
    private IObserver<SourceEvent>? _observer;

    public string Name => "hand";

    public IObservable<SourceEvent> Events => Observable.Create<SourceEvent>(observer =>
    {
        _observer = observer;
        return () => _observer = null;
    });

    internal bool IsHeard => _observer is not null;

    internal void Tell(in SourceEvent sourceEvent) => _observer?.OnNext(sourceEvent);
}
