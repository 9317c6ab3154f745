using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>How it ends, stands still and goes on.</summary>
[Collection(WholeProcesses.Name)]
public sealed class StopTests
{
    [Fact]
    public async Task SIGTERM_stops_it_within_seconds_with_exit_code_0_although_tablets_are_connected()
    {
        await using var monitor = new MonitorProcess("--speed", "10", "--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await tablet.UntilAsync(m => m.Event == "live", "a live value");

        var (exitCode, took) = await monitor.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.InRange(took.TotalSeconds, 0, 5);
        Assert.DoesNotContain(monitor.Log.Errors, line => line.Contains(" crit: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_standing_still_for_four_seconds_it_goes_on_and_no_stale_alert_bursts_out()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await tablet.UntilAsync(m => m.Event == "live", "a live value");

        monitor.Freeze();
        var frozen = tablet.Elapsed;
        await JournalWait.Until(() => tablet.Elapsed - frozen > TimeSpan.FromSeconds(4), "four seconds");
        var mark = tablet.Count;
        monitor.Thaw();
        await tablet.UntilAsync(m => m.Event == "live", "a live value after it", 5, mark);

        Assert.DoesNotContain(tablet.Seen.Skip(mark), m => m.Event == "alert");
        Assert.Equal(0, (await monitor.StopAsync()).ExitCode);
    }
}
