using System.Globalization;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>What must hold on every screen (WCAG list of ecosystem-reliability 1d). HEARTMONITOR_SCREENSHOTS names a folder for pictures.</summary>
[Collection("browser")]
public sealed class ConsoleLayoutTests(BrowserHost browser)
{
    // Contrast of each text with the nearest opaque ground behind it; large text (24 px, or bold 18.7 px) may have 3:1.
    private const string PaleTexts =
        """
        () => {
          const rgb = c => c.match(/[\d.]+/g).map(Number);
          const lum = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
          const bad = [];
          for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility() || e.closest('.unseen, noscript')) continue;
            const s = getComputedStyle(e), a = lum(rgb(s.color)), b = lum(ground(e));
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(s.fontSize);
            const need = size >= 24 || (size >= 18.7 && s.fontWeight >= 700) ? 3 : 4.5;
            if (ratio < need) bad.push(`${e.className || e.tagName}: ${ratio.toFixed(2)} "${e.textContent.slice(0, 30)}"`);
          }
          return bad;
        }
        """;

    private const string CutTexts =
        "() => [...document.querySelectorAll('.figures, .signal-text')].filter(e => e.clientWidth > 1 && e.scrollWidth > e.clientWidth).map(e => e.textContent)";

    private const string SmallTargets =
        """
        () => [...document.querySelectorAll('button, a, summary, input')].filter(e => e.checkVisibility())
          .map(e => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width < 44 || r.height < 44)
          .map(([e, r]) => `${e.id || e.className}: ${r.width} x ${r.height}`)
        """;

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(800, 1280)]
    [InlineData(390, 844)]
    [InlineData(320, 640)]
    public async Task Nothing_sticks_out_is_too_small_or_too_pale(int width, int height)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        TabletStory.Play(gym);
        await using var tablet = await browser.OpenAsync(host, width, height, calm: true);
        await SeesAsync(tablet.Tile("s_03").Locator(".hr"), "148");
        await tablet.ShootAsync($"floor-{width}x{height}");
        await CheckAsync(tablet);

        await tablet.Tile("s_06").Locator(".ask").TapAsync();
        await SeesAsync(tablet.Page.Locator("#sheet"));
        await tablet.ShootAsync($"sheet-{width}x{height}");
        await CheckAsync(tablet);
        await ExpectAlertsStayAsync(tablet, "#sheet");
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(800, 1280)]
    [InlineData(390, 844)]
    [InlineData(320, 640)]
    public async Task The_sheet_of_a_strap_fits_too(int width, int height)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        TabletStory.Play(gym);
        host.Worn["sim-06"] = "s_06";
        host.Straps.Take("sim", new(SourceEventKind.Status, "sim-06", TimeProvider.System.GetUtcNow(), Status: new(LinkState.Down) { Retries = 12, LastError = "the strap does not answer; it may be held by another receiver" }));
        host.Board.Apply([TabletFeed.Decided("s_06", new StrapEvent { T = 1, At = TimeProvider.System.GetUtcNow(), State = BindingState.Unconfirmed, Strap = "sim-06" })]);
        await using var tablet = await browser.OpenAsync(host, width, height, calm: true);
        await SeesAsync(tablet.Tile("s_06").Locator(".signal"), "whose strap?");
        await tablet.Tile("s_06").Locator(".strap").TapAsync();
        await SeesAsync(tablet.Page.Locator("#strap-trouble"), "held by another receiver");
        await tablet.ShootAsync($"strap-{width}x{height}");

        await CheckAsync(tablet);
        await ExpectAlertsStayAsync(tablet, "#strap-sheet");
    }

    [Theory]
    [InlineData(1, 1280, 800)]
    [InlineData(4, 1024, 768)]
    [InlineData(8, 800, 1280)]
    [InlineData(12, 1280, 800)]
    [InlineData(12, 1024, 768)]
    [InlineData(12, 800, 1280)]
    [InlineData(12, 390, 844)]
    [InlineData(30, 1280, 800)]
    [InlineData(30, 800, 1280)]
    public async Task Tiles_are_equal_and_their_digits_big_however_many_people_there_are(int people, int width, int height)
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        for (var i = 1; i <= people; i++) gym.Enter($"s_{i:00}", i % 3 == 0 ? MonitoringMode.Rpe : MonitoringMode.Zones, Shape(i), trail: 250, hr: 100 + i);
        await using var tablet = await browser.OpenAsync(host, width, height);
        await Assertions.Expect(tablet.Page.Locator(".tile")).ToHaveCountAsync(people);
        await SeesValueAsync(tablet.Tile("s_01"));
        await SeesAsync(tablet.Tile($"s_{people:00}").Locator(".figures"), "signal 98 %");
        await tablet.ShootAsync($"people-{people}-{width}x{height}");

        await CheckAsync(tablet);
        var sizes = await tablet.Page.EvaluateAsync<string[]>(
            "() => [...new Set([...document.querySelectorAll('.tile')].map(t => Math.round(t.offsetWidth) + 'x' + Math.round(t.offsetHeight)))]");
        Assert.Single(sizes);
        Assert.Empty(await tablet.Page.EvaluateAsync<string[]>(CutTexts));
        var digits = await tablet.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.hr')).fontSize");
        Assert.InRange(double.Parse(digits.Replace("px", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), 56, 200);
    }

    [Fact]
    public async Task Twelve_people_are_seen_at_once_on_a_tablet_held_across()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        for (var i = 1; i <= 12; i++) gym.Enter($"s_{i:00}", i % 3 == 0 ? MonitoringMode.Rpe : MonitoringMode.Zones, Shape(1), trail: 250, hr: 100 + i);
        await using var tablet = await browser.OpenAsync(host, 1280, 800);
        await SeesAsync(tablet.Tile("s_12").Locator(".figures"), "signal 98 %");

        Assert.InRange(await tablet.Page.EvaluateAsync<double>("document.querySelector('#tiles').getBoundingClientRect().bottom"), 600, 800);
    }

    [Fact]
    public async Task Alarms_flash_at_the_rates_of_their_priority_and_not_at_all_where_motion_is_unwanted()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        TabletStory.Play(gym);
        await using var lively = await browser.OpenAsync(host);
        await using var calm = await browser.OpenAsync(host, calm: true);

        // 1.6 Hz within 1.4 to 2.8, 0.6 Hz within 0.4 to 0.8 (ecosystem-reliability 1d).
        Assert.Equal(["0.625s", "1.667s", "0s", "0s"], await DurationsAsync(lively));
        Assert.Equal(["0s", "0s", "0s", "0s"], await DurationsAsync(calm));
        Assert.Equal("5px", await calm.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.alert')).borderTopWidth"));
    }

    /// <summary>Everybody has figures; the second is doubted, the third has a sensor whose intervals are no beats.</summary>
    private static Func<LiveData, LiveData?> Shape(int person) => value => value with
    {
        Quality = person == 2 ? SignalQuality.Suspect : SignalQuality.Good,
        QualityReasons = person == 2 ? ["rr-disagrees"] : [],
        CoveragePercent = 98.4,
        ArtefactPercent = person == 3 ? null : 1.2,
        Gaps = person,
    };

    /// <summary>A sheet leaves the gravest alert where it can be seen and tapped.</summary>
    private static async Task ExpectAlertsStayAsync(BrowserTablet tablet, string sheet) => Assert.True(await tablet.Page.EvaluateAsync<bool>(
        "sheet => document.querySelector(sheet).getBoundingClientRect().top > document.querySelector('#alert-list .alert').getBoundingClientRect().top", sheet));

    private static async Task<string[]> DurationsAsync(BrowserTablet tablet)
    {
        await Assertions.Expect(tablet.Page.Locator(".alert")).ToHaveCountAsync(4);
        return await tablet.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.alert')].map(a => getComputedStyle(a).animationName === 'none' ? '0s' : getComputedStyle(a).animationDuration)");
    }

    internal static async Task CheckAsync(BrowserTablet tablet)
    {
        var page = tablet.Page;
        Assert.Equal(0, await page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        Assert.Empty(await page.EvaluateAsync<string[]>(SmallTargets));
        Assert.Empty(await page.EvaluateAsync<string[]>(PaleTexts));
        tablet.ExpectNoComplaints();
    }
}
