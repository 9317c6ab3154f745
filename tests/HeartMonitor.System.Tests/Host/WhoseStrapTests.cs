using System.Text.Json;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>Knowing whose heart it is, in the whole service with the simulator's straps: binding, confirmation, another strap, the register, sign-in.</summary>
[Collection(WholeProcesses.Name)]
public sealed class WhoseStrapTests
{
    private static readonly string[] Gym = ["--people", "3", "--seed", "7"];

    [Fact]
    public async Task Staff_give_a_session_another_strap_confirm_it_and_nobody_else_can_have_it()
    {
        await using var monitor = new MonitorProcess(Gym);
        await monitor.StartAsync();
        var (first, second, third) = await SessionsAsync(monitor);
        await EndAsync(monitor, third);

        Assert.Equal("sim-01", await StrapOfAsync(monitor, first));
        var refused = await BindAsync(monitor, "k1", first, "sim-02");
        Assert.Equal(("invalid", true), (refused.Result, refused.Detail.Contains("bound to the session of", StringComparison.Ordinal)));
        Assert.Equal("accepted", (await BindAsync(monitor, "k2", first, "sim-03")).Result);
        Assert.Equal("duplicate", (await BindAsync(monitor, "k2", first, "sim-03")).Result);
        Assert.Equal("unconfirmed", await BindingAsync(monitor, first));
        Assert.Equal("sim-03", await StrapOfAsync(monitor, first));
        Assert.Null(await SessionOfAsync(monitor, "sim-01"));

        var shown = await ShownAsync(monitor, first);
        Assert.Equal("invalid", (await PostAsync(monitor, first, "k3", $$"""{"event":"strap-confirmed","bpm":{{shown + 40}},"by":"staff1"}""")).Result);
        await UntilAsync(async () => (await PostAsync(monitor, first, $"k4-{Guid.NewGuid():n}", $$"""{"event":"strap-confirmed","bpm":{{await ShownAsync(monitor, first)}},"by":"staff1"}""")).Result == "accepted", "the pulse agrees");
        Assert.Equal("confirmed", await BindingAsync(monitor, first));

        Assert.Equal("accepted", (await BindAsync(monitor, "k5", second, "sim-03", takeOver: true)).Result);
        Assert.Equal(("none", "unconfirmed"), (await BindingAsync(monitor, first), await BindingAsync(monitor, second)));
        Assert.Equal(second, await SessionOfAsync(monitor, "sim-03"));
        Assert.Empty(monitor.Log.Unexpected);
    }

