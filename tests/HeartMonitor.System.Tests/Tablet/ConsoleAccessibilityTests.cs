using System.Text.Json;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>WCAG 2.2 AA by axe-core in every view, light and dark, and what axe cannot see: targets, spacing, reflow, focus.</summary>
[Collection("browser")]
public sealed class ConsoleAccessibilityTests(BrowserHost browser)
{
    // Buttons that touch each other are one wrong tap apart: 8 px between any two that stand side by side.
    private const string TooNear =
        """
        () => {
          const all = [...document.querySelectorAll('button, a, summary, input')].filter(e => e.checkVisibility() && !e.closest('.undo'));
          const boxes = all.map(e => [e, e.getBoundingClientRect()]);
          const near = [];
          for (const [a, p] of boxes) for (const [b, q] of boxes) {
            if (a === b || a.parentElement !== b.parentElement) continue;
            const dx = Math.max(p.left - q.right, q.left - p.right), dy = Math.max(p.top - q.bottom, q.top - p.bottom);
            if (Math.max(dx, dy) < 7.5) near.push(`${a.className || a.id} ${a.textContent.slice(0, 20)} | ${b.className || b.id}: ${Math.max(dx, dy)}`);
          }
          return near;
        }
        """;

    [Theory]
    [InlineData(true, 1280, 800, "en")]
    [InlineData(false, 1280, 800, "en")]
    [InlineData(false, 800, 1280, "de")]
    [InlineData(true, 390, 844, "de")]
    public async Task Axe_finds_nothing_in_any_view(bool dark, int width, int height, string language)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        TabletStory.Play(gym);
        host.Board.Apply([Decided("s_02", new GateEvent { T = 1, State = GateState.Clinician, Code = "medication-blunts" })]);
        await using var tablet = await browser.OpenAsync(host, width, height, calm: true, dark: dark);
        await tablet.Page.EvaluateAsync("language => localStorage.setItem('heartmonitor.language', language)", language);
        await tablet.Page.ReloadAsync();
        await SeesAsync(tablet.Tile("s_03").Locator(".hr"), "148");
        await CheckAsync(tablet, "floor");

        await tablet.Alert("a_high").Locator(".why").TapAsync();
        await CheckAsync(tablet, "why");
        await tablet.Tile("s_06").Locator(".ask").ClickAsync();
        await CheckAsync(tablet, "rpe pad");
        await CloseAsync(tablet, "#sheet-close");
        await tablet.Tile("s_02").Locator(".open").ClickAsync();
        await SeesAsync(tablet.Page.Locator(".gate"));
        await CheckAsync(tablet, "person");
        await tablet.Page.Locator("[aria-controls='person-rare-list']").ClickAsync();
        await CheckAsync(tablet, "all symptoms");
        await tablet.Page.Locator("[data-way='page']").ClickAsync();
        await SeesAsync(tablet.Page.Locator("#page-picture"));
        await CheckAsync(tablet, "participant's code");
        await CloseAsync(tablet, "#page-close");
        await tablet.Tile("s_06").Locator(".strap").ClickAsync();
        await CheckAsync(tablet, "strap");
        await CloseAsync(tablet, "#strap-close");
        await tablet.Page.Locator("#open-tablet").ClickAsync();
        await CheckAsync(tablet, "menu");
        await tablet.Page.Locator("#menu-today").ClickAsync();
        await SeesAsync(tablet.Page.Locator(".today-row").First);
        await CheckAsync(tablet, "sessions");
        await tablet.Page.Locator(".today-row button").First.ClickAsync();
        await SeesAsync(tablet.Page.Locator("#detail canvas"));
        await CheckAsync(tablet, "detail");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Axe_finds_nothing_on_the_participants_page_or_when_the_connection_is_lost(bool dark)
    {
        var host = await TabletHost.StartAsync();
        var gym = new TabletGym(host);
        gym.Enter("s_01", Core.Medications.MonitoringMode.Rpe);
        gym.Ask("s_01", "q1");
        using var client = host.Client();
        using var code = JsonDocument.Parse(await client.GetStringAsync("/api/v1/sessions/s_01/code", TestContext.Current.CancellationToken));
        await using var phone = await browser.OpenAsync(host.Url + code.RootElement.GetProperty("path").GetString(), 390, 844, dark: dark);
        await SeesAsync(phone.Page.Locator("#answers"));
        await CheckAsync(phone, "participant");

        await using var tablet = await browser.OpenAsync(host, calm: true, dark: dark);
        await SeesValueAsync(tablet.Tile("s_01"));
        await gym.DisposeAsync();
        await host.DisposeAsync();
        await SeesAsync(tablet.Lost, "CONNECTION LOST");
        await CheckAsync(tablet, "lost");
    }

    [Fact]
    public async Task The_focus_is_never_under_the_banner_and_buttons_keep_their_distance()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        TabletStory.Play(gym);
        await using var tablet = await browser.OpenAsync(host, 1024, 600);
        await SeesAsync(tablet.Alert("a_high"));
        Assert.Empty(await tablet.Page.EvaluateAsync<string[]>(TooNear));
        await tablet.Tile("s_06").Locator(".open").ClickAsync();
        Assert.Empty(await tablet.Page.EvaluateAsync<string[]>(TooNear));
        await tablet.Page.Keyboard.PressAsync("Escape");

        for (var i = 0; i < 24; i++)
        {
            await tablet.Page.Keyboard.PressAsync("Tab");
            var covered = await tablet.Page.EvaluateAsync<string?>(
                """
                () => {
                  const e = document.activeElement, r = e.getBoundingClientRect();
                  if (e === document.body || e.closest('#alerts, .bar')) return null;
                  const banner = document.querySelector('#alerts').getBoundingClientRect();
                  return r.top < banner.bottom - 1 && r.bottom > banner.top ? `${e.className} at ${r.top}, banner to ${banner.bottom}` : null;
                }
                """);
            Assert.Null(covered);
        }
    }

    private static Task CloseAsync(BrowserTablet tablet, string button) => tablet.Page.Locator(button).ClickAsync();

    internal static async Task CheckAsync(BrowserTablet tablet, string view)
    {
        await tablet.ShootAsync($"axe-{view.Replace(' ', '-').Replace("'", "", StringComparison.Ordinal)}");
        // The policy stops scripts that are put into the page; the debugger's own evaluation is not stopped.
        await tablet.Page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Tablet", "Axe", "axe.min.js")));
        var found = await tablet.Page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations
              .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary.replaceAll('\n', ' ').slice(0, 200)}`))
            """);
        Assert.True(found.Length == 0, $"{view}: {string.Join('\n', found)}");
    }
}
