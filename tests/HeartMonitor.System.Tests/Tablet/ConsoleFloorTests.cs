using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>The floor: who needs staff stands first, what an alert says, and what a tablet chooses for itself.</summary>
[Collection("browser")]
public sealed class ConsoleFloorTests(BrowserHost browser) : IAsyncLifetime
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

    [Fact]
    public async Task Who_needs_somebody_stands_first_the_others_keep_their_order_and_a_tablet_may_want_fixed_places()
    {
        for (var i = 1; i <= 5; i++) _gym.Enter($"s_0{i}", MonitoringMode.Zones);
        await using var tablet = await browser.OpenAsync(_host);
        await SeesOrderAsync(tablet, "s_01", "s_02", "s_03", "s_04", "s_05");

        _gym.Raise("s_04", Alert("a1", AlertCode.ZoneHigh, AlertPriority.Low, "Above.", TimeProvider.System.GetUtcNow()));
        _gym.Raise("s_05", Alert("a2", AlertCode.HrCeiling, AlertPriority.High, "Over.", TimeProvider.System.GetUtcNow()));
        await SeesOrderAsync(tablet, "s_05", "s_04", "s_01", "s_02", "s_03");

        await tablet.Page.Locator("#open-tablet").TapAsync();
        await tablet.Page.GetByText("Fixed places").TapAsync();
        await tablet.Page.Locator("#tablet-close").TapAsync();
        await SeesOrderAsync(tablet, "s_01", "s_02", "s_03", "s_04", "s_05");
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task No_tile_moves_under_a_finger()
    {
        for (var i = 1; i <= 3; i++) _gym.Enter($"s_0{i}", MonitoringMode.Zones);
        await using var tablet = await browser.OpenAsync(_host);
        await SeesOrderAsync(tablet, "s_01", "s_02", "s_03");

        await tablet.Page.EvaluateAsync("() => { const touch = () => document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true })); touch(); window.touching = setInterval(touch, 100); }");
        _gym.Raise("s_03", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over.", TimeProvider.System.GetUtcNow()));
        await SeesAsync(tablet.Alert("a1"));
        await SeesOrderAsync(tablet, "s_01", "s_02", "s_03");
        await tablet.Page.EvaluateAsync("() => clearInterval(window.touching)");

        await SeesOrderAsync(tablet, "s_03", "s_01", "s_02");
    }

    [Fact]
    public async Task A_tile_tells_the_time_in_the_zone_the_dose_and_how_long_the_session_runs()
    {
        _gym.Enter("s_01", MonitoringMode.Zones, v => v with { InZoneS = 425, MetMinutes = 41.7 });
        _gym.Enter("s_02", MonitoringMode.Rpe, v => v with { MetMinutes = 3.24, Rpe = 12, RpeAgeS = 10 });
        await using var tablet = await browser.OpenAsync(_host);

        await SeesAsync(tablet.Tile("s_01").Locator(".facts"), "7 min in zone \u00B7 42 MET-min");
        await SeesAsync(tablet.Tile("s_01").Locator(".phase"), "Work \u00B7 12 min");
        await SeesExactlyAsync(tablet.Tile("s_02").Locator(".facts"), "3.2 MET-min");
        await SeesAsync(tablet.Tile("s_02").Locator(".rpe-said"));
        await SeesNotAsync(tablet.Tile("s_01").Locator(".rpe-bar"));
    }

    [Fact]
    public async Task An_alert_says_what_it_saw_what_to_do_and_why()
    {
        _gym.Enter("s_01", MonitoringMode.Zones);
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Heart rate 132.5 bpm, above the ceiling 130 bpm. Stop the work, go to the person.", TimeProvider.System.GetUtcNow()));
        await using var tablet = await browser.OpenAsync(_host);
        var row = tablet.Alert("a1");

        await SeesExactlyAsync(row.Locator(".alert-saw"), "Heart rate 132.5 bpm, above the ceiling 130 bpm.");
        await SeesExactlyAsync(row.Locator(".alert-do"), "Stop the work, go to the person.");
        await SeesNotAsync(row.Locator(".alert-why"));
        await row.Locator(".why").TapAsync();
        await SeesAsync(row.Locator(".alert-why"), "mean 30s: 128 bpm (decisions 2)");
        await Assertions.Expect(row.Locator(".why")).ToHaveAttributeAsync("aria-expanded", "true");
    }

    [Fact]
    public async Task A_note_about_an_alert_is_signed_stored_and_seen_on_the_other_tablet()
    {
        _gym.Enter("s_01", MonitoringMode.Zones);
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over the ceiling. Stop.", TimeProvider.System.GetUtcNow()));
        await using var tablet = await browser.OpenAsync(_host);
        var row = tablet.Alert("a1");
        await row.Locator(".why").TapAsync();
        await row.Locator(".alert-note input").FillAsync("sat down, drinks");
        await row.Locator(".alert-note button").TapAsync();

        await TabletWait.UntilAsync(() => _host.Commands.Any(c => c.Fact is NoteWritten), "the note came", TestContext.Current.CancellationToken);
        var note = Assert.IsType<NoteWritten>(_host.Commands.Last().Fact);
        Assert.Equal(new NoteWritten("sat down, drinks", "staff") { Alert = "a1" }, note);
        _host.Board.Apply([Fact("s_01", note, 90) with { At = TimeProvider.System.GetUtcNow() }]);
        await using var other = await browser.OpenAsync(_host, 800, 1280);
        await other.Alert("a1").Locator(".why").TapAsync();
        await SeesAsync(other.Alert("a1").Locator(".alert-notes"), "staff: sat down, drinks");
    }

    [Fact]
    public async Task Ten_signals_that_go_at_once_are_one_row_and_a_person_who_needs_somebody_stands_above_it()
    {
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 1; i <= 12; i++) _gym.Enter($"s_{i:00}", MonitoringMode.Rpe);
        for (var i = 1; i <= 11; i++) _gym.Raise($"s_{i:00}", Alert($"t{i}", AlertCode.SignalLost, AlertPriority.Medium, "No signal.", now.AddMilliseconds(i * 300)) with { Nature = AlertNature.Technical });
        _gym.Raise("s_12", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over.", now));
        await using var tablet = await browser.OpenAsync(_host);

        await SeesAsync(tablet.Page.Locator(".alert-many"), "Many signals lost at once: 11 people");
        await SeesAsync(tablet.Page.Locator(".alert-many"), "p_01, p_02");
        await Assertions.Expect(tablet.Page.Locator(".alert")).ToHaveCountAsync(2);
        await SeesAsync(tablet.Page.Locator(".alert").First, "Over.");
        await tablet.ShootAsync("many");

        await tablet.Page.Locator(".alert-many .ack").TapAsync();
        await Assertions.Expect(tablet.Page.Locator(".alert-many")).ToHaveCountAsync(0);
        await TabletWait.UntilAsync(() => _host.Commands.Count(c => c.Fact is AlertAcknowledged) == 11, "all eleven came", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_tablet_speaks_german_when_it_is_told_to_and_remembers_it()
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host);
        await tablet.Page.Locator("#open-tablet").TapAsync();
        await tablet.Page.Locator("#set-language").GetByText("Deutsch").TapAsync();

        await SeesAsync(tablet.Page.Locator("#alerts-title"), "3 brauchen Sie");
        Assert.Equal("de", await tablet.Page.EvaluateAsync<string>("document.documentElement.lang"));
        await SeesAsync(tablet.Tile("s_02").Locator(".effort-detail"), "Pulszonen aus");
        await tablet.Page.ReloadAsync();
        await SeesAsync(tablet.Page.Locator("#start-shift"), "Schicht beginnen");
        await tablet.ShootAsync("german");
        Assert.Empty(await tablet.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-t]')].filter(e => e.dataset.t === e.textContent && e.dataset.t !== 'Plan').map(e => e.dataset.t)"));
        await ConsoleLayoutTests.CheckAsync(tablet);
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(320, 640)]
    public async Task By_daylight_nothing_is_pale_either(int width, int height)
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host, width, height, calm: true, dark: false);
        await SeesAsync(tablet.Tile("s_03").Locator(".hr"), "148");
        Assert.Equal("rgb(232, 236, 234)", await tablet.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        await ConsoleLayoutTests.CheckAsync(tablet);
        await tablet.Tile("s_06").Locator(".open").ClickAsync();
        await ConsoleLayoutTests.CheckAsync(tablet);
    }

    private static async Task SeesOrderAsync(BrowserTablet tablet, params string[] sessions)
    {
        for (var i = 0; i < sessions.Length; i++)
            await Assertions.Expect(tablet.Page.Locator(".tile").Nth(i)).ToHaveAttributeAsync("data-sid", sessions[i], new() { Timeout = 15_000 });
    }
}