    [Theory]
    [InlineData("""{"event":"strap-bound","strap":"nobody-has-it","by":"staff1"}""", "No strap of that id")]
    [InlineData("""{"event":"strap-bound","strap":"C4:D1:00:12:34:56","by":"staff1"}""", "An address is none")]
    [InlineData("""{"event":"strap-bound","strap":"C4D100123456","by":"staff1"}""", "An address is none")]
    [InlineData("""{"event":"strap-bound","strap":"sim-02","by":"Anna Berg"}""", "pseudonym")]
    [InlineData("""{"event":"strap-bound","by":"staff1"}""", "The strap is missing")]
    [InlineData("""{"event":"strap-confirmed","bpm":90}""", "pseudonym")]
    [InlineData("""{"event":"strap-doubt","sign":"two-values"}""", "from the service alone")]
    public async Task What_is_no_binding_is_refused_with_a_sentence(string body, string words)
    {
        await using var monitor = new MonitorProcess("--people", "2", "--seed", "7");
        await monitor.StartAsync();
        await UntilAsync(async () => (await monitor.Http.GetAsync("api/v1/sessions")).GetArrayLength() == 2, "both sessions");
        var session = (await monitor.Http.GetAsync("api/v1/sessions"))[0].GetProperty("id").GetString()!;

        var (result, detail) = await PostAsync(monitor, session, "k1", body);

        Assert.Equal("invalid", result);
        Assert.Contains(words, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_between_binding_and_confirmation_it_goes_on_with_the_binding_and_the_register()
    {
        await using var monitor = new MonitorProcess(Gym);
        await monitor.StartAsync();
        var (first, _, third) = await SessionsAsync(monitor);
        await EndAsync(monitor, third);
        Assert.Equal("accepted", (await PostJsonAsync(monitor, "api/v1/straps/sim-03/owner", "o1", """{"owner":null,"by":"staff1"}""")).Result);
        Assert.Equal("accepted", (await BindAsync(monitor, "k1", first, "sim-03")).Result);

        await monitor.KillAsync();
        await monitor.StartAsync();

        await UntilAsync(async () => await SessionOfAsync(monitor, "sim-03") == first, "the session is rebuilt");
        Assert.Equal("unconfirmed", await BindingAsync(monitor, first));
        Assert.Equal("duplicate", (await BindAsync(monitor, "k1", first, "sim-03")).Result);
        Assert.Null((await KnownAsync(monitor, "sim-03")).GetProperty("owner").GetString());
        await UntilAsync(async () => (await PostAsync(monitor, first, $"c-{Guid.NewGuid():n}", $$"""{"event":"strap-confirmed","bpm":{{await ShownAsync(monitor, first)}},"by":"staff1"}""")).Result == "accepted", "the pulse agrees");
        Assert.Equal("confirmed", await BindingAsync(monitor, first));
    }

    [Fact]
    public async Task The_register_lists_straps_gives_them_owners_and_forgets_them()
    {
        await using var monitor = new MonitorProcess(Gym);
        await monitor.StartAsync();
        var (first, _, third) = await SessionsAsync(monitor);
        await UntilAsync(async () => (await KnownAsync(monitor, "sim-01")).GetProperty("onAir").GetBoolean(), "packets");
        var known = await KnownAsync(monitor, "sim-01");
        Assert.Equal((first, JsonValueKind.String), (known.GetProperty("session").GetString(), known.GetProperty("owner").ValueKind));

        Assert.Equal("accepted", (await PostJsonAsync(monitor, "api/v1/straps/sim-03/owner", "o1", """{"owner":"p_other","by":"staff1"}""")).Result);
        Assert.Equal("p_other", (await KnownAsync(monitor, "sim-03")).GetProperty("owner").GetString());
        Assert.Equal("invalid", (await PostJsonAsync(monitor, "api/v1/straps/sim-03/owner", "o2", """{"owner":"Anna Berg","by":"staff1"}""")).Result);
        Assert.Equal("invalid", (await PostJsonAsync(monitor, "api/v1/straps/sim-03/owner", "o3", """{"owner":"p_other"}""")).Result);
        Assert.Equal("not-found", (await PostJsonAsync(monitor, "api/v1/straps/nobody/owner", "o4", """{"owner":null,"by":"staff1"}""")).Result);
        Assert.Equal("invalid", (await PostJsonAsync(monitor, "api/v1/straps/sim-03/forget", "f1", """{"by":"staff1"}""")).Result);
        await EndAsync(monitor, third);
        Assert.Equal("accepted", (await PostJsonAsync(monitor, "api/v1/straps/sim-03/forget", "f2", """{"by":"staff1"}""")).Result);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_strap_that_comes_onto_skin_opens_a_session_in_check_in_for_its_owner_where_that_is_allowed(bool isAllowed)
    {
        await using var monitor = new MonitorProcess("--people", "2", "--seed", "7", "--speed", "10", "--Session:AutoStart", "false", "--Straps:SignIn", isAllowed ? "true" : "false");
        await monitor.StartAsync();
        if (!isAllowed)
        {
            await UntilAsync(async () => (await KnownAsync(monitor, "sim-01")).GetProperty("onAir").GetBoolean(), "packets");
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken); // half a minute of the gym
            Assert.Equal(0, (await monitor.Http.GetAsync("api/v1/sessions")).GetArrayLength());
            return;
        }

        await UntilAsync(async () => (await monitor.Http.GetAsync("api/v1/sessions")).GetArrayLength() == 2, "both are signed in");
        var session = (await monitor.Http.GetAsync("api/v1/sessions"))[0];
        Assert.Equal("none", session.GetProperty("phase").GetString());
        Assert.Equal("unconfirmed", await BindingAsync(monitor, session.GetProperty("id").GetString()!));

        await EndAsync(monitor, session.GetProperty("id").GetString()!);
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken); // the strap is still worn, for half a minute of the gym
        Assert.Equal(1, (await monitor.Http.GetAsync("api/v1/sessions")).EnumerateArray().Count(s => s.GetProperty("ended").ValueKind == JsonValueKind.Null));
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var watch = global::System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(40), $"Not within 40 s: {what}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<(string First, string Second, string Third)> SessionsAsync(MonitorProcess monitor)
    {
        string?[] sessions = [];
        await UntilAsync(async () =>
        {
            sessions = [await SessionOfAsync(monitor, "sim-01"), await SessionOfAsync(monitor, "sim-02"), await SessionOfAsync(monitor, "sim-03")];
            return !sessions.Contains(null);
        }, "the sessions");
        return (sessions[0]!, sessions[1]!, sessions[2]!);
    }

    private static Task<(string Result, string Detail)> BindAsync(MonitorProcess monitor, string key, string session, string strap, bool takeOver = false) =>
        PostAsync(monitor, session, key, $$"""{"event":"strap-bound","strap":"{{strap}}","by":"staff1","takeOver":{{(takeOver ? "true" : "false")}}}""");

    private static async Task EndAsync(MonitorProcess monitor, string session) =>
        Assert.Equal("accepted", (await PostAsync(monitor, session, $"end-{session}", """{"event":"session-end"}""")).Result);

    private static Task<(string Result, string Detail)> PostAsync(MonitorProcess monitor, string session, string key, string body) =>
        PostJsonAsync(monitor, $"api/v1/sessions/{session}/events", key, body);

    private static async Task<(string Result, string Detail)> PostJsonAsync(MonitorProcess monitor, string path, string key, string body)
    {
        var reply = await monitor.Http.PostAsync(path, key, body) ?? throw new InvalidOperationException("The service did not answer.");
        return (reply.Result, reply.Json.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "");
    }

    private static async Task<JsonElement> KnownAsync(MonitorProcess monitor, string strap) =>
        (await monitor.Http.GetAsync("api/v1/straps/known")).EnumerateArray().FirstOrDefault(s => s.GetProperty("id").GetString() == strap);

    private static async Task<string?> SessionOfAsync(MonitorProcess monitor, string strap) =>
        await KnownAsync(monitor, strap) is { ValueKind: JsonValueKind.Object } known ? known.GetProperty("session").GetString() : null;

    private static async Task<string?> StrapOfAsync(MonitorProcess monitor, string session) =>
        (await monitor.Http.GetAsync("api/v1/straps/known")).EnumerateArray().Where(s => s.GetProperty("session").GetString() == session).Select(s => s.GetProperty("id").GetString()).SingleOrDefault();

    private static async Task<string?> BindingAsync(MonitorProcess monitor, string session) =>
        (await monitor.Http.GetAsync("api/v1/sessions")).EnumerateArray().Single(s => s.GetProperty("id").GetString() == session).GetProperty("binding").GetString();

    /// <summary>What the tile shows, once it shows something.</summary>
    private static async Task<int> ShownAsync(MonitorProcess monitor, string session)
    {
        int? shown = null;
        await UntilAsync(async () =>
        {
            var row = (await monitor.Http.GetAsync("api/v1/sessions")).EnumerateArray().Single(s => s.GetProperty("id").GetString() == session);
            shown = row.GetProperty("hr").ValueKind == JsonValueKind.Number ? row.GetProperty("hr").GetInt32() : null;
            return shown is not null;
        }, "a value");
        return shown!.Value;
    }
}
