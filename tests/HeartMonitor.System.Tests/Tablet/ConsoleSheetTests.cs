using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>What lies over the floor: it tells whose it is, and hides neither an alert nor anything that can be tapped.</summary>
[Collection("browser")]
public sealed class ConsoleSheetTests(BrowserHost browser) : IAsyncLifetime
{
    private TabletHost _host = null!;
    private TabletGym _gym = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TabletHost.StartAsync();
        _gym = new TabletGym(_host);
    }

    public async ValueTask DisposeAsync()
    {
        await _gym.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(800, 1280)]
    [InlineData(390, 844)]
    public async Task A_sheet_shows_the_person_as_their_tile_does_and_leaves_the_gravest_alert_in_reach(int width, int height)
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host, width, height, calm: true);
        await SeesAsync(tablet.Tile("s_03").Locator(".hr"), "148");
        await tablet.Tile("s_03").Locator(".open").TapAsync();

        var live = tablet.Page.Locator("#person-sheet .live");
        await SeesAsync(live.Locator(".live-hr"), "148");
        await SeesAsync(live.Locator(".live-effort"), "above 139");
        await SeesAsync(live.Locator(".live-alarm"), "Above the zone for 60 s");
        await Assertions.Expect(live.Locator(".live-alarm")).ToHaveAttributeAsync("data-priority", "low");
        await ExpectInReachAsync(tablet, "#person-sheet");

        await tablet.Page.Locator("#person-sheet [data-way='ask']").TapAsync();
        await SeesAsync(tablet.Page.Locator("#sheet .live-hr"), "148");
        await ExpectInReachAsync(tablet, "#sheet");
        await ConsoleLayoutTests.CheckAsync(tablet);
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(390, 844)]
    public async Task What_can_be_undone_covers_no_button_of_the_pad_nor_of_the_floor(int width, int height)
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        _gym.Enter("s_02", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(_host, width, height, calm: true);
        await SeesValueAsync(tablet.Tile("s_01"));
        await tablet.Tile("s_01").Locator(".open").TapAsync();
        await tablet.Page.Locator("#person-sheet [data-phase='cool-down']").TapAsync();
        await SeesAsync(tablet.Page.Locator("#undo"), "Cool-down");
        await tablet.Tile("s_02").Locator(".ask").TapAsync();
        await SeesAsync(tablet.Page.Locator("#sheet"));
        await tablet.ShootAsync($"undo-{width}");

        Assert.Equal("", await tablet.Page.EvaluateAsync<string>(
            """
            () => {
              const undo = document.querySelector('#undo').getBoundingClientRect();
              if (undo.height < 44) return 'no undo';
              const over = ['#sheet', '#floor', '#alerts'].filter(id => document.querySelector(id).getBoundingClientRect().bottom > undo.top + 1);
              if (over.length) return over.join();
              for (const value of [17, 18, 19]) {
                const button = document.querySelector(`.rpe[data-value="${value}"]`);
                button.scrollIntoView({ block: 'nearest' });
                const r = button.getBoundingClientRect();
                if (!button.contains(document.elementFromPoint(r.left + r.width / 2, r.bottom - 3))) return `${value} is covered`;
              }
              return '';
            }
            """));
    }

    [Fact]
    public async Task What_raises_a_high_alert_stands_first_the_common_ones_next_the_rare_ones_behind_a_button_and_work_needs_no_scrolling()
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host, calm: true);
        await SeesAsync(tablet.Alert("a_high"));
        await tablet.Tile("s_02").Locator(".open").TapAsync();
        var sheet = tablet.Page.Locator("#person-sheet");
        await SeesAsync(sheet);

        Assert.Equal(["help", "chest-pain", "faint", "severe", "confusion", "cold-sweat"], await SymptomsAsync(sheet.Locator("#person-now")));
        Assert.Equal(["breathlessness", "dizzy", "palpitations", "nausea", "arm-jaw-back-pain", "leg-pain", "unusual-fatigue"], await SymptomsAsync(sheet.Locator("#person-symptoms")));
        Assert.True(await sheet.EvaluateAsync<bool>("sheet => sheet.querySelector('[data-work]').getBoundingClientRect().bottom <= sheet.getBoundingClientRect().bottom && sheet.scrollTop === 0"));
        await SeesNotAsync(sheet.Locator("[data-symptom='tremor']"));
        await sheet.Locator("[aria-controls='person-rare-list']").TapAsync();
        await sheet.Locator("[data-symptom='tremor']").TapAsync();
        await TabletWait.UntilAsync(() => _host.Commands.Any(c => c.Fact is SymptomsReported { Symptoms: ["tremor"] }), "the symptom came", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("clinician", false)]
    [InlineData("admin", true)]
    public async Task The_menu_says_who_is_signed_in_and_leads_to_the_other_pages(string role, bool seesAccounts)
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(_host, 390, 844, calm: true);
        await tablet.Page.RouteAsync("**/api/v1/me", route => route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"signInRequired":true,"id":"dr_a","role":"{{role}}","locked":true}""" }));
        await tablet.Page.ReloadAsync();
        await SeesAsync(tablet.Page.Locator("#locked"), "Locked: enter PIN");
        await tablet.Page.Locator("#open-tablet").TapAsync();

        await SeesExactlyAsync(tablet.Page.Locator("#me-who"), $"dr_a ({role})");
        await SeesAsync(tablet.Page.Locator("#me-sign-out"));
        await SeesAsync(tablet.Page.Locator("#tablet-sheet a[href='/people/index.html']"));
        await Assertions.Expect(tablet.Page.Locator("#me-accounts")).ToBeVisibleAsync(new() { Visible = seesAccounts });
        await tablet.Page.Locator("#menu-today").TapAsync();
        await SeesAsync(tablet.Page.Locator(".today-row").First);
    }

    /// <summary>The sheet ends below the alerts, and a tap on the gravest one's button would hit it.</summary>
    private static async Task ExpectInReachAsync(BrowserTablet tablet, string sheet)
    {
        Assert.True(await tablet.Page.EvaluateAsync<bool>("sheet => document.querySelector(sheet).getBoundingClientRect().top >= document.querySelector('#alerts').getBoundingClientRect().bottom - 1", sheet));
        Assert.True(await tablet.Alert("a_high").Locator(".ack").EvaluateAsync<bool>("b => { const r = b.getBoundingClientRect(); return b === document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2); }"));
    }

    private static async Task<string[]> SymptomsAsync(ILocator list) =>
        await list.EvaluateAsync<string[]>("list => [...list.querySelectorAll('[data-symptom]')].map(b => b.dataset.symptom)");
}
