using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Forwarding;
using HeartMonitor.Storage.Influx;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A session through journal and forwarder into a real store that is away for a part of it.</summary>
public static class InfluxStory
{
    private const int Seconds = 3_000;

    /// <summary>Returns the journal's own rows once the store has them all.</summary>
    public static async Task<IReadOnlyList<JournalRow>> TellAsync(JournalFolder folder, InfluxProcess store, InfluxOptions options)
    {
        await using var journal = JournalFolder.Open(folder.Options with { SampleDelay = TimeSpan.FromMilliseconds(20) });
        using var target = new InfluxTarget(options, TimeProvider.System, NullLogger.Instance);
        using var life = new CancellationTokenSource();
        var quick = new ForwarderOptions { RowsPerSend = 200, FirstBackoff = TimeSpan.FromMilliseconds(50), LongestBackoff = TimeSpan.FromMilliseconds(200) };
        var forwarder = new JournalForwarder(journal, target, quick, TimeProvider.System, NullLogger.Instance);
        var running = forwarder.RunAsync(life.Token);

        journal.Append(JournalSteps.Started());
        AppendSeconds(journal, 1, Seconds / 3);
        await JournalWait.Until(() => forwarder.Status.Position > 200, "the store takes rows");
        await store.StopAsync();
        AppendSeconds(journal, Seconds / 3, 2 * Seconds / 3);
        await JournalWait.Until(() => !forwarder.Status.IsUp, "the forwarder notices");
        await store.StartAsync();
        AppendSeconds(journal, 2 * Seconds / 3, Seconds);
        await JournalWait.Until(() => journal.Health.PendingSteps == 0 && forwarder.Status.LagRows == 0, "everything is forwarded", 60);

        Assert.Equal((0L, true), (forwarder.Status.DeadLetters, forwarder.Status.IsUp));
        await life.CancelAsync();
        await running;
        return [.. journal.Reader.ReadSession(JournalSteps.Session)];
    }

    /// <summary>The packets among the rows, decoded.</summary>
    public static IEnumerable<(JournalRow Row, int Percent, HeartRateMeasurement Measurement)> Samples(IEnumerable<JournalRow> rows)
    {
        foreach (var row in rows.Where(row => row.Entry.Kind == JournalKind.Sample))
        {
            Assert.True(SampleBody.TryRead(row.Entry.Body, out var label, out var packet));
            yield return (row, label == JournalSteps.Good ? 100 : 0, HeartRateMeasurementCodec.Decode(packet).Measurement);
        }
    }

    /// <summary>Every beat: when, how long the interval before it, and which row says so.</summary>
    public static IEnumerable<(long Microseconds, double Ms, long Seq)> Beats(IEnumerable<JournalRow> rows)
    {
        foreach (var (row, _, measurement) in Samples(rows))
        {
            var intervals = measurement.Rr.ToArray();
            var after = intervals.Sum(interval => interval.Raw);
            foreach (var interval in intervals)
            {
                after -= interval.Raw;
                var back = Math.Floor(after * 1_000_000m / 1_024m);
                yield return (row.Entry.At.ToUnixMicroseconds() - (long)back, interval.Milliseconds, row.Seq);
            }
        }
    }

    public static IEnumerable<(JournalRow Row, RpeAnswered Answer)> Answers(IEnumerable<JournalRow> rows) => rows
        .Where(row => row.Entry.Kind == JournalKind.Fact)
        .Select(row => (row, MonitorJson.ReadFact(row.Entry.Body.Span) as RpeAnswered))
        .Where(pair => pair.Item2 is not null).Select(pair => (pair.row, pair.Item2!));

    public static IEnumerable<(JournalRow Row, AlertEvent Alert)> Alerts(IEnumerable<JournalRow> rows) => rows
        .Where(row => row.Entry.Kind == JournalKind.Event)
        .Select(row => (row, (AlertEvent)MonitorJson.ReadEvent(row.Entry.Body.Span, row.Entry.At)));

    private static void AppendSeconds(SqliteJournal journal, int from, int below)
    {
        for (var second = from; second < below; second++)
        {
            var at = JournalSteps.Start.AddSeconds(second).AddTicks(10 * (second * 7_919 % 1_000_000 / 2));
            var step = new SessionStep().ForSample(JournalSteps.Session, JournalSteps.Participant, at, PacketOf(second));
            step.Label = second % 50 == 0 ? default : JournalSteps.Good;
            journal.Append(step);
            if (second % 300 == 0) journal.Append(JournalSteps.Fact(second, new RpeAnswered(6 + (second / 300 % 15))));
            if (second % 500 == 0) AppendAlert(journal, second);
        }
    }

    private static byte[] PacketOf(int second) => second % 50 == 0
        ? JournalSteps.Packet(0, SensorContact.NotDetected)
        : JournalSteps.Packet(60 + (second % 120), rr: second % 3 == 0 ? [400, (ushort)(420 + (second % 100))] : [(ushort)(600 + (second % 200))]);

    private static void AppendAlert(SqliteJournal journal, int second)
    {
        var step = new SessionStep().ForFact(JournalSteps.Session, JournalSteps.Participant, JournalSteps.Start.AddSeconds(second), null);
        step.Emit(JournalSteps.Alert($"alert{second}", 1, AlertState.Raised, second));
        step.Emit(JournalSteps.Alert($"alert{second}", 2, AlertState.Cleared, second));
        step.Emit(JournalSteps.Alert($"alert{second}", 3, AlertState.Closed, second));
        journal.Append(step);
    }
}
