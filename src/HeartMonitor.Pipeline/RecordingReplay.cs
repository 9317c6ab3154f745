using System.Reactive.Concurrency;
using System.Reactive.Linq;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Sources;

namespace HeartMonitor.Pipeline;

/// <summary>One recording, one person, one virtual clock.</summary>
public sealed class RecordingReplay(EngineSetup setup, Participant participant, Recording recording, DateTimeOffset start)
{
    /// <summary>Why the start was refused, when it was; the recording is played all the same, with nothing judged.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Plays it; every event in order.</summary>
    public IReadOnlyList<SessionEvent> Run(string strap)
    {
        var clock = new HistoricalScheduler(start);
        var door = new IngressDoor(clock, new VirtualTimeProvider(clock));
        var events = new List<SessionEvent>();
        var source = new ReplayHeartRateSource(recording, strap, clock);
        var finished = start + recording.Length;

        Enter(door, new SessionStarted { Participant = participant, Device = strap, On = DateOnly.FromDateTime(start.UtcDateTime) });
        Enter(door, new PhaseEntered(SessionPhase.Work));
        foreach (var (offset, workload) in RecordingWorkload.Of(recording)) clock.Schedule(start + offset, () => Enter(door, workload));
        using var run = new MonitorPipeline(door, new SessionRegistry(setup), clock)
            .Run([new EndingSource(source, () => clock.Schedule(finished, () => Enter(door, new SessionEnded())))], static (_, _) => { })
            .Subscribe(step =>
            {
                events.AddRange(step.Events);
                if (step is { Fact: PhaseEntered, Receipt.Result: CommandResult.Invalid }) Refusal = step.Receipt.Detail;
            });
        clock.AdvanceTo(finished.AddSeconds(1));
        return events;
    }

    private void Enter(IngressDoor door, SessionFact fact) =>
        door.Enter(new CommandRequest(new Command("replay", fact is SessionStarted ? null : Identity.OfSession(setup.Site, participant.Id, start), fact)));

    /// <summary>A source that says when it has told everything.</summary>
    private sealed class EndingSource(IHeartRateSource source, Action ended) : IHeartRateSource
    {
        public string Name => source.Name;

        public IObservable<SourceEvent> Events => source.Events.Do(static _ => { }, ended);
    }
}
