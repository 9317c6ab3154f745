using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>
/// The running host and a real store, the host killed once and the store away once: what comes back is what the journal holds
/// (ecosystem-reliability F3, contracts 8).
/// </summary>
[Collection(WholeProcesses.Name)]
public sealed class StoreTests
{
    [Fact]
    public async Task Every_row_of_the_journal_is_in_InfluxDB_once_after_a_kill_and_an_outage()
    {
        await using var store = await InfluxServer.StartNewAsync();
        await using var monitor = new MonitorProcess("--Influx:Url", store.Url.ToString(), "--speed", "10", "--seed", "7");
        var rows = await TellAsync(monitor, store);

        var hr = await store.QueryAsync("SELECT * FROM hr");
        Assert.Equal(
            Samples(rows).Select(s => (s.At, s.Bpm, s.Seq, s.Session)).Order(),
            hr.Select(p => (Long(p, "time"), p["bpm"].ValueKind == JsonValueKind.Null ? null as long? : Long(p, "bpm"), Long(p, "n"), p["sid"].GetString()!)).Order());
        var rpe = await store.QueryAsync("SELECT value, n FROM rpe");
        Assert.Equal(Answers(rows).Order(), rpe.Select(p => (Long(p, "time"), Long(p, "value"), Long(p, "n"))).Order());
        var events = await store.QueryAsync("SELECT aid, rev, state, code, p FROM ev");
        Assert.Equal(
            JournalEvents.Alerts(rows).Select(a => $"{a.Alert.Id} {a.Alert.Rev} {KebabCase.Of(a.Alert.State)} {KebabCase.Of(a.Alert.Code)} {a.Row.Entry.Participant}").Order(),
            events.Select(p => $"{p["aid"]} {p["rev"]} {p["state"]} {p["code"]} {p["p"]}").Order());
        Assert.True(hr.Count > 150 && rpe.Count > 3 && events.Count > 3, $"{hr.Count} heart rates, {rpe.Count} answers, {events.Count} changes of alerts are too few to tell.");
    }

    [Fact]
    public async Task Every_heart_rate_of_the_journal_is_in_VictoriaMetrics_once_after_a_kill_and_an_outage()
    {
        await using var store = await VictoriaServer.StartNewAsync();
        await using var monitor = new MonitorProcess( // a dated story: an export ends at the present, and this one runs ahead of it
            "--Influx:Url", store.Url.ToString(), "--Influx:SessionTag", "true", "--speed", "10", "--seed", "7", "--Clock:Start", "2026-03-02T09:00:00Z");
        var rows = await TellAsync(monitor, store);

        var hr = await store.ExportAsync("hr_bpm");
        Assert.Equal(
            Samples(rows, 1_000).Where(s => s.Bpm is not null).Select(s => (s.At / 1_000, (double)s.Bpm!, s.Session)).Order(),
            hr.Select(v => (v.Milliseconds, v.Value, v.Labels["sid"])).Order());
        Assert.Equal(Samples(rows).Count(), (await store.ExportAsync("hr_n")).Count);
        Assert.True(hr.Count > 150);
    }

    /// <summary>Runs, is killed, runs, loses the store, gets it back; then everybody stops and the store catches up.</summary>
    private static async Task<IReadOnlyList<JournalRow>> TellAsync(MonitorProcess monitor, InfluxProcess store)
    {
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await EnterAsync(monitor, tablet, "first");
        await JournalWait.Until(() => monitor.Journal.FindCursor("influx") > 100, "the store takes rows", 20);
        await monitor.KillAsync();

        await monitor.StartAsync();
        await EnterAsync(monitor, tablet, "second");
        var mark = monitor.Journal.FindCursor("influx");
        await JournalWait.Until(() => monitor.Journal.FindCursor("influx") > mark + 50, "the store takes rows after the kill", 20);
        await store.StopAsync();
        await EnterAsync(monitor, tablet, "third");
        await WaitUntilDownAsync(monitor);
        await store.StartAsync();

        foreach (var session in monitor.Journal.OpenSessions())
            Assert.Equal("accepted", (await monitor.Http.EnterAsync($"end-{session.Session}", session.Session, """{"event":"session-end"}"""))!.Result);
        await JournalWait.Until(() => Last(monitor) is var last && monitor.Journal.FindCursor("influx") == last && Last(monitor) == last, "the store has all", 60);
        Assert.Empty(monitor.Journal.DeadLetters("influx"));
        return monitor.Journal.ReadAfter(0, 1_000_000);
    }

    private static long Last(MonitorProcess monitor) => monitor.Journal.ReadAfter(0, 1_000_000)[^1].Seq;

    /// <summary>Answers and alerts, so that every measurement has points.</summary>
    private static async Task EnterAsync(MonitorProcess monitor, SseClient tablet, string key)
    {
        var mark = tablet.Count;
        var live = await tablet.UntilAsync(m => m.Event == "live", "a live value", from: mark);
        foreach (var value in new[] { 12, 18 })
        {
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"event":"rpe","value":{{value}},"by":"staff"}""");
            Assert.Equal("accepted", (await monitor.Http.EnterAsync($"{key}-{value}", live.Session, json))!.Result);
        }
    }

    private static async Task WaitUntilDownAsync(MonitorProcess monitor)
    {
        JsonElement health;
        do
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            health = await monitor.Http.GetAsync("health/ready");
        }
        while (!health.GetProperty("sinks").EnumerateArray().Any(s => s.GetProperty("name").GetString() == "influx" && s.GetProperty("state").GetString() == "Down"));
    }

    /// <summary>A packet that came twice is written one unit of the store's time later, or it would take the place of the first.</summary>
    private static IEnumerable<(long At, long? Bpm, long Seq, string Session)> Samples(IEnumerable<JournalRow> rows, int unitMicroseconds = 1)
    {
        foreach (var row in rows.Where(r => r.Entry.Kind == JournalKind.Sample))
        {
            Assert.True(SampleBody.TryRead(row.Entry.Body, out var label, out var packet));
            var later = label.Reasons.HasFlag(SignalReasons.Duplicate) ? unitMicroseconds : 0;
            var heartRate = HeartRateMeasurementCodec.Decode(packet).Measurement.HeartRate;
            yield return (row.Entry.At.ToUnixMicroseconds() + later, heartRate.IsReading ? heartRate.Bpm : null, row.Seq, row.Entry.Session);
        }
    }

    private static IEnumerable<(long At, long Value, long Seq)> Answers(IEnumerable<JournalRow> rows) => JournalEvents.Facts(rows)
        .Where(f => f.Fact is RpeAnswered)
        .Select(f => (f.Row.Entry.At.ToUnixMicroseconds(), (long)((RpeAnswered)f.Fact).Value, f.Row.Seq));

    private static long Long(Dictionary<string, JsonElement> point, string column) => point[column].GetInt64();
}
