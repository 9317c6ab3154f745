using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Query;
using HeartMonitor.Research.Series;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>A session for the eye over HTTP: all that happened, for whom it is; and its report.</summary>
public sealed class ChartHttpTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private QueryHost _host = null!;
    private string _session = "";

    public async ValueTask InitializeAsync()
    {
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules, QueryStories.Full("p_1", new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)));
        _session = Assert.Single(_folder.Reader.Sessions()).Session;
        _host = await QueryHost.StartAsync(_folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_chart_has_the_curve_with_its_gaps_and_every_alert_with_what_became_of_it()
    {
        var chart = await _host.JsonAsync($"/api/v1/sessions/{_session}/chart");
        var bpm = chart.GetProperty("bpm").EnumerateArray().ToList();
        Assert.Equal(899, bpm.Count);
        Assert.Equal(JsonValueKind.Null, bpm[215].ValueKind); // nothing was received
        Assert.InRange(bpm[100].GetDouble(), 70, 96);
        Assert.Equal(15, chart.GetProperty("minutes").GetArrayLength());
        Assert.Equal(["50 W"], chart.GetProperty("work").EnumerateArray().Select(w => w.GetProperty("text").GetString()));
        Assert.Equal([12, 18, 13], chart.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("value").GetInt32()));

        var stop = chart.GetProperty("alerts").EnumerateArray().First(a => a.GetProperty("code").GetString() == "rpe-stop");
        Assert.Equal(("high", "nursecanary"), (stop.GetProperty("priority").GetString(), stop.GetProperty("ackedBy").GetString()));
        Assert.Equal(20, (stop.GetProperty("ackedAt").GetDateTimeOffset() - stop.GetProperty("at").GetDateTimeOffset()).TotalSeconds);
        Assert.StartsWith("Feels 18.", stop.GetProperty("text").GetString(), StringComparison.Ordinal);
        var german = await _host.JsonAsync($"/api/v1/sessions/{_session}/chart?language=de");
        Assert.Contains("Empfundene Anstrengung 18.", german.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_is_open_at_the_end_when_only_the_end_closed_it()
    {
        var chart = await _host.JsonAsync($"/api/v1/sessions/{_session}/chart");
        var ended = chart.GetProperty("ended").GetDateTimeOffset();
        var alerts = chart.GetProperty("alerts").EnumerateArray().ToList();
        Assert.Contains(alerts, a => a.GetProperty("openAtEnd").GetBoolean());
        Assert.Contains(alerts, a => !a.GetProperty("openAtEnd").GetBoolean());
        Assert.All(alerts, a => Assert.Equal(a.GetProperty("openAtEnd").GetBoolean(), a.GetProperty("clearedAt").ValueKind != JsonValueKind.Null && a.GetProperty("clearedAt").GetDateTimeOffset() == ended));

        var events = await _host.JsonAsync($"/api/v1/sessions/{_session}/events?kinds=alert");
        Assert.Equal(
            alerts.Where(a => a.GetProperty("openAtEnd").GetBoolean()).Select(a => a.GetProperty("id").GetString()).Order(),
            events.EnumerateArray().Where(e => e.TryGetProperty("openAtSessionEnd", out _)).Select(e => e.GetProperty("id").GetString()).Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Staff_are_named_to_staff_alone_and_nobody_reads_a_medicine_a_strap_or_a_reason_in_words(bool isStaff)
    {
        var reading = SessionReading.Of(StoredSessionRows.Read(_folder.Reader.ReadWhole(_session)), StoredStory.Rules);
        var told = JsonSerializer.Serialize(new SessionChartBuilder(reading, isStaff, alert => alert.Text).Build(), QueryJson.Context.SessionChart);
        Assert.All(QueryStories.Secrets.Where(s => s != "nursecanary" || !isStaff), secret => Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(isStaff, told.Contains("\"ackedBy\":\"nursecanary\"", StringComparison.Ordinal));
        Assert.Equal(isStaff, !told.Contains("\"notes\":null", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_report_comes_as_a_page_or_as_pdf_and_is_kept_nowhere()
    {
        var (html, page, response) = await _host.GetAsync($"/api/v1/sessions/{_session}/report?language=de");
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8", "no-store"), (html, response.Content.Headers.ContentType!.ToString(), response.Headers.CacheControl!.ToString()));
        Assert.Contains("am Ende noch offen", page, StringComparison.Ordinal);
        var (pdf, bytes) = await _host.ReadAsync($"/api/v1/sessions/{_session}/report?format=pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType!.MediaType);
        Assert.Equal("%PDF-"u8.ToArray(), bytes[..5]);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/api/v1/sessions/s_nobody/report")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/api/v1/sessions/s_nobody/chart")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.GetAsync($"/api/v1/sessions/{_session}/report?format=docx")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.GetAsync($"/api/v1/sessions/{_session}/chart?language=fr")).Status);
    }
}
