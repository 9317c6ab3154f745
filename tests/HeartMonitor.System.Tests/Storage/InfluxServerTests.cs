using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Influx;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>A real InfluxDB 1.x: what comes back is what the journal holds, each row once.</summary>
public sealed class InfluxServerTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private InfluxServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await InfluxServer.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_in_the_journal_is_in_InfluxDB_once_although_it_was_away()
    {
        var rows = await InfluxStory.TellAsync(_folder, _server, new() { Url = _server.Url });

        var hr = await _server.QueryAsync("SELECT * FROM hr");
        Assert.Equal(
            InfluxStory.Samples(rows).Select(sample => (
                sample.Row.Entry.At.ToUnixMicroseconds(), sample.Measurement.HeartRate.IsReading ? sample.Measurement.HeartRate.Bpm : null as long?,
                sample.Measurement.Contact == SensorContact.Detected, (long)sample.Percent, sample.Row.Seq, "gym1/p_07/strap/s_abcdefghijkl")).Order(),
            hr.Select(point => (
                Long(point, "time"), point["bpm"].ValueKind == JsonValueKind.Null ? null as long? : Long(point, "bpm"),
                point["contact"].GetBoolean(), Long(point, "q"), Long(point, "n"),
                $"{Text(point, "site")}/{Text(point, "p")}/{Text(point, "src")}/{Text(point, "sid")}")).Order());
        await AssertBeats(rows);
        await AssertAnswersAndAlerts(rows);
    }

    [Fact]
    public async Task Sending_everything_again_after_a_lost_answer_changes_no_point()
    {
        using var target = new InfluxTarget(new() { Url = _server.Url }, TimeProvider.System, NullLogger.Instance);
        JournalRow[] rows = [.. Enumerable.Range(1, 500).Select(seq => JournalSteps.SampleRow(
            seq, JournalSteps.Start.AddSeconds(seq), JournalSteps.Good, JournalSteps.Packet(100, rr: [300, 310])))];

        for (var again = 0; again < 3; again++) Assert.Same(ForwardResult.Accepted.All, await target.SendAsync(rows, Cancellation));

        Assert.Equal(500, Long((await _server.QueryAsync("SELECT count(bpm) FROM hr"))[0], "count"));
        Assert.Equal(1_000, Long((await _server.QueryAsync("SELECT count(ms) FROM rr"))[0], "count"));
    }

    [Fact]
    public async Task A_type_conflict_that_another_writer_planted_dead_letters_the_conflicting_rows_alone()
    {
        using var planted = await _server.Http.PostAsync(
            new Uri(_server.Url, "write?db=heartmonitor&precision=u"), new StringContent("rpe,p=p_99 value=\"eleven\" 1"), Cancellation);
        planted.EnsureSuccessStatusCode();
        using var target = new InfluxTarget(new() { Url = _server.Url }, TimeProvider.System, NullLogger.Instance);
        JournalRow[] rows =
        [
            .. Enumerable.Range(1, 100).Select(seq => seq % 30 == 0
                ? JournalSteps.FactRow(seq, JournalSteps.Start.AddSeconds(seq), new RpeAnswered(12))
                : JournalSteps.SampleRow(seq, JournalSteps.Start.AddSeconds(seq), JournalSteps.Good, JournalSteps.Packet(100))),
        ];

        // The conflict is per shard of time: the planted point must lie in the same week as ours to conflict.
        using var near = await _server.Http.PostAsync(
            new Uri(_server.Url, "write?db=heartmonitor&precision=u"),
            new StringContent($"rpe,p=p_99 value=\"eleven\" {JournalSteps.Start.ToUnixMicroseconds()}"), Cancellation);
        near.EnsureSuccessStatusCode();
        var accepted = Assert.IsType<ForwardResult.Accepted>(await target.SendAsync(rows, Cancellation));

        Assert.Equal([30L, 60, 90], accepted.Rejected.Select(row => row.Seq));
        Assert.All(accepted.Rejected, row => Assert.Contains("conflict", row.Reason, StringComparison.Ordinal));
        Assert.Equal(97, Long((await _server.QueryAsync("SELECT count(bpm) FROM hr"))[0], "count"));
    }

    [Fact]
    public async Task An_unknown_database_keeps_the_rows()
    {
        using var target = new InfluxTarget(new() { Url = _server.Url, Database = "nobody_made_it" }, TimeProvider.System, NullLogger.Instance);

        var row = JournalSteps.SampleRow(1, JournalSteps.Start, JournalSteps.Good, JournalSteps.Packet(100));
        var keep = Assert.IsType<ForwardResult.Keep>(await target.SendAsync([row], Cancellation));

        Assert.Equal(TimeSpan.FromSeconds(60), keep.RetryAfter);
    }

    private async Task AssertBeats(IReadOnlyList<JournalRow> rows)
    {
        var beats = await _server.QueryAsync("SELECT ms, flag, n FROM rr");
        Assert.Equal(
            InfluxStory.Beats(rows).Select(beat => (beat.Microseconds, beat.Ms, beat.Seq)).Order(),
            beats.Select(point => (Long(point, "time"), point["ms"].GetDouble(), Long(point, "n"))).Order());
    }

    private async Task AssertAnswersAndAlerts(IReadOnlyList<JournalRow> rows)
    {
        var answers = await _server.QueryAsync("SELECT value, n, sid, scale FROM rpe");
        Assert.Equal(
            InfluxStory.Answers(rows).Select(pair => (pair.Row.Entry.At.ToUnixMicroseconds(), (long)pair.Answer.Value, pair.Row.Seq, "borg6_20")),
            answers.Select(point => (Long(point, "time"), Long(point, "value"), Long(point, "n"), Text(point, "scale"))));
        var alerts = await _server.QueryAsync("SELECT * FROM ev");
        Assert.Equal(
            InfluxStory.Alerts(rows).Select(pair => (
                pair.Row.Entry.At.ToUnixMicroseconds() + pair.Alert.Rev - 1, pair.Alert.Id, (long)pair.Alert.Rev, KebabCase.Of(pair.Alert.State), "high", "rpe-stop", pair.Row.Seq)),
            alerts.Select(point => (
                Long(point, "time"), Text(point, "aid"), Long(point, "rev"), Text(point, "state"), Text(point, "priority"), Text(point, "code"), Long(point, "n"))));
    }

    private static long Long(Dictionary<string, JsonElement> point, string column) => point[column].GetInt64();

    private static string Text(Dictionary<string, JsonElement> point, string column) => point[column].GetString()!;
}
