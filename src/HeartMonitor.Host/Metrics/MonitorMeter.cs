using System.Diagnostics.Metrics;

namespace HeartMonitor.Host.Metrics;

/// <summary>
/// What the service measures of itself as it happens (ecosystem-reliability 1f). No instrument ever has a participant, a session, a device or an address as an attribute.
/// Counting costs nothing while nobody listens.
/// </summary>
internal static class MonitorMeter
{
    /// <summary>Name of every meter of ours, the storage's too.</summary>
    internal const string Name = "Monitor";

    private static readonly Meter Meter = new(Name);

    /// <summary>Silences of straps that came back, from 3 s on.</summary>
    internal static Histogram<double> Gap { get; } = Seconds("monitor.ingest.gap.duration", "Silences of straps that came back, of 3 s and more", 3, 5, 10, 30, 60, 300);

    /// <summary>By code and priority, each alert once.</summary>
    internal static Counter<long> AlertRaised { get; } = Meter.CreateCounter<long>("monitor.alert.raised", "{alert}", "Alerts, each once however often it changes");

    /// <summary>From what it tells being complete to its being written to a tablet; by the service's clock.</summary>
    internal static Histogram<double> AlertLatency { get; } = Seconds("monitor.alert.latency", "From complete evidence to the write to a tablet", 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5);

    /// <summary>From an alert to somebody's taking note of it; by the service's clock.</summary>
    internal static Histogram<double> AcknowledgedAfter { get; } = Seconds("monitor.alert.ack.duration", "From an alert to its acknowledgement", 5, 15, 30, 60, 120, 300, 900);

    internal static Counter<long> PromptAnswered { get; } = Meter.CreateCounter<long>("monitor.prompt.answered", "{prompt}", "Prompts that were answered");

    internal static Counter<long> PromptMissed { get; } = Meter.CreateCounter<long>("monitor.prompt.missed", "{prompt}", "Prompts that nobody answered");

    /// <summary>How far the machine's clock was set, either way.</summary>
    internal static Histogram<double> ClockStep { get; } = Seconds("monitor.clock.step", "How far the machine's clock was set, either way", 2, 10, 60, 3_600, 86_400);

    private static Histogram<double> Seconds(string name, string description, params double[] bounds) =>
        Meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
