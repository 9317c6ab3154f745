using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Host;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>Stored sessions over HTTP: found, filtered, a page at a time, one in full, its events, a person's week.</summary>
public sealed class SessionsHttpTests : IAsyncLifetime
{
    private readonly JournalFolder _folder = new();
    private QueryHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        await StoredStory.StoreAsync(_folder.Path, StoredStory.Rules,
            QueryStories.Ride("p_2", At("2026-03-01T22:50:00Z")), // still Sunday in Berlin: week 9
            QueryStories.Ride("p_2", At("2026-03-01T23:10:00Z"), 1200), // Monday there, Sunday in UTC
            QueryStories.Full("p_1", At("2026-03-02T09:00:00Z")),
            QueryStories.Ride("p_2", At("2026-03-04T09:00:00Z")),
            QueryStories.Ride("p_3", At("2026-03-05T09:00:00Z")),
            QueryStories.Ride("p_2", At("2026-03-08T22:59:59Z")), // Sunday's last second
            QueryStories.Ride("p_2", At("2026-03-08T23:00:00Z")));
        _host = await QueryHost.StartAsync(_folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pages_hold_every_session_once_the_newest_first_and_each_page_oldest_first()
    {
        var (pages, seen, next) = (0, new List<string>(), "/api/v1/sessions?limit=3");
        while (next is not null)
        {
            var (status, text, response) = await _host.GetAsync(next);
            Assert.Equal(HttpStatusCode.OK, status);
            var started = JsonDocument.Parse(text).RootElement.EnumerateArray().Select(s => s.GetProperty("started").GetDateTimeOffset()).ToList();
            Assert.Equal(started.Order(), started);
            Assert.Equal("7", response.Headers.GetValues("X-Total-Count").Single());
            seen.InsertRange(0, JsonDocument.Parse(text).RootElement.EnumerateArray().Select(s => s.GetProperty("id").GetString()!));
            next = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
            pages++;
        }

        Assert.Equal((3, true), (pages, _folder.Reader.Sessions().Select(s => s.Session).SequenceEqual(seen)));
    }

    [Theory]
    [InlineData("participant=p_2", 5)]
    [InlineData("participant=nobody", 0)]
    [InlineData("state=ended", 7)]
    [InlineData("state=open", 0)]
    [InlineData("state=aborted", 0)]
    [InlineData("from=2026-03-02", 6)] // midnight in Berlin is 23:00 in UTC
    [InlineData("from=2026-03-02T00:00:00Z", 5)]
    [InlineData("to=2026-03-02T09:00:00Z", 2)]
    [InlineData("from=2026-03-02T09:00:00Z&to=2026-03-05T09:00:00Z", 2)]
    [InlineData("from=2026-03-02T10:00:00%2B01:00&to=2026-03-04&participant=p_1", 1)]
    public async Task Filters_are_of_the_start_the_person_and_the_state(string query, int count) =>
        Assert.Equal(count, (await _host.JsonAsync($"/api/v1/sessions?{query}")).GetArrayLength());

    [Fact]
    public async Task A_row_tells_what_the_session_was()
    {
        var row = (await _host.JsonAsync("/api/v1/sessions?participant=p_1"))[0];
        var stored = _folder.Reader.Sessions().Single(s => s.Participant == "p_1");
        var summary = Summary(stored.Session);
        Assert.Equal(("ended", "rpe", "recovery", 899.0, stored.Samples), (row.GetProperty("state").GetString(), row.GetProperty("mode").GetString(), row.GetProperty("phase").GetString(), row.GetProperty("lengthSeconds").GetDouble(), row.GetProperty("samples").GetInt64()));
        Assert.Equal((summary.CoveragePercent, summary.MetMinutes, summary.Alerts.High), (row.GetProperty("coveragePercent").GetDouble(), row.GetProperty("metMinutes").GetDouble(), row.GetProperty("alerts").GetProperty("high").GetInt32()));
        Assert.Equal([StoredStory.Rules.RulesVersion], row.GetProperty("rulesVersions").EnumerateArray().Select(v => v.GetString()));
        var everybody = await _host.JsonAsync("/api/v1/participants");
        Assert.Equal([("p_1", 1), ("p_2", 5), ("p_3", 1)], everybody.EnumerateArray().Select(p => (p.GetProperty("id").GetString(), p.GetProperty("storedSessions").GetInt32())));
    }

    [Fact]
    public async Task One_session_is_told_with_its_plans_phases_gaps_and_figures()
    {
        var session = _folder.Reader.Sessions().Single(s => s.Participant == "p_1").Session;
        var detail = await _host.JsonAsync($"/api/v1/sessions/{session}");
        Assert.Equal(["warm-up", "work", "cool-down", "recovery"], detail.GetProperty("phases").EnumerateArray().Select(p => p.GetProperty("phase").GetString()));
        Assert.Equal("medication-blunts", detail.GetProperty("plans")[0].GetProperty("reasons")[0].GetProperty("code").GetString());
        Assert.Contains(detail.GetProperty("gaps").EnumerateArray(), g => g.GetProperty("reason").GetString() == "no-contact");
        Assert.Single(detail.GetProperty("pauses").EnumerateArray());
        Assert.Equal(Summary(session).MeanHr, detail.GetProperty("summary").GetProperty("meanHr").GetDouble());
        Assert.Equal("strap-1", detail.GetProperty("straps")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Events_are_those_of_the_journal_in_the_order_of_time()
    {
        var session = _folder.Reader.Sessions().Single(s => s.Participant == "p_1").Session;
        List<JournalRow> rows = [.. _folder.Reader.ReadSession(session)];
        var all = (await _host.JsonAsync($"/api/v1/sessions/{session}/events")).EnumerateArray().ToList();
        Assert.Equal(all.Select(e => e.GetProperty("t").GetDouble()).Order(), all.Select(e => e.GetProperty("t").GetDouble()));
        Assert.Equal(
            JournalEvents.Alerts(rows).Select(a => $"{Core.KebabCase.Of(a.Alert.Code)} {a.Alert.Id} {a.Alert.Rev} {Core.KebabCase.Of(a.Alert.State)}").Order(),
            all.Where(e => Kind(e) == "alert").Select(e => $"{e.GetProperty("code")} {e.GetProperty("id")} {e.GetProperty("rev")} {e.GetProperty("state")}").Order());
        Assert.Equal([12, 18, 13], all.Where(e => Kind(e) == "rpe").Select(e => e.GetProperty("value").GetInt32()));
        Assert.True(all.Single(e => Kind(e) == "rpe" && e.GetProperty("value").GetInt32() == 13).GetProperty("withdrawn").GetBoolean());
        Assert.Equal(50, all.Single(e => Kind(e) == "workload").GetProperty("workload").GetProperty("watts").GetDouble());
        Assert.Equal(3, (await _host.JsonAsync($"/api/v1/sessions/{session}/events?kinds=answer")).EnumerateArray().Count(e => Kind(e) == "rpe")); // its earlier name
        var some = (await _host.JsonAsync($"/api/v1/sessions/{session}/events?kinds=symptom,pause")).EnumerateArray().ToList();
        Assert.Equal(["pause", "symptom"], some.Select(Kind));
        Assert.Equal(30, some[0].GetProperty("seconds").GetDouble());
    }

    [Fact]
    public async Task The_week_adds_up_the_sessions_that_started_in_it_by_the_clinics_clock()
    {
        var week = await _host.JsonAsync("/api/v1/participants/p_2/week?week=2026-W10");
        var mine = _folder.Reader.Sessions().Where(s => s.Participant == "p_2").ToList();
        var expected = mine[1..4].Sum(s => Summary(s.Session).MetMinutes!.Value);
        Assert.Equal(mine[1..4].Select(s => s.Session), week.GetProperty("sessions").EnumerateArray().Select(s => s.GetProperty("session").GetString()));
        Assert.Equal(expected, week.GetProperty("metMinutes").GetDouble(), 1e-9);
        Assert.InRange(expected, 20, 499);
        Assert.Equal(("2026-03-02", "2026-03-08", "building", 500.0, 1000.0, 0), (week.GetProperty("from").GetString(), week.GetProperty("to").GetString(), week.GetProperty("standing").GetString(), week.GetProperty("targetFrom").GetDouble(), week.GetProperty("targetTo").GetDouble(), week.GetProperty("sessionsWithoutDose").GetInt32()));
        Assert.Equal(1, (await _host.JsonAsync("/api/v1/participants/p_2/week?week=2026-W09")).GetProperty("sessions").GetArrayLength());
        Assert.Equal((0, 0.0), ((await _host.JsonAsync("/api/v1/participants/p_2/week")).GetProperty("sessions").GetArrayLength(), (await _host.JsonAsync("/api/v1/participants/p_2/week")).GetProperty("metMinutes").GetDouble()));
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("/api/v1/participants/nobody/week")).Status);
    }

    [Theory]
    [InlineData("/api/v1/sessions?limit=0", "limit is a whole number from 1 to 1000")]
    [InlineData("/api/v1/sessions?limit=NaN", "limit is a whole number")]
    [InlineData("/api/v1/sessions?limit=-5", "limit is a whole number")]
    [InlineData("/api/v1/sessions?limit=1e3", "limit is a whole number")]
    [InlineData("/api/v1/sessions?limit=99999999999999999999999", "limit is a whole number")]
    [InlineData("/api/v1/sessions?limit=5&limit=6", "limit is given once")]
    [InlineData("/api/v1/sessions?limit=", "limit is given once, with a value")]
    [InlineData("/api/v1/sessions?from=yesterday", "from is an instant such as")]
    [InlineData("/api/v1/sessions?from=9999-12-31T23:59:59Z", "of the years 1970 to 2199")]
    [InlineData("/api/v1/sessions?from=2026-03-02&to=2026-03-01", "from is before to")]
    [InlineData("/api/v1/sessions?state=sleeping", "state is one of open, ended")]
    [InlineData("/api/v1/sessions?before=s_nobody", "before: there is no such session")]
    [InlineData("/api/v1/sessions?partcipant=p_1", "There is no parameter \"partcipant\" here; there are from, to, participant")]
    [InlineData("/api/v1/participants?x=1", "There is no parameter \"x\" here; there is none")]
    [InlineData("/api/v1/participants/p_2/week?week=2026-W54", "week is an ISO week")]
    [InlineData("/api/v1/participants/p_2/week?week=2025-W53", "week is an ISO week")]
    [InlineData("/api/v1/participants/p_2/week?week=%00", "control character")]
    [InlineData("/api/v1/sessions/SID/series?resolution=1h", "resolution is one of raw, beats, 1s, 10s, 1m")]
    [InlineData("/api/v1/sessions/SID/series?fields=bpm,name", "fields: there is no \"name\"; there are t_utc, t_rel_s, bpm")]
    [InlineData("/api/v1/sessions/SID/series?resolution=1m&fields=rr_ms", "fields: there is no \"rr_ms\"")]
    [InlineData("/api/v1/sessions/SID/series?format=xlsx", "format is one of json, csv, parquet, arrow")]
    [InlineData("/api/v1/sessions/SID/events?kinds=medicine", "kinds: there is no \"medicine\"")]
    public async Task A_query_that_means_nothing_is_refused_with_what_would(string path, string words)
    {
        var (status, text, response) = await _host.GetAsync(path.Replace("SID", _folder.Reader.Sessions()[0].Session, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (status, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(words, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_query_and_a_session_that_is_not_there_are_told_apart_and_neither_breaks_anything()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _host.GetAsync($"/api/v1/sessions?participant={new string('x', 5_000)}")).Status);
        Assert.Contains((await _host.GetAsync($"/api/v1/sessions?participant={new string('x', 500_000)}")).Status, new[] { HttpStatusCode.RequestUriTooLong, HttpStatusCode.RequestHeaderFieldsTooLarge });
        foreach (var id in new[] { "s_nobody", "..%2f..%2fetc", "'%20OR%201=1%20--", "%F0%9F%92%A9", new string('s', 3_000) })
            foreach (var view in new[] { "", "/series", "/events" })
                Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync($"/api/v1/sessions/{id}{view}")).Status);
        Assert.Equal(7, (await _host.JsonAsync("/api/v1/sessions")).GetArrayLength());
    }

    private SummaryEvent Summary(string session) => JournalEvents.Events(_folder.Reader.ReadSession(session)).Select(e => e.Event).OfType<SummaryEvent>().Single();

    private static string? Kind(JsonElement row) => row.GetProperty("kind").GetString();

    private static DateTimeOffset At(string iso) => DateTimeOffset.Parse(iso, global::System.Globalization.CultureInfo.InvariantCulture);
}
