using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Medications;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.BrowserTablet;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>Figures of the console, printed; run on demand: <c>-class "*ConsoleSpeed*" -explicit only -showLiveOutput</c>.</summary>
[Collection("browser")]
public sealed class ConsoleSpeedTests(BrowserHost browser)
{
    private const int Alerts = 100;

    [Fact(Explicit = true)]
    public async Task From_complete_evidence_to_the_pixels_with_a_hundred_people()
    {
        await using var monitor = new MonitorProcess("--people", "100", "--seed", "5");
        await monitor.StartAsync();
        await using var tablet = await browser.OpenAsync(monitor.Address.ToString());
        await Microsoft.Playwright.Assertions.Expect(tablet.Page.Locator(".tile")).ToHaveCountAsync(100, new() { Timeout = 120_000 });
        await SeesNotAsync(tablet.Lost);
        var sessions = await tablet.Page.Locator(".tile").EvaluateAllAsync<string[]>("tiles => tiles.map(t => t.dataset.sid)");
        // Seen means painted: the second frame after the row stands in the page.
        await tablet.Page.EvaluateAsync(
            """
            () => { window.seen = {}; const wall = () => performance.timeOrigin + performance.now();
              const note = node => { const aid = node.dataset?.aid, text = node.textContent ?? '';
                if (aid && /Stop the exercise|Stop/.test(text) && !(aid in window.seen)) { const who = node.querySelector('.alert-who').textContent, built = wall();
                  window.seen[aid] = 0; requestAnimationFrame(() => requestAnimationFrame(() => { window.seen[aid] = [who, built, wall()]; })); } };
              new MutationObserver(changes => changes.forEach(c => { c.addedNodes.forEach(note); if (c.target.closest) { const row = c.target.closest('.alert'); if (row) note(row); } }))
                .observe(document.querySelector('#alert-list'), { childList: true, subtree: true, attributes: true, characterData: true });
              window.busy = []; new PerformanceObserver(list => window.busy.push(...list.getEntries().map(e => e.duration))).observe({ type: 'longtask' }); }
            """);
        await using var raw = SseClient.Follow(monitor.Http.Stream);
        await raw.UntilAsync(m => m.Event == "snapshot", "a snapshot");
        var rawStart = Wall() - raw.Elapsed.TotalMilliseconds;
        var (sent, answered) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        for (var i = 0; i < Alerts; i++)
        {
            var who = await tablet.Page.Locator($".tile[data-sid='{sessions[i]}'] .who").InnerTextAsync();
            sent[who] = Wall();
            await monitor.Http.EnterAsync($"k-{i}", sessions[i], """{"event":"rpe","value":18,"by":"staff"}""");
            answered[who] = Wall();
            await Task.Delay(150, TestContext.Current.CancellationToken);
        }

        await Task.Delay(3000, TestContext.Current.CancellationToken);
        var seen = await tablet.Page.EvaluateAsync<Dictionary<string, object[]>>("() => Object.fromEntries(Object.entries(window.seen).filter(([, v]) => v))");
        var rows = seen.Values.Where(v => sent.ContainsKey((string)v[0])).Select(v => (Who: (string)v[0], Built: Number(v[1]), Painted: Number(v[2]))).Where(r => r.Painted >= sent[r.Who]).ToList();
        var streamed = raw.Seen.Where(m => m.Event == "alert" && m.Text("code") == "rpe-stop").GroupBy(m => m.Text("participant"))
            .Where(g => sent.ContainsKey(g.Key)).Select(g => rawStart + g.First().After.TotalMilliseconds - sent[g.Key]);
        Print("sent to answered", answered.Select(a => a.Value - sent[a.Key]));
        Print("sent to the stream", streamed);
        Print("sent to the page's row", rows.Select(r => r.Built - sent[r.Who]));
        Print("sent to painted", rows.Select(r => r.Painted - sent[r.Who]));
        Print("tasks of the page over 50 ms", (await tablet.Page.EvaluateAsync<double[]>("() => window.busy")).DefaultIfEmpty());
        Assert.InRange(rows.Count, Alerts * 9 / 10, Alerts + 20);
    }

    private static double Wall() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static void Print(string what, IEnumerable<double> milliseconds)
    {
        var times = milliseconds.Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {times.Count} values, p50 {times[times.Count / 2]:0} ms, p90 {times[(int)(times.Count * 0.9)]:0} ms, p99 {times[(int)(times.Count * 0.99)]:0} ms, longest {times[^1]:0} ms");
    }

    [Fact(Explicit = true)]
    public async Task What_fifty_tiles_at_one_hertz_cost_the_browser()
    {
        await using var host = await TabletHost.StartAsync();
        await using var gym = new TabletGym(host);
        for (var i = 1; i <= 50; i++) gym.Enter($"s_{i:00}", i % 3 == 0 ? MonitoringMode.Rpe : MonitoringMode.Zones, trail: 250, hr: 100 + i);
        await using var tablet = await browser.OpenAsync(host);
        await SeesValueAsync(tablet.Tile("s_50"));
        var session = await tablet.Page.Context.NewCDPSessionAsync(tablet.Page);
        await session.SendAsync("Performance.enable");
        var before = await BusyAsync(session);
        var clock = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var (after, seconds) = (await BusyAsync(session), clock.Elapsed.TotalSeconds);

        TestContext.Current.TestOutputHelper?.WriteLine($"main thread busy {100 * (after.Task - before.Task) / seconds:0.0} % of a core: script {100 * (after.Script - before.Script) / seconds:0.0} %, layout {100 * (after.Layout - before.Layout) / seconds:0.0} %, style {100 * (after.Style - before.Style) / seconds:0.0} %");
        Assert.True(after.Task > before.Task);
    }

    private static async Task<(double Task, double Script, double Layout, double Style)> BusyAsync(Microsoft.Playwright.ICDPSession session)
    {
        var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(m => m.GetProperty("name").GetString()!, m => m.GetProperty("value").GetDouble());
        return (metrics["TaskDuration"], metrics["ScriptDuration"], metrics["LayoutDuration"], metrics["RecalcStyleDuration"]);
    }
}
