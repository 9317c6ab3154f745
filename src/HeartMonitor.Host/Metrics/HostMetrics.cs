using System.Diagnostics.Metrics;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.Forwarding;

namespace HeartMonitor.Host.Metrics;

/// <summary>What is looked up when somebody asks for metrics.</summary>
internal sealed class HostMetrics : IDisposable
{
    private readonly Meter _meter = new(MonitorMeter.Name);
    private readonly MonitorHost _monitor;
    private readonly string _source;
    private readonly string _journal;

    internal HostMetrics(MonitorHost monitor, MonitorSettings settings, LiveBoard board)
    {
        (_monitor, _source, _journal) = (monitor, string.Join('+', settings.Sources), Path.Combine(settings.Data, "journal.db"));
        _meter.CreateObservableCounter("monitor.ingest.samples", Samples, "{sample}", "Packets by what became of them; source names all sources of this service");
        _meter.CreateObservableCounter("monitor.parser.rejects", () => monitor.Tally.Rejects, "{packet}", "Packets that could not be decoded");
        _meter.CreateObservableGauge("monitor.journal.size", JournalSize, "By", "The journal's files");
        _meter.CreateObservableGauge("monitor.sink.lag", () => PerSink(s => s.OldestAge.TotalSeconds), "s", "Age of the oldest row that a receiver does not have");
        _meter.CreateObservableGauge("monitor.sink.pending", () => PerSink(s => (double)s.LagRows), "{record}", "Rows that a receiver does not have");
        _meter.CreateObservableGauge("monitor.sink.dead_letters", () => PerSink(s => (double)s.DeadLetters), "{record}", "Rows that a receiver will never take as they are");
        _meter.CreateObservableGauge("monitor.tablet.connected", () => board.Clients, "{client}", "Tablets that hear everything live");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Samples() => _monitor.Tally.Samples.Append(("refused", _monitor.Refused))
        .Select(s => new Measurement<long>(s.Item2, new KeyValuePair<string, object?>("source", _source), new("result", s.Item1)));

    private IEnumerable<Measurement<double>> PerSink(Func<ForwarderStatus, double> of) =>
        _monitor.SinkStatuses.Select(s => new Measurement<double>(Math.Max(0, of(s)), new KeyValuePair<string, object?>("sink", s.Name)));

    private long JournalSize() => new[] { _journal, _journal + "-wal" }.Select(file => new FileInfo(file)).Where(file => file.Exists).Sum(file => file.Length);
}
