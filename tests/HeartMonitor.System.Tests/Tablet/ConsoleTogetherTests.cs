using HeartMonitor.System.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>Two tablets on the real service: what one does the other sees, through a dead line and a kill -9, and no alert is told twice.</summary>
[Collection("browser")]
public sealed class ConsoleTogetherTests(BrowserHost browser)
{
    private const string CountSpoken =
        """
        () => { window.told = []; new MutationObserver(changes => changes.forEach(c => c.addedNodes.forEach(n => window.told.push(n.textContent))))
          .observe(document.querySelector('#say-now'), { childList: true }); }
        """;

    [Fact]
    public async Task One_acknowledges_the_other_sees_it_and_neither_a_dead_line_nor_a_kill_tells_an_alert_twice()
    {
        await using var monitor = new MonitorProcess("--people", "3", "--seed", "11");
        await monitor.StartAsync();
        await using var first = await browser.OpenAsync(monitor.Address.ToString());
        await using var second = await browser.OpenAsync(monitor.Address.ToString(), 800, 1280);
        await Assertions.Expect(first.Page.Locator(".tile")).ToHaveCountAsync(3, new() { Timeout = 60_000 });
        foreach (var tablet in new[] { first, second })
        {
            await SeesValueAsync(tablet.Page.Locator(".tile").First);
            await tablet.Page.EvaluateAsync(CountSpoken);
        }

        var session = (await first.Page.Locator(".tile", new() { HasText = "p_01" }).GetAttributeAsync("data-sid"))!;
        await monitor.Http.EnterAsync("k-1", session, """{"event":"rpe","value":18,"by":"staff"}""");
        var alert = first.Page.Locator(".alert[data-priority='high']", new() { HasText = "Feels 18" });
        var there = second.Page.Locator(".alert[data-priority='high']", new() { HasText = "Feels 18" });
        await SeesAsync(alert);
        await SeesAsync(there.Locator(".ack"));
        await alert.Locator(".ack").TapAsync();
        await SeesAsync(there, "acknowledged by staff");
        await SeesNotAsync(there.Locator(".ack"));

        await second.Page.Context.SetOfflineAsync(true);
        await monitor.Http.EnterAsync("k-2", session, """{"event":"help","by":"staff"}""");
        await SeesAsync(first.Page.Locator(".alert", new() { HasText = "Help was asked for" }));
        await second.Page.Context.SetOfflineAsync(false);
        await SeesAsync(second.Page.Locator(".alert", new() { HasText = "Help was asked for" }));

        await monitor.KillAsync();
        await SeesAsync(first.Lost, "CONNECTION LOST");
        await SeesAsync(second.Lost, "WATCH PARTICIPANTS DIRECTLY");
        await Assertions.Expect(first.Page.Locator(".tile[data-value='live']")).ToHaveCountAsync(0);
        await monitor.StartAsync();
        await Assertions.Expect(first.Lost).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(second.Lost).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await SeesValueAsync(first.Page.Locator($".tile[data-sid='{session}']"));
        await SeesAsync(there, "acknowledged by staff");

        foreach (var tablet in new[] { first, second })
        {
            var told = (await tablet.Page.EvaluateAsync<string[]>("window.told")).Where(t => t.StartsWith("high priority: p_01", StringComparison.Ordinal)).ToList();
            Assert.Equal(2, told.Count); // the RPE, and the call for help
            Assert.Equal(told.Distinct(), told);
            Assert.DoesNotContain(await tablet.Page.Locator(".alert").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.aid).filter((a, i, all) => all.indexOf(a) !== i)"), _ => true);
        }
    }
}
