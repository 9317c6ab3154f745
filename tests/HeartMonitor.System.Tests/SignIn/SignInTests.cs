using System.Net;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Storage.People;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.SignIn;

/// <summary>Signing in over HTTP, and what somebody could try instead.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private SignInHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SignInHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Without_any_account_the_console_is_open_and_accounts_are_not()
    {
        using var browser = _host.Browser();
        Assert.Equal(HttpStatusCode.OK, await browser.GetAsync("/"));
        Assert.Equal(HttpStatusCode.OK, await browser.GetAsync("sessions"));
        Assert.Equal(HttpStatusCode.OK, await browser.PostAsync("alerts/a1/ack", """{"by":"ward"}"""));
        Assert.Equal("ward", Assert.IsType<AlertAcknowledged>(Assert.Single(_host.Commands).Fact).By);
        foreach (var path in new[] { "accounts", "tokens", "audit" }) Assert.Equal(HttpStatusCode.Forbidden, await browser.GetAsync(path));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.PostAsync("accounts", """{"id":"x","name":"X","role":"admin","secret":"four grey horses"}"""));
        Assert.False((await browser.SendAsync(HttpMethod.Get, "me")).Body.GetProperty("signInRequired").GetBoolean());
    }

    [Fact]
    public async Task The_code_of_the_first_run_makes_the_first_admin_once()
    {
        var code = _host.Desk.FirstRun!.Shown;
        using var browser = _host.Browser();
        var wrong = await browser.SendAsync(HttpMethod.Post, "first-run", First("0000-0000-0000-0000-0000", SignInHost.Password));
        Assert.Equal((HttpStatusCode.Unauthorized, "wrong"), (wrong.Status, wrong.Body.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await browser.PostAsync("first-run", First(code, "123456")));
        Assert.Equal(HttpStatusCode.OK, await browser.PostAsync("first-run", First(code.ToLowerInvariant(), SignInHost.Password)));
        Assert.False(File.Exists(Path.Combine(_host.Data, "first-run.txt")));
        Assert.Equal(HttpStatusCode.OK, await browser.GetAsync("accounts"));
        using var other = _host.Browser();
        Assert.Equal(HttpStatusCode.Conflict, await other.PostAsync("first-run", First(code, SignInHost.Password)));
        Assert.Equal(HttpStatusCode.Unauthorized, await other.GetAsync("sessions"));
    }

    [Fact]
    public async Task The_code_cannot_be_guessed_at_speed()
    {
        using var browser = _host.Browser();
        for (var i = 0; i < SignInHost.Options.FreeTries; i++) Assert.Equal(HttpStatusCode.Unauthorized, await browser.PostAsync("first-run", First("A", SignInHost.Password)));
        Assert.Equal(HttpStatusCode.TooManyRequests, await browser.PostAsync("first-run", First(_host.Desk.FirstRun!.Code, SignInHost.Password)));
        _host.Clock.Advance(SignInHost.Options.FirstWait);
        Assert.Equal(HttpStatusCode.OK, await browser.PostAsync("first-run", First(_host.Desk.FirstRun!.Code, SignInHost.Password)));
    }

    [Fact]
    public async Task A_page_shows_the_way_to_the_sign_in_and_data_say_401()
    {
        _host.Staffed();
        using var browser = _host.Browser();
        Assert.Equal(HttpStatusCode.Redirect, await browser.GetAsync("/", ("Accept", "text/html")));
        Assert.Equal("/signin.html?why=sign-in&next=%2F", browser.Last!.Headers.Location!.ToString());
        foreach (var path in new[] { "sessions", "stream", "straps", "participants", "alert-burden", "straps/known", "accounts" }) Assert.Equal(HttpStatusCode.Unauthorized, await browser.GetAsync(path));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.PostAsync("alerts/a1/ack", "{}"));
        Assert.Empty(_host.Commands);
        Assert.Equal(HttpStatusCode.OK, await browser.GetAsync("/console.css"));
    }

    [Fact]
    public async Task Whoever_signs_in_signs_what_they_do_whatever_the_body_says()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        Assert.Contains("httponly", nurse.LastSetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", nurse.LastSetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("alerts/a1/ack", """{"by":"somebody-else"}"""));
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("sessions/s_1/events", """{"event":"strap-bound","strap":"strap-1","by":"somebody-else"}"""));
        Assert.Equal(["nurse", "nurse"], _host.Commands.Select(c => c.Fact is AlertAcknowledged a ? a.By : ((StrapBound)c.Fact).By));
        Assert.Equal(("nurse", "strap-bound", "s_1"), _host.Desk.Store.Audit.Before(long.MaxValue, 1).Select(r => (r.Who, r.What, r.About)).Single());
    }

    [Fact]
    public async Task Only_a_clinician_signs_the_release_of_a_gate()
    {
        _host.Staffed();
        const string Release = """{"event":"release","code":"rest-gate","by":"doc"}""";
        foreach (var id in new[] { "nurse", "boss" })
        {
            using var other = await _host.SignedInAsync(id);
            Assert.Equal(HttpStatusCode.Forbidden, await other.PostAsync("sessions/s_1/events", Release));
        }

        using var doc = await _host.SignedInAsync("doc");
        Assert.Equal(HttpStatusCode.OK, await doc.PostAsync("sessions/s_1/events", Release));
        Assert.Equal("doc", Assert.IsType<GateReleased>(Assert.Single(_host.Commands).Fact).By);
    }

    [Fact]
    public async Task A_researcher_reads_sessions_and_nothing_of_the_floor()
    {
        _host.Staffed();
        using var sci = await _host.SignedInAsync("sci");
        Assert.Equal(HttpStatusCode.OK, await sci.GetAsync("sessions"));
        Assert.Equal(HttpStatusCode.OK, await sci.GetAsync("participants"));
        foreach (var path in new[] { "stream", "straps", "accounts", "audit" }) Assert.Equal(HttpStatusCode.Forbidden, await sci.GetAsync(path));
        Assert.Equal(HttpStatusCode.Forbidden, await sci.PostAsync("alerts/a1/ack", "{}"));
        Assert.Equal(HttpStatusCode.Redirect, await sci.GetAsync("/", ("Accept", "text/html")));
    }

    [Fact]
    public async Task Wrong_pins_lock_the_account_longer_and_longer_and_even_the_right_one_is_not_looked_at()
    {
        _host.Staffed();
        using var browser = _host.Browser();
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.Unauthorized, await browser.PostAsync("sign-in", """{"id":"nurse","secret":"111112"}"""));
        var locked = await browser.SendAsync(HttpMethod.Post, "sign-in", $$"""{"id":"nurse","secret":"{{SignInHost.Pin}}"}""");
        Assert.Equal((HttpStatusCode.TooManyRequests, 30), (locked.Status, locked.Body.GetProperty("waitSeconds").GetInt32()));
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.PostAsync("sign-in", """{"id":"nurse","secret":"111112"}"""));
        Assert.Equal(60, (await browser.SendAsync(HttpMethod.Post, "sign-in", """{"id":"nurse","secret":"111112"}""")).Body.GetProperty("waitSeconds").GetInt32());
        _host.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, await browser.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{SignInHost.Pin}}"}"""));
        Assert.Equal(0, _host.Desk.Store.Accounts.Find("nurse")!.Failures);
    }

    [Fact]
    public async Task Tries_at_the_same_time_count_one_after_the_other()
    {
        _host.Staffed();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            using var browser = _host.Browser();
            return await browser.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{900000 + i}}"}""");
        }));
        Assert.Equal(5, answers.Count(a => a == HttpStatusCode.Unauthorized));
        Assert.Equal(25, answers.Count(a => a is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)); // an address has eight places to wait
    }

    [Fact]
    public async Task Somebody_who_does_not_exist_looks_like_somebody_who_does()
    {
        _host.Staffed();
        using var browser = _host.Browser();
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var id in new[] { "nurse", "nobody-at-all" })
        {
            for (var i = 0; i < 6; i++)
            {
                var (status, body) = await browser.SendAsync(HttpMethod.Post, "sign-in", $$"""{"id":"{{id}}","secret":"111112"}""");
                answers.Add((status, body.ToString()));
            }
        }

        Assert.Equal(answers.Take(6), answers.Skip(6));
    }

    [Fact]
    public async Task A_browser_that_nobody_touches_watches_on_and_does_nothing_until_the_pin_is_entered()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        _host.Clock.Advance(SignInHost.Options.Idle - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await nurse.GetAsync("sessions")); // watching is no sign of anybody
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, await nurse.GetAsync("sessions"));
        Assert.Equal(HttpStatusCode.OK, await nurse.GetAsync("stream"));
        var refused = await nurse.SendAsync(HttpMethod.Post, "alerts/a1/ack", "{}");
        Assert.Equal((HttpStatusCode.Unauthorized, "locked"), (refused.Status, refused.Body.GetProperty("code").GetString()));
        Assert.True((await nurse.SendAsync(HttpMethod.Get, "me")).Body.GetProperty("locked").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("unlock", $$"""{"secret":"{{SignInHost.Pin}}"}"""));
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("alerts/a1/ack", "{}"));
        _host.Clock.Advance(SignInHost.Options.Shift);
        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.GetAsync("sessions"));
    }

    [Fact]
    public async Task Five_wrong_pins_at_a_locked_browser_sign_it_out_and_a_lock_out_from_elsewhere_does_not()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        using var attacker = _host.Browser();
        for (var i = 0; i < 6; i++) await attacker.PostAsync("sign-in", """{"id":"nurse","secret":"111112"}""");
        _host.Clock.Advance(SignInHost.Options.Idle + TimeSpan.FromMinutes(1));
        for (var i = 0; i < 40; i++) await attacker.PostAsync("sign-in", """{"id":"nurse","secret":"111112"}""");
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("unlock", $$"""{"secret":"{{SignInHost.Pin}}"}"""));

        _host.Clock.Advance(SignInHost.Options.Idle + TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.Unauthorized, await nurse.PostAsync("unlock", """{"secret":"111112"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.PostAsync("unlock", $$"""{"secret":"{{SignInHost.Pin}}"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.GetAsync("sessions"));
    }

    [Fact]
    public async Task Wrong_pins_of_one_sign_in_are_counted_whatever_is_done_between_them()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await nurse.PostAsync("unlock", """{"secret":"111112"}"""));
            Assert.Equal(HttpStatusCode.OK, await nurse.GetAsync("sessions"));
            await nurse.PostAsync("alerts/a1/ack", "{}");
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.PostAsync("unlock", """{"secret":"111112"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.GetAsync("sessions"));
    }

    [Fact]
    public async Task Pins_tried_side_by_side_are_as_many_as_pins_tried_one_after_the_other()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        _host.Clock.Advance(SignInHost.Options.Idle + TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => nurse.PostAsync("unlock", $$"""{"secret":"11{{i:0000}}"}""")));
        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.PostAsync("unlock", $$"""{"secret":"{{SignInHost.Pin}}"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.GetAsync("sessions"));
    }

    [Fact]
    public async Task A_cookie_that_a_browser_brought_along_is_never_signed_in()
    {
        _host.Staffed();
        using var browser = _host.Browser();
        var planted = "hrm=" + DrawnSecret.New();
        browser.Cookie = planted;
        Assert.Equal(HttpStatusCode.OK, await browser.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{SignInHost.Pin}}"}"""));
        Assert.NotEqual(planted, browser.Cookie);
        using var attacker = _host.Browser();
        attacker.Cookie = planted;
        Assert.Equal(HttpStatusCode.Unauthorized, await attacker.GetAsync("sessions"));

        var first = browser.Cookie;
        Assert.Equal(HttpStatusCode.OK, await browser.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{SignInHost.Pin}}"}"""));
        attacker.Cookie = first;
        Assert.Equal(HttpStatusCode.Unauthorized, await attacker.GetAsync("sessions"));
    }

    [Theory]
    [InlineData("hrm=")]
    [InlineData("hrm=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("hrm=' OR 1=1 --")]
    [InlineData("hrm=%00%00")]
    public async Task A_forged_cookie_opens_nothing(string cookie)
    {
        _host.Staffed();
        using var browser = _host.Browser();
        browser.Cookie = cookie;
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.GetAsync("sessions"));
        browser.Cookie = "hrm=" + new string('A', 8_000);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.GetAsync("sessions"));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_page_cannot_use_the_cookie(string header, string value)
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        foreach (var path in new[] { "alerts/a1/ack", "sign-out", "sign-in", "unlock" }) Assert.Equal(HttpStatusCode.Forbidden, await nurse.PostAsync(path, "{}", (header, value)));
        Assert.Empty(_host.Commands);
        Assert.Equal(HttpStatusCode.OK, await nurse.GetAsync("sessions"));
    }

    [Fact]
    public async Task Signing_out_ends_what_was_open_and_a_copy_of_the_cookie()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        using var stream = _host.Browser();
        stream.Cookie = nurse.Cookie;
        Assert.Equal(HttpStatusCode.OK, await stream.GetAsync("stream"));
        await using var events = await stream.Last!.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("sign-out", "{}"));
        Assert.Empty(nurse.Cookie);
        Assert.IsNotType<TimeoutException>(await Record.ExceptionAsync(async () => { while (await events.ReadAsync(new byte[4096], TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken) > 0) { } }));
        Assert.Equal(HttpStatusCode.Unauthorized, await stream.GetAsync("sessions"));
    }

    [Fact]
    public async Task A_restart_signs_nobody_out()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        using var again = new SignInDesk(PeopleStore.Open(_host.Data), _host.Data, SignInHost.Options, _host.Clock);
        Assert.Equal(new Caller("nurse", Role.Staff), again.ByCookie(nurse.Cookie["hrm=".Length..])!.Caller);
        Assert.True(again.IsRequired);
        Assert.Null(again.FirstRun);
    }

    [Fact]
    public async Task Everybody_changes_their_own_secret_and_is_signed_out_elsewhere()
    {
        _host.Staffed();
        using var doc = await _host.SignedInAsync("doc");
        using var elsewhere = await _host.SignedInAsync("doc");
        Assert.Equal(HttpStatusCode.Forbidden, await doc.PostAsync("me/secret", """{"current":"wrong wrong wrong","secret":"seven blue boats"}"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await doc.PostAsync("me/secret", """{"current":"four grey horses","secret":"402718"}"""));
        Assert.Equal(HttpStatusCode.OK, await doc.PostAsync("me/secret", """{"current":"four grey horses","secret":"seven blue boats"}"""));
        Assert.Equal(HttpStatusCode.OK, await doc.GetAsync("sessions"));
        Assert.Equal(HttpStatusCode.Unauthorized, await elsewhere.GetAsync("sessions"));
    }

    [Theory]
    [InlineData("/INDEX.HTML")]
    [InlineData("/%69ndex.html")]
    [InlineData("/js/../index.html")]
    [InlineData("/js/%2e%2e/index.html")]
    [InlineData("/index.html;x")]
    [InlineData("/api/v1/../v1/sessions")]
    [InlineData("/API/V1/SESSIONS")]
    [InlineData("/api/v1/sessions/")]
    [InlineData("/api/v1//sessions")]
    public async Task Another_spelling_of_a_path_is_no_way_around_the_gate(string path)
    {
        _host.Staffed();
        using var browser = _host.Browser();
        foreach (var accept in new[] { "text/html", "application/json" }) Assert.NotEqual(HttpStatusCode.OK, await browser.GetAsync(path, ("Accept", accept)));
    }

    [Fact]
    public async Task A_shift_that_ends_closes_the_stream_that_it_had_open()
    {
        _host.Staffed();
        using var nurse = await _host.SignedInAsync("nurse");
        Assert.Equal(HttpStatusCode.OK, await nurse.GetAsync("stream"));
        await using var events = await nurse.Last!.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        _host.Clock.Advance(SignInHost.Options.Shift + TimeSpan.FromMinutes(2));
        Assert.IsNotType<TimeoutException>(await Record.ExceptionAsync(async () => { while (await events.ReadAsync(new byte[4096], TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken) > 0) { } }));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":"nurse"}""")]
    [InlineData("""{"id":"nurse","secret":""}""")]
    [InlineData("""{"id":5,"secret":[]}""")]
    [InlineData("[]")]
    public async Task A_sign_in_in_another_form_is_refused(string body)
    {
        _host.Staffed();
        using var browser = _host.Browser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await browser.PostAsync("sign-in", body));
    }

    [Fact]
    public async Task Long_ids_and_secrets_are_wrong_and_cost_nothing()
    {
        _host.Staffed();
        using var browser = _host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.PostAsync("sign-in", $$"""{"id":"{{new string('x', 5000)}}","secret":"y"}"""));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{new string('1', 10_000)}}"}"""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await browser.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{new string('1', 20_000)}}"}"""));
        Assert.Equal(0, _host.Desk.Store.Accounts.Find("nurse")!.Failures);
    }

    private static string First(string code, string secret) => $$"""{"code":"{{code}}","id":"boss","name":"Ada Byron","secret":"{{secret}}"}""";
}
