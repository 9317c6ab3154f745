using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.TabletFeed;
using static HeartMonitor.System.Tests.Support.TabletHost;

namespace HeartMonitor.System.Tests.Tablet;

public sealed class TabletCommandTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private TabletHost _host = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await StartAsync();
        _client = _host.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(CommandResult.Accepted, 200, "accepted")]
    [InlineData(CommandResult.Duplicate, 200, "duplicate")]
    [InlineData(CommandResult.Stale, 409, "stale")]
    [InlineData(CommandResult.Expired, 409, "expired")]
    [InlineData(CommandResult.Invalid, 422, "invalid")]
    [InlineData(CommandResult.NotFound, 404, "not-found")]
    [InlineData(CommandResult.NotStored, 503, "not-stored")]
    public async Task What_became_of_a_command_is_the_status_and_the_reply(CommandResult result, int status, string word)
    {
        _host.Door = command => new(command.Id, result, "why");

        var (code, reply) = await SendAsync(Post("/api/v1/alerts/a1/ack", """{"rev":3}""", "k-9"));

        Assert.Equal((status, "k-9", word, "why"), (code, Text(reply, "re"), Text(reply, "result"), Text(reply, "detail")));
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("current").ValueKind);
    }

    [Fact]
    public async Task A_stale_acknowledgement_is_answered_with_the_alert_as_it_stands()
    {
        var raised = Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "x", At, rev: 5);
        _host.Board.Apply([Decided("s_01", raised)]);
        _host.Door = command => new(command.Id, CommandResult.Stale, "moved on", raised);

        var (_, reply) = await SendAsync(Post("/api/v1/alerts/a1/ack", """{"rev":4}"""));

        var current = reply.GetProperty("current");
        Assert.Equal(("a1", 5, "p_01"), (Text(current, "aid"), current.GetProperty("rev").GetInt32(), Text(current, "participant")));
    }

    [Fact]
    public async Task Each_kind_of_command_reaches_the_door_as_its_fact()
    {
        await SendAsync(Post("/api/v1/alerts/a1/ack", """{"rev":3,"by":"nurse_2"}""", "k1"));
        await SendAsync(Post("/api/v1/prompts/q1/answer", """{"value":13,"by":"staff"}""", "k2"));
        await SendAsync(Post("/api/v1/sessions/s_01/events", """{"event":"symptoms","symptoms":["dizzy"],"by":"staff"}""", "k3"));
        await SendAsync(Post("/api/v1/sessions/s_01/events", """{"symptoms":["none"],"event":"symptoms"}""", "k4", "application/json; charset=utf-8"));
        await SendAsync(Post("/api/v1/sessions/s_01/events", """{"event":"shelve","alert":"a1","seconds":300,"by":"nurse_2","reason":"strap"}""", "k5"));
        await SendAsync(Post("/api/v1/sessions/s_01/events", """{"event":"unshelve","alert":"a1","by":"nurse_2"}""", "k6"));
        await SendAsync(Post("/api/v1/sessions/s_01/events", """{"event":"rpe-withdraw","value":18,"by":"nurse_2"}""", "k7"));

        var got = _host.Commands.ToArray();
        Assert.Equal([("k1", null), ("k2", null), ("k3", "s_01"), ("k4", "s_01"), ("k5", "s_01"), ("k6", "s_01"), ("k7", "s_01")], got.Select(c => (c.Id, c.Session)));
        Assert.Equal(new AlertAcknowledged { Alert = "a1", Rev = 3, By = "nurse_2" }, got[0].Fact);
        Assert.Equal(new RpeAnswered(13) { By = AnsweredBy.Staff, Prompt = "q1" }, got[1].Fact);
        Assert.Equal(new AlertShelved(300, "nurse_2") { Alert = "a1", Reason = "strap" }, got[4].Fact);
        Assert.Equal(new AlertUnshelved("nurse_2") { Alert = "a1" }, got[5].Fact);
        Assert.Equal(new RpeWithdrawn("nurse_2") { Value = 18 }, got[6].Fact);
        Assert.Equal(["dizzy"], Assert.IsType<SymptomsReported>(got[2].Fact).Symptoms);
    }

    [Fact]
    public async Task A_value_out_of_range_goes_to_the_rules_because_their_refusal_has_consequences()
    {
        await SendAsync(Post("/api/v1/prompts/q1/answer", """{"value":42}"""));

        Assert.Equal(42, Assert.IsType<RpeAnswered>(Assert.Single(_host.Commands).Fact).Value);
    }

    [Fact]
    public async Task Nobody_outside_says_that_a_session_was_broken_off()
    {
        await SendAsync(Post("/api/v1/sessions/s_01/events", """{"event":"session-end","why":"interrupted"}"""));

        Assert.Equal(new SessionEnded(), Assert.Single(_host.Commands).Fact);
    }

    [Theory]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"session-start"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"monitoring-interrupted","from":"2026-03-02T09:00:00Z"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"phase"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"phase","phase":"none"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"phase","phase":2}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"symptoms"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"symptoms","symptoms":[null]}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"talk-test"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"medication-taken"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"medication-taken","atc":"C10AA05","name":"metoprolol"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"release","code":"rest-gate","by":null}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"ack"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"ack","code":"no-such-alert"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"shelve","seconds":60,"by":"staff1"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"shelve","code":"zone-high","seconds":60}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"shelve","code":"zone-high","seconds":60,"by":"Mary Smith"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"unshelve","code":"zone-high"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"rpe","value":"13"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"rpe-withdraw"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"rpe-withdraw","by":"Mary Smith"}""")]
    [InlineData("/api/v1/sessions/s_01/events", """{"event":"unheard-of"}""")]
    [InlineData("/api/v1/sessions/s_01/events", "{}")]
    [InlineData("/api/v1/sessions/s_01/events", "null")]
    [InlineData("/api/v1/sessions/s_01/events", "[1]")]
    [InlineData("/api/v1/alerts/a1/ack", "[]")]
    [InlineData("/api/v1/alerts/a1/ack", """{"rev":"1"}""")]
    [InlineData("/api/v1/alerts/a1/ack", """{"by":"Mary Smith"}""")]
    [InlineData("/api/v1/prompts/q1/answer", "{}")]
    [InlineData("/api/v1/prompts/q1/answer", """{"value":13.5}""")]
    [InlineData("/api/v1/prompts/q1/answer", """{"value":13,"by":"somebody"}""")]
    public async Task What_is_json_but_no_command_is_invalid_and_never_reaches_the_door(string path, string body)
    {
        var (code, reply) = await SendAsync(Post(path, body));

        Assert.Equal((422, "invalid"), (code, Text(reply, "result")));
        Assert.NotEmpty(Text(reply, "detail")!);
        Assert.Empty(_host.Commands);
    }

    [Theory]
    [InlineData("", "key", "application/json", 400)]
    [InlineData("{", "key", "application/json", 400)]
    [InlineData("{\"rev\":1,}", "key", "application/json", 400)]
    [InlineData("{\"rev\":1}", null, "application/json", 400)]
    [InlineData("{\"rev\":1}", "", "application/json", 400)]
    [InlineData("{\"rev\":1}", "two words", "application/json", 400)]
    [InlineData("{\"rev\":1}", "key", "text/plain", 415)]
    [InlineData("{\"rev\":1}", "key", "application/x-www-form-urlencoded", 415)]
    [InlineData("{\"rev\":1}", "key", "application/json; charset=utf-16", 415)]
    public async Task A_request_that_is_not_well_formed_is_refused_with_a_problem(string body, string? key, string type, int status)
    {
        using var request = Post("/api/v1/alerts/a1/ack", body, key, type);
        using var response = await _client.SendAsync(request, Cancellation);

        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Empty(_host.Commands);
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(101, 400)]
    public async Task A_key_has_at_most_100_characters(int length, int status)
    {
        using var response = await _client.SendAsync(Post("/api/v1/alerts/a1/ack", "{}", new string('k', length)), Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(16 * 1024, false, 422)]
    [InlineData((16 * 1024) + 1, false, 413)]
    [InlineData((16 * 1024) + 1, true, 413)]
    [InlineData(4_000_000, true, 413)]
    public async Task A_body_over_16_KiB_is_refused_whether_it_says_its_length_or_not(int length, bool chunked, int status)
    {
        var body = "{\"event\":\"talk-test\",\"value\":\"" + new string('x', length - 32) + "\"}";
        using var request = Post("/api/v1/sessions/s_01/events", body);
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await _client.SendAsync(request, Cancellation);

        Assert.Equal((length, status), (body.Length, (int)response.StatusCode));
        Assert.Empty(_host.Commands);
    }

    [Fact]
    public async Task An_id_that_is_longer_than_any_of_ours_is_not_found()
    {
        var (code, _) = await SendAsync(Post("/api/v1/alerts/" + new string('a', 65) + "/ack", "{}"));

        Assert.Equal(404, code);
        Assert.Empty(_host.Commands);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<(int Code, JsonElement Reply)> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var response = await _client.SendAsync(request, Cancellation))
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
            return ((int)response.StatusCode, document.RootElement.Clone());
        }
    }
}
