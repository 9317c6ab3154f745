using System.Diagnostics;
using System.Reactive.Concurrency;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Pipeline;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>
/// How long a start takes that finds sessions open for hours (ecosystem-reliability P6). A measurement, so run on demand and in Release:
/// <c>-explicit only -class "*RecoveryCostTests"</c>.
/// </summary>
public sealed class RecoveryCostTests
{
    [Theory(Explicit = true)]
    [InlineData(1, 12)]
    [InlineData(8, 12)]
    [InlineData(50, 1)]
    public async Task Open_sessions_are_rebuilt(int people, int hours)
    {
        using var folder = new JournalFolder();
        var setup = ConfigFiles.ReadRules(Path.Combine(AppContext.BaseDirectory, "config"), "gym1", "en").Setup!;
        await using (var journal = JournalFolder.Open(JournalFiles.Lazy(folder.Options) with { SampleCapacity = 10_000_000 }))
        {
            Live(people, hours * 3_600, setup, journal);
            await JournalWait.Until(() => journal.Health.PendingSteps == 0, "all is stored", 300);
        }

        var registry = new SessionRegistry(setup);
        var (began, cpu, allocated) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
        var recovered = SessionRecovery.Run(folder.Reader.OpenSessions(), folder.Reader, registry, setup, DateTimeOffset.UtcNow);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{people} people, {hours} h, {people * hours * 3_600} samples: {Stopwatch.GetElapsedTime(began).TotalSeconds:F2} s, "
            + $"{(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F2} s of a core, {(GC.GetTotalAllocatedBytes() - allocated) >> 20} MiB allocated");
        Assert.Empty(recovered.Failed);
        Assert.Equal(people, recovered.Rebuilt.Count);
    }

    private static void Live(int people, int seconds, EngineSetup setup, SqliteJournal journal)
    {
        var random = new Random(1);
        var clock = new HistoricalScheduler(JournalSteps.Start);
        var door = new IngressDoor(clock, new VirtualClock(clock), capacity: people + 10);
        using var run = new MonitorPipeline(door, new SessionRegistry(setup), clock).Run([], static (_, _) => { }).Subscribe(journal.Append);
        for (var i = 0; i < people; i++)
            door.Enter(new CommandRequest(new Command($"start-{i}", null, new SessionStarted { Participant = new() { Id = $"p_{i}", Age = 40 + (i % 30), RestingHr = 65 }, Device = $"strap-{i}" })));
        clock.AdvanceBy(TimeSpan.FromMilliseconds(500));
        for (var second = 0; second < seconds; second++)
        {
            for (var i = 0; i < people; i++)
            {
                var bpm = 100 + (int)(15 * Math.Sin((second / 200.0) + i)) + random.Next(3);
                door.TryEnter(new SourceEvent(SourceEventKind.Packet, $"strap-{i}", clock.Now, JournalSteps.Packet(bpm, SensorContact.Detected, (ushort)(61_440 / bpm))));
            }

            clock.AdvanceBy(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class VirtualClock(HistoricalScheduler scheduler) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => scheduler.Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => scheduler.Now.UtcTicks;
    }
}
