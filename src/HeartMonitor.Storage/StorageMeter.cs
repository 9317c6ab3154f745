using System.Diagnostics.Metrics;

namespace HeartMonitor.Storage;

/// <summary>What the storage measures as it happens (ecosystem-reliability 1f); costs nothing while nobody listens.</summary>
internal static class StorageMeter
{
    private static readonly Meter Meter = new("Monitor");

    /// <summary>A commit that went through, its sync included.</summary>
    internal static Histogram<double> Commit { get; } = Seconds("monitor.journal.commit.duration", "Commits of the journal, sync included", 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5);

    /// <summary>One hand-over to a receiver, by its name and whether it took the rows.</summary>
    internal static Histogram<double> Send { get; } = Seconds("monitor.sink.send.duration", "Hand-overs to a receiver", 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30);

    private static Histogram<double> Seconds(string name, string description, params double[] bounds) =>
        Meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
