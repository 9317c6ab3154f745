using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>The page must never look well when it is not (ecosystem-reliability 1d, fail-safe; P2, P4).</summary>
[Collection("browser")]
public sealed class ConsoleFailSafeTests(BrowserHost browser)
{
    private const string Dashes = "\u2013 \u2013";
    private const string NotKnown = "signal figures \u2013 not known now";

    [Fact]
    public async Task A_dead_service_is_told_within_4_s_values_go_to_dashes_and_a_new_start_is_taken_up_without_a_second_alarm()
    {
        await using var first = await TabletHost.StartAsync(new() { Epoch = 1 });
        var gym = new TabletGym(first);
        gym.Enter("s_01", MonitoringMode.Rpe);
        var alert = Alert("a1", AlertCode.HrCeiling, AlertPriority.Low, "Look.", TimeProvider.System.GetUtcNow());
        gym.Raise("s_01", alert);
        await using var tablet = await browser.OpenAsync(first);
        await SeesAsync(tablet.Alert("a1"));
        await tablet.Page.EvaluateAsync("() => { window.spoken = 0; new MutationObserver(() => window.spoken++).observe(document.querySelector('#say-now'), { childList: true }); }");

        var port = first.Port;
        await gym.DisposeAsync();
        var start = TimeProvider.System.GetTimestamp();
        await first.DisposeAsync();
        await SeesAsync(tablet.Lost, "CONNECTION LOST");
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 2, 4);
        await SeesAsync(tablet.Tile("s_01").Locator(".hr"), Dashes);
        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".figures"), NotKnown);

        await tablet.ShootAsync("lost");

        await using var second = await TabletHost.StartAsync(new() { Epoch = 2 }, port);
        await using var returned = new TabletGym(second);
        returned.Enter("s_02", MonitoringMode.Rpe);
        returned.Raise("s_01", alert);
        await SeesNotAsync(tablet.Lost);
        await SeesValueAsync(tablet.Tile("s_02"));
        await SeesNotAsync(tablet.Tile("s_01"));
        Assert.Equal(0, await tablet.Page.EvaluateAsync<int>("window.spoken"));
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_line_that_hangs_open_is_told_within_4_s_and_nothing_is_doubled_or_missing_after_it()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe);
        await using var line = new TabletLineBreaker(host.Port);
        await using var tablet = await browser.OpenAsync(line.Url);
        await SeesValueAsync(tablet.Tile("s_01"));

        line.Hold();
        var start = TimeProvider.System.GetTimestamp();
        gym.Raise("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "Look.", TimeProvider.System.GetUtcNow()));
        await SeesAsync(tablet.Lost, "CONNECTION LOST");
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 2, 4);
        await Assertions.Expect(tablet.Tile("s_01")).ToHaveAttributeAsync("data-value", "none");

        line.LetGo();
        await SeesNotAsync(tablet.Lost);
        await SeesAsync(tablet.Alert("a1"));
        await SeesValueAsync(tablet.Tile("s_01"));
        Assert.Equal(1, await tablet.Page.Locator("#say-now p").CountAsync());
        tablet.ExpectNoComplaints();
    }

    [Fact]
    public async Task A_line_that_has_become_5_s_late_is_told_although_beats_arrive()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe);
        await using var line = new TabletLineBreaker(host.Port);
        await using var tablet = await browser.OpenAsync(line.Url);
        await SeesValueAsync(tablet.Tile("s_01"));

        line.DelayBy(TimeSpan.FromSeconds(5));

        await SeesAsync(tablet.Lost, "CONNECTION TOO SLOW");
        await Assertions.Expect(tablet.Tile("s_01")).ToHaveAttributeAsync("data-value", "none");
    }

    [Fact]
    public async Task Values_that_stop_coming_show_their_age_and_then_dashes_though_the_service_lives()
    {
        var running = true;
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe, value => running ? value with { CoveragePercent = 90 } : null);
        gym.Enter("s_02", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(host);
        await SeesValueAsync(tablet.Tile("s_01"));

        await SeesAsync(tablet.Tile("s_01").Locator(".figures"), "signal 90 %");
        running = false;
        await SeesAsync(tablet.Tile("s_01").Locator(".age"), "s old");
        await SeesValueAsync(tablet.Tile("s_01"));
        await SeesAsync(tablet.Tile("s_01").Locator(".hr"), Dashes);
        await SeesExactlyAsync(tablet.Tile("s_01").Locator(".figures"), NotKnown);
        await SeesValueAsync(tablet.Tile("s_02"));
        await SeesNotAsync(tablet.Lost);
    }

    [Fact]
    public async Task A_service_that_beats_but_judges_nothing_is_told()
    {
        await using var host = await TabletHost.StartAsync();
        host.Board.Apply(Begin("s_01", MonitoringMode.Rpe, TimeProvider.System.GetUtcNow()));
        await using var tablet = await browser.OpenAsync(host);

        await SeesAsync(tablet.Lost, "MONITORING STOPPED");
    }

    [Fact]
    public async Task An_error_in_the_page_is_shown_and_stays()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(host);
        await SeesValueAsync(tablet.Tile("s_01"));

        await tablet.Page.EvaluateAsync("() => { setTimeout(() => { throw new Error('a planted fault'); }, 0); }");

        await SeesAsync(tablet.Lost, "PAGE ERROR");
        await SeesAsync(tablet.Tile("s_01").Locator(".hr"), Dashes);
    }

    [Fact]
    public async Task A_page_whose_scripts_do_not_load_says_so()
    {
        await using var host = await TabletHost.StartAsync();
        await using var tablet = await browser.OpenAsync(host);
        await tablet.Page.RouteAsync("**/js/tile.js", route => route.AbortAsync());
        await tablet.Page.ReloadAsync();

        await SeesAsync(tablet.Lost, "WATCH PARTICIPANTS DIRECTLY");
        await SeesAsync(tablet.Lost, "NOT CONNECTED");
    }

    [Fact]
    public async Task The_browser_that_gave_up_after_a_refusal_is_made_to_try_again()
    {
        await using var host = await TabletHost.StartAsync(new() { MaxClients = 1 });
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe);
        var other = host.Board.Subscribe()!;
        await using var tablet = await browser.OpenAsync(host);
        await SeesAsync(tablet.Lost, "NOT CONNECTED");

        other.Dispose();

        await SeesNotAsync(tablet.Lost);
        await SeesValueAsync(tablet.Tile("s_01"));
    }

    [Fact]
    public async Task A_page_that_reconnects_over_and_over_tells_each_alert_once()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        gym.Enter("s_01", MonitoringMode.Rpe);
        await using var tablet = await browser.OpenAsync(host);
        await SeesValueAsync(tablet.Tile("s_01"));
        await tablet.Page.EvaluateAsync(
            """
            () => { window.told = []; new MutationObserver(changes => changes.forEach(c => c.addedNodes.forEach(n => window.told.push(n.textContent))))
              .observe(document.querySelector('#say-now'), { childList: true }); }
            """);

        for (var i = 0; i < 10; i++)
        {
            gym.Raise("s_01", Alert($"a{i}", AlertCode.HrCeiling, AlertPriority.Low, $"Number {i}.", TimeProvider.System.GetUtcNow()));
            await Microsoft.Playwright.Assertions.Expect(tablet.Alert($"a{i}")).ToHaveCountAsync(1, new() { Timeout = 15_000 }); // from the fifth on they are counted, not shown
            await tablet.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        }

        await TabletWait.UntilAsync(() => host.Board.Clients == 1, "only the last connection is left", TestContext.Current.CancellationToken);
        Assert.Equal(10, await tablet.Page.Locator(".alert").CountAsync());
        var told = await tablet.Page.EvaluateAsync<string[]>("window.told");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"low priority: p_01: Number {i}."), told);
        tablet.ExpectNoComplaints();
    }
}
