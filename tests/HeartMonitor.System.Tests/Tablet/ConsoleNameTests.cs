using System.Net;
using HeartMonitor.Core.Medications;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>Names of people: shown to whoever is signed in and there, to nobody else, and kept nowhere.</summary>
[Collection("browser")]
public sealed class ConsoleNameTests(BrowserHost browser) : IAsyncLifetime
{
    private SignInHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await PeopleHost.StartAsync();
        _host.Staffed();
        foreach (var (id, name) in new[] { ("p_01", "Hilde Kraus"), ("p_02", "Hilde Kern"), ("p_03", "Dr. Jo"), ("p_04", "Maier, Olga"), ("p_05", "Olga Maier") })
            Assert.NotNull(_host.Desk.Store.People.Add(new(id, 0, name, null, $$"""{"id":"{{id}}","age":50,"restingHr":60}""", DateTimeOffset.UnixEpoch, "boss"), id));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_alias_is_as_short_as_it_can_be_and_never_that_of_two()
    {
        using var nurse = await _host.SignedInAsync("nurse");
        var (status, names) = await nurse.SendAsync(HttpMethod.Get, "participants/names");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            ["p_01=Hilde Kr.", "p_02=Hilde Ke.", "p_03=Jo", "p_04=Olga Maier (p_04)", "p_05=Olga Maier (p_05)"],
            names.EnumerateObject().Select(n => $"{n.Name}={n.Value.GetString()}"));
        Assert.Equal("no-store", nurse.Last!.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task No_researcher_no_token_no_stranger_and_nobody_at_a_locked_tablet_reads_a_name()
    {
        using var sci = await _host.SignedInAsync("sci");
        Assert.Equal(HttpStatusCode.Forbidden, await sci.GetAsync("participants/names"));
        using var stranger = _host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, await stranger.GetAsync("participants/names"));
        using var boss = await _host.SignedInAsync("boss");
        var (_, token) = await boss.SendAsync(HttpMethod.Post, "tokens", """{"id":"script","role":"staff","days":1}""");
        Assert.Equal(HttpStatusCode.Forbidden, await stranger.GetAsync("participants/names", ("Authorization", "Bearer " + token.GetProperty("secret").GetString())));

        using var nurse = await _host.SignedInAsync("nurse");
        _host.Clock.Advance(SignInHost.Options.Idle - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await nurse.GetAsync("participants/names")); // asking is no sign that somebody is there
        _host.Clock.Advance(TimeSpan.FromMinutes(2));
        var (status, refusal) = await nurse.SendAsync(HttpMethod.Get, "participants/names");
        Assert.Equal((HttpStatusCode.Unauthorized, "locked"), (status, refusal.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Whoever_signed_in_sees_names_until_the_tablet_locks_and_the_browser_keeps_none()
    {
        _host.Board.Apply(Begin("s_01", MonitoringMode.Rpe, TimeProvider.System.GetUtcNow()));
        using var nurse = await _host.SignedInAsync("nurse");
        await using var tablet = await browser.OpenAsync(_host.Url + "/signin.html", shell: true);
        var page = tablet.Page;
        await page.Context.AddCookiesAsync([new() { Name = "hrm", Value = nurse.Cookie["hrm=".Length..], Url = _host.Url }]);
        await page.GotoAsync(_host.Url);

        var who = tablet.Tile("s_01").Locator(".who");
        await SeesAsync(who, "Hilde Kr.");
        await SeesAsync(who.Locator(".who-code"), "p_01");
        await tablet.Tile("s_01").Locator(".open").ClickAsync();
        await SeesAsync(page.Locator("#person-title"), "Hilde Kr.");
        await page.Locator("#person-close").ClickAsync();
        Assert.Equal("none", await page.EvaluateAsync<string>(
            """
            async () => {
              await navigator.serviceWorker.ready;
              const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
              for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) kept.push(request.url, await (await caches.match(request)).text());
              return kept.find(text => text.includes("Hilde Kr") || text.includes("Kraus")) ?? "none";
            }
            """));

        await page.Locator("#open-tablet").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "By code" }).ClickAsync();
        await page.Locator("#tablet-close").ClickAsync();
        await SeesExactlyAsync(who, "p_01");
        await page.EvaluateAsync("localStorage.removeItem('heartmonitor.names')");
        await LookAsync(page);
        await SeesAsync(who, "Hilde Kr.");

        _host.Clock.Advance(SignInHost.Options.Idle + TimeSpan.FromMinutes(1));
        await LookAsync(page);
        await SeesExactlyAsync(who, "p_01");
    }

    /// <summary>The page looks after itself whenever it comes into view.</summary>
    private static Task<global::System.Text.Json.JsonElement?> LookAsync(IPage page) => page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
}
