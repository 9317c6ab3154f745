using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>A real VictoriaMetrics: status codes reveal no loss there, so everything is read back and compared.</summary>
public sealed class VictoriaServerTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private VictoriaServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await VictoriaServer.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(InfluxVersion.Auto)]
    [InlineData(InfluxVersion.V2)]
    public async Task Everything_in_the_journal_is_in_VictoriaMetrics_once_although_it_was_away(InfluxVersion version)
    {
        var rows = await InfluxStory.TellAsync(_folder, _server, new() { Url = _server.Url, Version = version, Org = "gym" });

        var samples = InfluxStory.Samples(rows).ToList();
        var readings = samples.Where(sample => sample.Measurement.HeartRate.IsReading);
        await AssertSame("hr_bpm", readings.Select(sample => (Milliseconds(sample.Row), (double)sample.Measurement.HeartRate.Bpm)));
        await AssertSame("hr_n", samples.Select(sample => (Milliseconds(sample.Row), (double)sample.Row.Seq)));
        await AssertSame("hr_q", samples.Select(sample => (Milliseconds(sample.Row), (double)sample.Percent)));
        await AssertSame("hr_contact", samples.Select(sample =>
            (Milliseconds(sample.Row), sample.Measurement.Contact == SensorContact.Detected ? 1.0 : 0.0)));
        await AssertSame("rr_ms", InfluxStory.Beats(rows).Select(beat => (beat.Microseconds / 1_000, beat.Ms)));
        await AssertSame("rpe_value", InfluxStory.Answers(rows).Select(pair => (Milliseconds(pair.Row), (double)pair.Answer.Value)));
        await AssertSame("ev_rev", InfluxStory.Alerts(rows).Select(pair => (Milliseconds(pair.Row), (double)pair.Alert.Rev)));
    }

    private async Task AssertSame(string metric, IEnumerable<(long Milliseconds, double Value)> expected)
    {
        var exported = await _server.ExportAsync(metric);

        Assert.Equal(expected.Order(), exported.Select(point => (point.Milliseconds, point.Value)).Order());
        Assert.All(exported, point => Assert.Equal(
            (false, JournalSteps.Participant, "gym1"), (point.Labels.ContainsKey("sid"), point.Labels["p"], point.Labels["site"])));
    }

    private static long Milliseconds(JournalRow row) => row.Entry.At.ToUnixMicroseconds() / 1_000;
}
