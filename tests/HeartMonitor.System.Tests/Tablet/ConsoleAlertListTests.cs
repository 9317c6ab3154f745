using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>The list of open alerts: its order, how little room it takes, and what becomes of a row that somebody took note of.</summary>
[Collection("browser")]
public sealed class ConsoleAlertListTests(BrowserHost browser) : IAsyncLifetime
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

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_call_for_help_stands_above_everything_then_symptoms_then_who_waits_the_longest()
    {
        for (var i = 1; i <= 6; i++) _gym.Enter($"s_0{i}", MonitoringMode.Zones);
        _gym.Raise("s_01", Alert("a_low", AlertCode.ZoneHigh, AlertPriority.Low, "Above.", Now.AddSeconds(-90)));
        _gym.Raise("s_02", Alert("a_lost", AlertCode.SignalLost, AlertPriority.Medium, "No signal.", Now.AddSeconds(-80)));
        _gym.Raise("s_03", Alert("a_old", AlertCode.HrCeiling, AlertPriority.High, "Over.", Now.AddSeconds(-70)));
        _gym.Raise("s_04", Alert("a_new", AlertCode.RpeStop, AlertPriority.High, "Stop.", Now.AddSeconds(-20)));
        _gym.Raise("s_05", Alert("a_pain", AlertCode.SymptomStop, AlertPriority.High, "Chest pain.", Now.AddSeconds(-10)));
        await using var tablet = await browser.OpenAsync(_host, 800, 1280);
        await SeesAsync(tablet.Alert("a_pain"));
        _gym.Raise("s_06", Alert("a_help", AlertCode.HelpRequested, AlertPriority.High, "Help.", Now));

        await SeesAsync(tablet.Alert("a_help"));
        await SeesOrderAsync(tablet, "a_help", "a_pain", "a_old", "a_new", "a_lost", "a_low");
        await Assertions.Expect(tablet.Page.Locator(".tile").First).ToHaveAttributeAsync("data-sid", "s_06", new() { Timeout = 15_000 });
        await Assertions.Expect(tablet.Page.Locator(".tile").Nth(1)).ToHaveAttributeAsync("data-sid", "s_05");
    }

    [Theory]
    [InlineData(1280, 800, 0.36)]
    [InlineData(800, 1280, 0.36)]
    [InlineData(390, 844, 0.36)]
    [InlineData(320, 640, 0.45)]
    public async Task Alerts_leave_the_floor_its_room_no_row_is_cut_and_what_does_not_fit_is_counted_by_priority(int width, int height, double share)
    {
        for (var i = 1; i <= 9; i++) _gym.Enter($"s_0{i}", MonitoringMode.Zones);
        for (var i = 1; i <= 4; i++) _gym.Raise($"s_0{i}", Alert($"a{i}", AlertCode.ZoneHigh, AlertPriority.Low, "Above the zone for 60 s: ease off.", Now));
        for (var i = 5; i <= 8; i++) _gym.Raise($"s_0{i}", Alert($"a{i}", AlertCode.ContactLost, AlertPriority.Medium, "No contact for 14 s: check the strap and wet the electrodes.", Now));
        _gym.Raise("s_09", Alert("a9", AlertCode.HrCeiling, AlertPriority.High, "Heart rate 163 bpm, above the ceiling 157 bpm. Stop the work, go to the person.", Now));
        await using var tablet = await browser.OpenAsync(_host, width, height, calm: true);
        var more = tablet.Page.Locator("#alerts-more");
        await SeesAsync(more, "more: ");
        await SeesAsync(tablet.Alert("a9").Locator(".ack"));
        await tablet.ShootAsync($"alerts-{width}x{height}");

        Assert.InRange(await tablet.Page.EvaluateAsync<double>("document.querySelector('#alerts').offsetHeight / innerHeight"), 0.05, share);
        Assert.Empty(await tablet.Page.EvaluateAsync<string[]>(
            "() => { const end = document.querySelector('#alert-list').getBoundingClientRect().bottom + 1; return [...document.querySelectorAll('.alert')].filter(a => !a.hidden && a.getBoundingClientRect().bottom > end).map(a => a.dataset.aid); }"));
        var hidden = await tablet.Page.EvaluateAsync<int>("document.querySelectorAll('.alert[hidden]').length");
        await SeesAsync(more, $"+{hidden} more: ");
        await SeesAsync(more, "* \u25CF 4");
        await ConsoleLayoutTests.CheckAsync(tablet);

        await more.TapAsync();
        await SeesAsync(tablet.Alert("a4").Locator(".ack"));
        await Assertions.Expect(more).ToHaveAttributeAsync("aria-expanded", "true");
        await more.TapAsync();
        await SeesNotAsync(tablet.Alert("a4"));
    }

    [Fact]
    public async Task What_one_acknowledges_stays_in_its_place_for_a_while_names_them_on_both_tablets_and_takes_a_note()
    {
        _gym.Enter("s_01", MonitoringMode.Zones);
        _gym.Enter("s_02", MonitoringMode.Zones);
        _gym.Enter("s_03", MonitoringMode.Zones);
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over the ceiling. Stop.", Now.AddSeconds(-9)));
        _gym.Raise("s_02", Alert("a2", AlertCode.ContactLost, AlertPriority.Medium, "No contact. Check.", Now.AddSeconds(-8)));
        _gym.Raise("s_03", Alert("a3", AlertCode.ZoneHigh, AlertPriority.Low, "Above. Ease off.", Now.AddSeconds(-7)));
        await using var tablet = await browser.OpenAsync(_host);
        await using var other = await browser.OpenAsync(_host, 800, 1280);
        await SeesAsync(other.Alert("a1").Locator(".ack"));
        await tablet.Alert("a1").Locator(".ack").TapAsync();

        foreach (var each in new[] { tablet, other })
        {
            await SeesAsync(each.Alert("a1").Locator(".alert-state"), "\u2713 acknowledged by staff");
            await SeesAsync(each.Alert("a1").Locator(".alert-after input"));
            await SeesOrderAsync(each, "a1", "a2", "a3");
        }

        await other.Alert("a1").Locator(".alert-after input").FillAsync("sat down, drinks");
        await other.Alert("a1").Locator(".alert-after button").TapAsync();
        await TabletWait.UntilAsync(() => _host.Commands.Any(c => c.Fact is NoteWritten { Text: "sat down, drinks", Alert: "a1" }), "the note came", TestContext.Current.CancellationToken);

        await SeesOrderAsync(tablet, "a2", "a3", "a1");
        await SeesNotAsync(tablet.Alert("a1").Locator(".alert-after"));
        await AcknowledgeAsync(tablet, "a2");
        await SeesAsync(tablet.Page.Locator(".alert-fold"), "2 acknowledged or put aside: p_01, p_02");
        await SeesNotAsync(tablet.Alert("a1"));
        await tablet.Page.Locator(".alert-fold button").TapAsync();
        await SeesAsync(tablet.Alert("a1"));
        await tablet.ShootAsync("alerts-fold");
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_alert_that_closes_with_its_acknowledgement_still_says_by_whom_before_its_row_goes()
    {
        _gym.Enter("s_01", MonitoringMode.Zones);
        _gym.Enter("s_02", MonitoringMode.Zones);
        var cleared = Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over the ceiling. Stop.", Now) with { State = AlertState.Cleared };
        _gym.Raise("s_01", cleared);
        _gym.Raise("s_02", Alert("a2", AlertCode.ContactLost, AlertPriority.Medium, "No contact. Check.", Now));
        _host.Door = command =>
        {
            _gym.Raise("s_01", cleared with { Rev = 2, State = AlertState.Closed, AckedBy = "staff" });
            return new(command.Id, Core.Ports.CommandResult.Accepted);
        };
        await using var tablet = await browser.OpenAsync(_host);
        await tablet.Alert("a1").Locator(".ack").TapAsync();

        await SeesAsync(tablet.Alert("a1").Locator(".alert-state"), "\u2713 acknowledged by staff");
        await SeesOrderAsync(tablet, "a1", "a2");
        await SeesAsync(tablet.Page.Locator("#alerts-title"), "1 needs you");
        await SeesOrderAsync(tablet, "a2");
        await Assertions.Expect(tablet.Page.Locator(".alert")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_tap_that_was_meant_for_a_row_which_a_graver_alert_has_just_pushed_away_takes_note_of_nothing()
    {
        _gym.Enter("s_01", MonitoringMode.Zones);
        _gym.Enter("s_02", MonitoringMode.Zones);
        _gym.Raise("s_01", Alert("a1", AlertCode.ContactLost, AlertPriority.Medium, "No contact. Check.", Now));
        await using var tablet = await browser.OpenAsync(_host);
        await SeesAsync(tablet.Alert("a1").Locator(".ack"));
        await tablet.Page.EvaluateAsync(
            """
            () => new MutationObserver((_, watch) => {
              watch.disconnect();
              document.querySelector('.alert[data-aid="a1"] .ack').dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
            }).observe(document.querySelector('#alert-list'), { childList: true })
            """);
        _gym.Raise("s_02", Alert("a2", AlertCode.HelpRequested, AlertPriority.High, "Help.", Now));

        await SeesAsync(tablet.Alert("a1").Locator(".alert-state"), "look, and tap again");
        Assert.Empty(_host.Commands);
        await AcknowledgeAsync(tablet, "a1");
        await SeesAsync(tablet.Alert("a1").Locator(".alert-state"), "acknowledged by staff");
    }

    [Fact]
    public async Task An_escalated_alert_says_for_how_long_nobody_has_answered()
    {
        _gym.Enter("s_01", MonitoringMode.Zones);
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over. Stop.", Now.AddSeconds(-125), 2) with { State = AlertState.Escalated });
        await using var tablet = await browser.OpenAsync(_host);

        await SeesAsync(tablet.Alert("a1").Locator(".alert-state"), "ESCALATED, unanswered for 2:");
    }

    /// <summary>Taps until it is taken: a row that has just moved takes no tap.</summary>
    private async Task AcknowledgeAsync(BrowserTablet tablet, string alert)
    {
        for (var i = 0; i < 50 && !_host.Commands.Any(c => c.Fact is AlertAcknowledged known && known.Alert == alert); i++)
        {
            await tablet.Alert(alert).Locator(".ack").TapAsync();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task SeesOrderAsync(BrowserTablet tablet, params string[] alerts)
    {
        for (var i = 0; i < alerts.Length; i++)
            await Assertions.Expect(tablet.Page.Locator(".alert").Nth(i)).ToHaveAttributeAsync("data-aid", alerts[i], new() { Timeout = 20_000 });
    }
}
