using System.Net;
using HeartMonitor.Host.SignIn;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.SignIn;

/// <summary>Accounts and tokens, by an admin over HTTP.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private SignInHost _host = null!;
    private SignInBrowser _boss = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await SignInHost.StartAsync();
        _host.Staffed();
        _boss = await _host.SignedInAsync("boss");
    }

    public async ValueTask DisposeAsync()
    {
        _boss.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("nurse")]
    [InlineData("doc")]
    [InlineData("sci")]
    public async Task Nobody_but_an_admin_manages_accounts(string id)
    {
        using var other = await _host.SignedInAsync(id);
        foreach (var path in new[] { "accounts", "tokens", "audit" }) Assert.Equal(HttpStatusCode.Forbidden, await other.GetAsync(path));
        Assert.Equal(HttpStatusCode.Forbidden, await other.PostAsync("accounts", """{"id":"x","name":"X","role":"admin","secret":"four grey horses"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, (await other.SendAsync(HttpMethod.Put, $"accounts/{id}", """{"role":"admin"}""")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await other.PostAsync("tokens", """{"id":"x","role":"staff","days":1}"""));
    }

    [Fact]
    public async Task A_new_account_signs_in_and_its_secret_is_shown_to_nobody()
    {
        var made = await _boss.SendAsync(HttpMethod.Post, "accounts", """{"id":"nurse-2","name":"Nele N\u00fcsse","role":"staff","secret":"730152"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(HttpStatusCode.Conflict, await _boss.PostAsync("accounts", """{"id":"nurse-2","name":"Else","role":"staff","secret":"730152"}"""));
        var rows = (await _boss.SendAsync(HttpMethod.Get, "accounts")).Body.ToString();
        Assert.Contains("Nele N\\u00FCsse", rows, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("pbkdf2", rows, StringComparison.Ordinal);
        using var nurse = _host.Browser();
        Assert.Equal(HttpStatusCode.OK, await nurse.PostAsync("sign-in", """{"id":"nurse-2","secret":"730152"}"""));
    }

    [Theory]
    [InlineData("""{"id":"Maria M","name":"M","role":"staff","secret":"730152"}""")]
    [InlineData("""{"id":"m","name":"","role":"staff","secret":"730152"}""")]
    [InlineData("""{"id":"m","name":"M","role":"gateway","secret":"four grey horses"}""")]
    [InlineData("""{"id":"m","name":"M","role":"king","secret":"four grey horses"}""")]
    [InlineData("""{"id":"m","name":"M","role":0,"secret":"four grey horses"}""")]
    [InlineData("""{"id":"m","name":"M","role":"staff","secret":"123456"}""")]
    [InlineData("""{"id":"m","name":"M","role":"staff","secret":"111222"}""")]
    [InlineData("""{"id":"m","name":"M","role":"staff","secret":"73015"}""")]
    [InlineData("""{"id":"m","name":"M","role":"clinician","secret":"730152"}""")]
    [InlineData("""{"id":"m","name":"M","role":"clinician","secret":"password1234"}""")]
    [InlineData("""{"id":"heartie","name":"M","role":"clinician","secret":"heartieheartie"}""")]
    [InlineData("""{"id":"m","name":"M","role":"clinician","secret":"aaaaaaaaaaaaaaaa"}""")]
    [InlineData("""{"id":"m","name":"M","role":"clinician"}""")]
    public async Task A_name_in_the_place_of_an_id_and_secrets_that_are_guessed_first_are_refused(string body) =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _boss.PostAsync("accounts", body));

    [Fact]
    public async Task An_account_that_is_disabled_is_out_at_once_and_comes_back_enabled()
    {
        using var nurse = await _host.SignedInAsync("nurse");
        var dropped = new List<string?>();
        _host.Desk.Dropped += dropped.Add;
        Assert.Equal(HttpStatusCode.OK, (await _boss.SendAsync(HttpMethod.Put, "accounts/nurse", """{"disabled":true}""")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await nurse.GetAsync("sessions"));
        Assert.Equal(["nurse"], dropped);
        using var again = _host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, await again.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{SignInHost.Pin}}"}"""));
        Assert.Equal(HttpStatusCode.OK, (await _boss.SendAsync(HttpMethod.Put, "accounts/nurse", """{"disabled":false}""")).Status);
        Assert.Equal(HttpStatusCode.OK, await again.PostAsync("sign-in", $$"""{"id":"nurse","secret":"{{SignInHost.Pin}}"}"""));
    }

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_for_whoever_is_signed_in()
    {
        using var doc = await _host.SignedInAsync("doc");
        Assert.Equal(HttpStatusCode.OK, (await _boss.SendAsync(HttpMethod.Put, "accounts/doc", """{"role":"researcher"}""")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await doc.GetAsync("straps"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _boss.SendAsync(HttpMethod.Put, "accounts/nurse", """{"role":"admin"}""")).Status); // a PIN is for staff
        Assert.Equal(HttpStatusCode.Conflict, (await _boss.SendAsync(HttpMethod.Put, "accounts/boss", """{"disabled":true}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _boss.SendAsync(HttpMethod.Put, "accounts/none", "{}")).Status);
    }

    [Fact]
    public async Task A_token_is_shown_once_works_as_its_role_and_ends()
    {
        var made = await _boss.SendAsync(HttpMethod.Post, "tokens", """{"id":"notebook","role":"researcher","days":30}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var secret = made.Body.GetProperty("secret").GetString()!;
        Assert.DoesNotContain(secret, (await _boss.SendAsync(HttpMethod.Get, "tokens")).Body.ToString(), StringComparison.Ordinal);
        using var script = _host.Browser();
        (string, string) bearer = ("Authorization", "Bearer " + secret);
        Assert.Equal(HttpStatusCode.OK, await script.GetAsync("sessions", bearer));
        Assert.Equal(HttpStatusCode.Forbidden, await script.GetAsync("straps", bearer));
        Assert.Equal("researcher", (await script.SendAsync(HttpMethod.Get, "me", null, bearer)).Body.GetProperty("role").GetString());
        _host.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await script.GetAsync("sessions", bearer));
    }

    [Fact]
    public async Task A_token_that_is_ended_opens_nothing_from_then_on()
    {
        var secret = (await _boss.SendAsync(HttpMethod.Post, "tokens", """{"id":"notebook","role":"researcher","days":30}""")).Body.GetProperty("secret").GetString()!;
        using var script = _host.Browser();
        Assert.Equal(HttpStatusCode.NoContent, (await _boss.SendAsync(HttpMethod.Delete, "tokens/notebook")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await script.GetAsync("sessions", ("Authorization", "Bearer " + secret)));
        Assert.Equal(HttpStatusCode.NotFound, (await _boss.SendAsync(HttpMethod.Delete, "tokens/notebook")).Status);
    }

    [Fact]
    public async Task A_clinicians_token_signs_nothing()
    {
        var secret = (await _boss.SendAsync(HttpMethod.Post, "tokens", """{"id":"script","role":"clinician","days":30}""")).Body.GetProperty("secret").GetString()!;
        using var script = _host.Browser();
        Assert.Equal(HttpStatusCode.Forbidden, await script.PostAsync("sessions/s_1/events", """{"event":"release","code":"rest-gate","by":"doc"}""", ("Authorization", "Bearer " + secret)));
        Assert.Empty(_host.Commands);
    }

    [Theory]
    [InlineData("Bearer hrm_wrong")]
    [InlineData("Bearer ")]
    [InlineData("Basic Ym9zczpmb3VyIGdyZXkgaG9yc2Vz")]
    [InlineData("nonsense")]
    public async Task A_token_that_is_not_known_is_refused_even_beside_a_good_cookie(string authorization) =>
        Assert.Equal(HttpStatusCode.Unauthorized, await _boss.GetAsync("sessions", ("Authorization", authorization)));

    [Fact]
    public async Task A_gateways_token_opens_no_data_and_nobody_makes_an_admin_of_a_script()
    {
        var secret = (await _boss.SendAsync(HttpMethod.Post, "tokens", """{"id":"gate1","role":"gateway","days":30}""")).Body.GetProperty("secret").GetString()!;
        using var gateway = _host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, await gateway.GetAsync("sessions", ("Authorization", "Bearer " + secret)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _boss.PostAsync("tokens", """{"id":"x","role":"admin","days":30}"""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await _boss.PostAsync("tokens", """{"id":"x","role":"staff","days":0}"""));
        Assert.Equal(HttpStatusCode.Conflict, await _boss.PostAsync("tokens", """{"id":"nurse","role":"staff","days":3}"""));
    }

    [Fact]
    public async Task The_audit_tells_who_did_what()
    {
        await _boss.SendAsync(HttpMethod.Post, "accounts", """{"id":"nurse-2","name":"Nele","role":"staff","secret":"730152"}""");
        using var browser = _host.Browser();
        await browser.PostAsync("sign-in", """{"id":"nurse-2","secret":"999998"}""");
        var lines = (await _boss.SendAsync(HttpMethod.Get, "audit?most=2")).Body.EnumerateArray()
            .Select(l => (l.GetProperty("who").GetString(), l.GetProperty("what").GetString(), l.GetProperty("about").GetString()));
        Assert.Equal([("nobody", "wrong-secret", "nurse-2"), ("boss", "account-made", "nurse-2")], lines);
        Assert.All(_host.Desk.Store.Audit.Before(long.MaxValue, 100), row => Assert.DoesNotContain("Nele", row.About, StringComparison.Ordinal));
    }
}
