using System.Net;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.People;

/// <summary>The plan while somebody types, the search for medicines, and check-in.</summary>
public sealed class CheckInTests : IAsyncLifetime
{
    private SignInHost _host = null!;
    private SignInBrowser _nurse = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PeopleHost.StartAsync();
        _host.Staffed();
        _host.Answer = command => new(command.Id, CommandResult.Accepted) { Session = command.Session ?? "s_new" };
        _nurse = await _host.SignedInAsync("nurse");
    }

    public async ValueTask DisposeAsync()
    {
        _nurse.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Metoprolol_turns_the_plan_from_zones_to_perception_with_its_reason()
    {
        const string Without = """{"participant":{"id":"p_x","age":58,"restingHr":56}}""";
        const string With = """{"participant":{"id":"p_x","age":58,"restingHr":56,"medications":[{"atc":"C07AB02","name":"metoprolol","startedOn":"2025-01-01"}]}}""";
        Assert.Equal("zones", Mode(await PlanAsync("plan", Without)));
        var plan = await PlanAsync("plan", With);
        Assert.Equal("rpe", Mode(plan));
        Assert.Contains(plan.GetProperty("plan").GetProperty("reasons").EnumerateArray(), r => r.GetProperty("text").GetString() == "metoprolol blunts heart rate");
        var german = await PlanAsync("plan?lang=de", With);
        Assert.Contains(german.GetProperty("plan").GetProperty("reasons").EnumerateArray(), r => r.GetProperty("text").GetString()!.Contains("Metoprolol", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_with_faults_has_no_plan_and_names_them()
    {
        var answer = await PlanAsync("plan", """{"participant":{"id":"p_x","age":300}}""");
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("plan").ValueKind);
        Assert.Equal("participant.age", answer.GetProperty("faults")[0].GetProperty("path").GetString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("plan", "{}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("plan", """{"participant":"p_61","checkIn":{"restingHr":"fast"}}"""));
    }

    [Theory]
    [InlineData("metop", "C07AB02", "metoprolol")]
    [InlineData("Beloc", "C07AB02", "metoprolol")]
    [InlineData("C07AB03", "C07AB03", "atenolol")]
    [InlineData("meto", "C07AB02", "metoprolol")]
    [InlineData("metoprlol", "C07AB02", "metoprolol")]
    [InlineData("metropolol", "C07AB02", "metoprolol")]
    [InlineData("bisporol", "C07AB07", "bisoprolol")]
    [InlineData("Belok", "C07AB02", "metoprolol")]
    public async Task Medicines_are_found_by_name_trade_name_and_code(string typed, string atc, string name)
    {
        var first = (await _nurse.SendAsync(HttpMethod.Get, $"catalogue/medicines?q={typed}")).Body[0];
        Assert.Equal((atc, name), (first.GetProperty("atc").GetString(), first.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_search_that_finds_nothing_is_empty_and_one_that_is_too_long_is_refused()
    {
        foreach (var typed in new[] { "", "m", "qqqqqq", "%25%27--", "%F0%9F%92%8A%F0%9F%92%8A" }) Assert.Equal(0, (await _nurse.SendAsync(HttpMethod.Get, $"catalogue/medicines?q={typed}")).Body.GetArrayLength());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.GetAsync("catalogue/medicines?q=" + new string('x', 100)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.GetAsync("catalogue/medicines"));
    }

    [Fact]
    public async Task Programmes_speak_the_language_that_is_asked_for()
    {
        var german = (await _nurse.SendAsync(HttpMethod.Get, "programmes?lang=de")).Body.EnumerateArray().ToDictionary(p => p.GetProperty("code").GetString()!);
        Assert.Equal("Herz", german["cardiac"].GetProperty("name").GetString());
        Assert.Equal([3, 5], german["depression"].GetProperty("sessionsPerWeek").EnumerateArray().Select(n => n.GetInt32()));
    }

    [Fact]
    public async Task A_resting_rate_of_124_makes_no_session_and_says_what_to_do()
    {
        var (status, body) = await _nurse.SendAsync(HttpMethod.Post, "check-in", """{"participant":"p_61","strap":"strap-61","checkIn":{"restingHr":124}}""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("tell the clinician", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("refused", body.GetProperty("gates")[0].GetProperty("state").GetString());
        Assert.Empty(_host.Commands);
    }

    [Fact]
    public async Task A_check_in_opens_a_session_that_hears_what_was_learnt()
    {
        var (status, body) = await _nurse.SendAsync(
            HttpMethod.Post,
            "check-in",
            """{"participant":"p_61","strap":"strap-9","checkIn":{"restingHr":64,"taken":[{"atc":"C07AB02","takenAt":"2026-03-02T07:00:00Z"}],"symptoms":["none"],"substances":[{"name":"caffeine","hoursAgo":2}]}}""");
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        Assert.Equal("s_new", body.GetProperty("session").GetString());
        var facts = _host.Commands.Select(c => c.Fact).ToArray();
        Assert.Equal([typeof(SessionStarted), typeof(RestingHeartRateMeasured), typeof(MedicationTaken), typeof(SubstanceReported), typeof(SymptomsReported)], facts.Select(f => f.GetType()));
        Assert.Equal(("strap-9", "nurse"), (((SessionStarted)facts[0]).Device, ((SessionStarted)facts[0]).BoundBy));
        Assert.All(_host.Commands.Skip(1), c => Assert.Equal("s_new", c.Session));
    }

    [Fact]
    public async Task A_release_at_check_in_is_a_clinicians_with_a_signature()
    {
        const string Body = """{"participant":"p_61","checkIn":{"restingHr":124},"release":["rest-gate"],"secret":"four grey horses"}""";
        Assert.Equal(HttpStatusCode.Forbidden, await _nurse.PostAsync("check-in", Body));
        using var doc = await _host.SignedInAsync("doc");
        Assert.Equal(HttpStatusCode.Forbidden, await doc.PostAsync("check-in", Body.Replace("grey", "pink", StringComparison.Ordinal)));
        Assert.Empty(_host.Commands);
        var (status, answer) = await doc.SendAsync(HttpMethod.Post, "check-in", Body);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal("doc", _host.Commands.Select(c => c.Fact).OfType<GateReleased>().Single().By);
        Assert.Equal("check-in-released", _host.Desk.Store.Audit.Before(long.MaxValue, 1).Single().What);
    }

    [Theory]
    [InlineData("""{"participant":"p_61","checkIn":{"restingHr":1000}}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"taken":[null]}}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"symptom":["chest-pain"]}}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"symptoms":["chestpain"]}}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"taken":[{"atc":"C07AB02","taken_at":"2026-03-02T07:00:00Z"}]}}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"taken":[{"atc":"C07AB02","takenAt":"2226-03-02T07:00:00Z"}]}}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"substances":[{"name":"=1+1"}]}}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"substances":[{"name":"alcohol","hoursAgo":-2}]}}""")]
    [InlineData("""{"participant":"p_61","strap":"x\nhr,p=z bpm=1"}""")]
    [InlineData("""{"participant":"p_61","strap":"hrm/#"}""")]
    [InlineData("""{"participant":"p_61","checkIn":{"temperatureCelsius":1e400}}""")]
    [InlineData("""{"participant":"p_61","strap":"00:11:22:33:44:55:66:77:88:99:00:11:22:33:44:55:66:77:88:99:00:11"}""")]
    public async Task A_check_in_in_another_form_is_refused(string body)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _nurse.PostAsync("check-in", body));
        Assert.Empty(_host.Commands);
    }

    private async Task<JsonElement> PlanAsync(string path, string body)
    {
        var (status, answer) = await _nurse.SendAsync(HttpMethod.Post, path, body);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        return answer;
    }

    private static string? Mode(JsonElement answer) => answer.GetProperty("plan").GetProperty("mode").GetString();
}
