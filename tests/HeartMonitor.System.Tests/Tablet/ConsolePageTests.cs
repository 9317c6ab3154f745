using System.Text.RegularExpressions;
using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>The console in a real browser, by what staff see and tap.</summary>
[Collection("browser")]
public sealed class ConsolePageTests(BrowserHost browser) : IAsyncLifetime
{
    private static readonly string[] ForbiddenWords = ["normal", "safe ", "arrhythmia"];
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
    public async Task Everybody_has_a_tile_and_the_browser_has_nothing_to_complain_about()
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host);

        await SeesNotAsync(tablet.Lost);
        await Assertions.Expect(tablet.Page.Locator(".tile")).ToHaveCountAsync(8);
        await SeesAsync(tablet.Tile("s_03").Locator(".hr"), "148");
        await SeesAsync(tablet.Tile("s_03").Locator(".effort-main"), "above 139");
        await SeesAsync(tablet.Tile("s_07").Locator(".effort-main"), "below 117");
        await SeesAsync(tablet.Tile("s_05").Locator(".hr"), "\u2013 \u2013");
        await SeesAsync(tablet.Tile("s_05"), "NO CONTACT");
        await SeesAsync(tablet.Tile("s_07").Locator(".age"), "s old");
        await SeesAsync(tablet.Page.Locator("footer"), "Not a medical device");
        Assert.Equal("rgb(11, 17, 20)", await tablet.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        var text = (await tablet.Page.InnerTextAsync("body")).ToLowerInvariant();
        Assert.All(ForbiddenWords, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_tile_by_perception_knows_no_zone_and_says_why()
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host);
        var tile = tablet.Tile("s_02");

        await SeesAsync(tile.Locator(".badge"), "RPE");
        await SeesAsync(tile.Locator(".effort-main"), "RPE 12");
        await SeesAsync(tile.Locator(".effort-detail"), "HR zones off");
        await SeesAsync(tile.Locator(".ask"), "due in 2:");
        Assert.Equal(0, await tile.Locator("[data-zone]").CountAsync());
        await SeesNotAsync(tile.Locator(".zone-bar"));
        Assert.DoesNotMatch(new Regex("117|139|in zone|below|above"), await tile.InnerTextAsync());
    }

    [Fact]
    public async Task A_tile_tells_the_signal_in_figures_and_a_missing_one_as_a_dash_with_its_meaning()
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host);

        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".figures"), "signal 98 % \u00B7 artefacts 1.2 % \u00B7 2 gaps");
        await SeesExactlyAsync(tablet.Tile("s_03").Locator(".figures"), "signal 100 % \u00B7 artefacts 0.0 % \u00B7 no gaps");
        await SeesExactlyAsync(tablet.Tile("s_05").Locator(".figures"), "signal 71 % \u00B7 artefacts 18.8 % \u00B7 1 gap");
        await SeesExactlyAsync(tablet.Tile("s_08").Locator(".figures"), "signal 64 % \u00B7 artefacts \u2013 not judged \u00B7 14 gaps");
        await SeesExactlyAsync(tablet.Tile("s_02").Locator(".figures"), "signal \u2013 none yet \u00B7 artefacts \u2013 not judged \u00B7 no gaps");
    }

    [Fact]
    public async Task A_doubted_value_says_why_and_a_good_one_has_nothing_to_say()
    {
        TabletStory.Play(_gym);
        _gym.Enter("s_09", MonitoringMode.Zones, v => v with { QualityReasons = ["rr-clock"] });
        _gym.Enter("s_10", MonitoringMode.Zones, v => v with { Quality = SignalQuality.Bad, QualityReasons = ["word-of-tomorrow"] });
        await using var tablet = await browser.OpenAsync(_host);

        await SeesAsync(tablet.Tile("s_08").Locator(".signal"), "doubtful \u00B7 rate and beats disagree, value stands still");
        await SeesAsync(tablet.Tile("s_05").Locator(".signal"), "none \u00B7 NO CONTACT");
        await SeesAsync(tablet.Tile("s_09").Locator(".signal"), "good \u00B7 contact");
        await SeesAsync(tablet.Tile("s_10").Locator(".signal"), "bad \u00B7 word-of-tomorrow");
        Assert.DoesNotContain("beats lost", await tablet.Tile("s_09").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_reason_of_the_gate_has_words_of_its_own()
    {
        await using var tablet = await browser.OpenAsync(_host);
        var words = await tablet.Page.EvaluateAsync<Dictionary<string, string>>("async () => (await import('/js/words.js')).DOUBTS");

        Assert.Equal(Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None).Select(KebabCase.Of).Order(), words.Keys.Order());
        Assert.Equal(words.Count, words.Values.Distinct().Count());
        Assert.All(words.Values, phrase => Assert.InRange(phrase.Length, 8, 28));
    }

    [Fact]
    public async Task A_session_that_ended_has_no_live_figures()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe, v => v with { CoveragePercent = 90, Gaps = 1 });
        await using var tablet = await browser.OpenAsync(_host);
        await SeesAsync(tablet.Tile("s_01").Locator(".figures"), "signal 90 %");

        _host.Board.Apply([Fact("s_01", new SessionEnded(), 500)]);
        await SeesNotAsync(tablet.Tile("s_01").Locator(".figures"));
        await SeesAsync(tablet.Tile("s_01").Locator(".age"), "session ended");
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task Alerts_stand_by_priority_with_marks_and_one_tap_acknowledges()
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host);
        var rows = tablet.Page.Locator(".alert");
        await Assertions.Expect(rows).ToHaveCountAsync(4);
        Assert.Equal(["a_high", "a_med", "a_low", "a_ack"], await rows.EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.aid)"));
        Assert.Equal(["*** \u25B2", "** \u25C6", "* \u25CF", "** \u25C6"], await tablet.Page.Locator(".alert .mark").AllInnerTextsAsync());
        await SeesAsync(tablet.Page.Locator("#alerts-title"), "3 need you");

        await tablet.Alert("a_high").Locator(".ack").TapAsync();

        await SeesAsync(tablet.Alert("a_high"), "acknowledged by staff");
        await SeesNotAsync(tablet.Alert("a_high").Locator(".ack"));
        await SeesAsync(tablet.Page.Locator("#alerts-title"), "2 need you");
        var ack = Assert.IsType<AlertAcknowledged>(Assert.Single(_host.Commands).Fact);
        Assert.Equal(("a_high", 1), (ack.Alert, ack.Rev));
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_shelved_alert_says_until_when_and_by_whom_and_comes_back_at_a_tap()
    {
        var now = TimeProvider.System.GetUtcNow();
        _gym.Enter("s_01", MonitoringMode.Rpe);
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeilingWarning, AlertPriority.Medium, "Near.", now));
        _gym.Raise("s_01", Alert("a2", AlertCode.HrCeiling, AlertPriority.High, "Over.", now));
        await using var tablet = await browser.OpenAsync(_host);
        await SeesNotAsync(tablet.Alert("a2").Locator(".aside")); // a high alert has no shelf
        await tablet.Alert("a1").Locator(".aside").TapAsync();

        await SeesAsync(tablet.Alert("a1"), "shelved until ");
        await SeesAsync(tablet.Alert("a1"), ", by staff");
        await SeesNotAsync(tablet.Alert("a1").Locator(".ack"));
        await SeesAsync(tablet.Page.Locator("#alerts-title"), "1 put aside");
        await SeesAsync(tablet.Alert("a1").Locator(".aside"), "Bring back");

        await tablet.Alert("a1").Locator(".aside").TapAsync();
        await SeesAsync(tablet.Alert("a1").Locator(".ack"), "Acknowledge");
        await SeesAsync(tablet.Page.Locator("#alerts-title"), "2 need you");
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_suppressed_alert_says_what_it_waits_for_and_is_spoken_when_it_returns()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        var raised = Alert("a1", AlertCode.HrCeilingWarning, AlertPriority.Medium, "Near.", TimeProvider.System.GetUtcNow());
        _gym.Raise("s_01", raised);
        await using var tablet = await browser.OpenAsync(_host);
        await SeesAsync(tablet.Alert("a1").Locator(".ack"), "Acknowledge");
        _gym.Raise("s_01", raised with { Rev = 2, State = AlertState.Suppressed, SuppressedBy = AlertCode.ContactLost });

        await SeesAsync(tablet.Alert("a1"), "waits for the signal (no contact)");
        await SeesNotAsync(tablet.Alert("a1").Locator(".ack"));
        await SeesNotAsync(tablet.Alert("a1").Locator(".aside"));

        _gym.Raise("s_01", raised with { Rev = 3, State = AlertState.Returned, Text = "Still near." });
        await SeesAsync(tablet.Page.Locator("#say-now[role=alert]"), "medium priority: p_01: Still near.");
        await SeesAsync(tablet.Alert("a1").Locator(".ack"), "Acknowledge");
    }

    [Fact]
    public async Task An_acknowledgement_that_came_too_late_shows_the_alert_as_it_is_now()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        var raised = Alert("a1", AlertCode.HrCeiling, AlertPriority.Medium, "High.", TimeProvider.System.GetUtcNow());
        _gym.Raise("s_01", raised);
        await using var tablet = await browser.OpenAsync(_host);
        await SeesAsync(tablet.Alert("a1"), "High.");
        var escalated = raised with { Rev = 2, Priority = AlertPriority.High, State = AlertState.Escalated, Text = "Higher." };
        _host.Door = command => new(command.Id, CommandResult.Stale, "moved on", escalated);

        await tablet.Alert("a1").Locator(".ack").TapAsync();

        await SeesAsync(tablet.Alert("a1"), "Higher.");
        await SeesAsync(tablet.Alert("a1"), "ESCALATED");
        await SeesAsync(tablet.Alert("a1").Locator(".ack"), "Acknowledge");
        await Assertions.Expect(tablet.Tile("s_01")).ToHaveAttributeAsync("data-alarm", "high");
    }

    [Fact]
    public async Task Nothing_is_called_stored_before_the_journal_has_it_and_the_key_stays_the_same()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        _gym.Ask("s_01", "q1");
        var act = _host.Door;
        _host.Door = command => new(command.Id, CommandResult.NotStored, "disk full");
        await using var tablet = await browser.OpenAsync(_host);

        await tablet.Tile("s_01").Locator(".ask").TapAsync();
        await tablet.Page.Locator(".rpe[data-value='13']").TapAsync();
        await SeesAsync(tablet.Page.Locator("#sheet-state"), "NOT stored yet");
        await TabletWait.UntilAsync(() => _host.Commands.Count >= 2, "it was sent again", TestContext.Current.CancellationToken);
        _host.Door = act;

        await SeesAsync(tablet.Page.Locator("#sheet-state"), "13 for p_01: stored");
        Assert.Single(_host.Commands.Select(c => c.Id).Distinct());
        Assert.All(_host.Commands, c => Assert.Equal(new RpeAnswered(13) { By = AnsweredBy.Staff, Prompt = "q1" }, c.Fact));
    }

    [Fact]
    public async Task An_open_question_is_answered_with_two_taps_and_the_tile_shows_it()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        _gym.Ask("s_01", "q1");
        await using var tablet = await browser.OpenAsync(_host);
        var ask = tablet.Tile("s_01").Locator(".ask");
        await SeesAsync(ask, "Ask RPE: scheduled");

        await ask.TapAsync();
        await SeesAsync(tablet.Page.Locator("#sheet-title"), "p_01");
        Assert.Equal(15, await tablet.Page.Locator(".rpe").CountAsync());
        await tablet.Page.Locator(".rpe[data-value='14']").TapAsync();

        await SeesNotAsync(tablet.Page.Locator("#sheet"));
        await SeesAsync(tablet.Tile("s_01").Locator(".effort-main"), "RPE 14");
        await SeesAsync(ask, "Enter RPE");
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_rpe_that_nobody_asked_for_is_entered_as_an_event()
    {
        _gym.Enter("s_01", MonitoringMode.Zones);
        await using var tablet = await browser.OpenAsync(_host);
        await tablet.Tile("s_01").Locator(".ask").TapAsync();
        await tablet.Page.Locator(".rpe[data-value='9']").TapAsync();
        await SeesAsync(tablet.Page.Locator("#sheet-state"), "stored");

        var command = Assert.Single(_host.Commands);
        Assert.Equal(("s_01", new RpeAnswered(9) { By = AnsweredBy.Staff }), (command.Session, command.Fact));
    }

    [Fact]
    public async Task Markup_in_a_text_is_shown_and_does_not_act()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "<img src=x onerror=\"document.title='owned'\"><b>bold</b>", TimeProvider.System.GetUtcNow()));
        await using var tablet = await browser.OpenAsync(_host);

        await SeesAsync(tablet.Alert("a1"), "<b>bold</b>");
        Assert.Equal(0, await tablet.Page.Locator("#alerts img, .tile img").CountAsync());
        Assert.Equal("HeartMonitor console", await tablet.Page.TitleAsync());
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task An_inline_script_is_stopped_by_the_policy()
    {
        await using var tablet = await browser.OpenAsync(_host);
        await tablet.Page.EvaluateAsync("() => { const s = document.createElement('script'); s.textContent = \"document.title='owned'\"; document.body.append(s); }");

        Assert.Equal("HeartMonitor console", await tablet.Page.TitleAsync());
        Assert.Contains(tablet.Complaints, c => c.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sound_is_marked_off_until_the_shift_starts_and_its_pause_ends_with_a_new_alert()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(_host);
        var off = tablet.Page.Locator("#sound-off");
        await SeesAsync(off, "SOUND OFF");

        await tablet.Page.Locator("#start-shift").TapAsync();
        await SeesNotAsync(off);
        await SeesNotAsync(tablet.Page.Locator("#wake-off"));
        await tablet.Page.Locator("#silence").TapAsync();
        await SeesAsync(off, "SOUND PAUSED 1");

        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.Medium, "High.", TimeProvider.System.GetUtcNow()));
        await SeesNotAsync(off);
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_new_alert_is_spoken_at_once_and_numbers_never_are()
    {
        _gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(_host);
        await SeesAsync(tablet.Tile("s_01"));
        _gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Over the ceiling.", TimeProvider.System.GetUtcNow()));

        await SeesAsync(tablet.Page.Locator("#say-now[role=alert]"), "high priority: p_01: Over the ceiling.");
        Assert.Equal(0, await tablet.Page.Locator(".tile [role=alert], .tile [role=status], .tile [aria-live]").CountAsync());
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_and_shows_where_it_is()
    {
        TabletStory.Play(_gym);
        await using var tablet = await browser.OpenAsync(_host);
        await SeesAsync(tablet.Alert("a_high"));
        await tablet.Alert("a_high").Locator(".ack").FocusAsync();
        await tablet.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("a_med", await tablet.Page.EvaluateAsync<string>("document.activeElement.closest('[data-aid]').dataset.aid"));
        Assert.Equal("4px", await tablet.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineWidth"));

        await tablet.Tile("s_06").Locator(".ask").FocusAsync();
        await tablet.Page.Keyboard.PressAsync("Enter");
        await SeesAsync(tablet.Page.Locator("#sheet"));
        await tablet.Page.Keyboard.PressAsync("Escape");
        await SeesNotAsync(tablet.Page.Locator("#sheet"));
        Assert.Equal("s_06", await tablet.Page.EvaluateAsync<string>("document.activeElement.closest('[data-sid]').dataset.sid"));
    }
}
