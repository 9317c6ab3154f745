using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Exports;

/// <summary>The real program, exporting while the service beside it writes.</summary>
public sealed class LiveExportTests
{
    [Fact]
    public async Task A_session_is_exported_while_the_service_goes_on_with_it()
    {
        await using var monitor = new MonitorProcess("--people", "2", "--speed", "10", "--seed", "5");
        await monitor.StartAsync();
        var session = "";
        for (var tries = 0; session.Length == 0; tries++)
        {
            Assert.True(tries < 600, "There is no session with packets.");
            session = monitor.Journal.Sessions().FirstOrDefault(s => s.Samples > 60)?.Session ?? "";
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        var place = Path.Combine(monitor.Data, "..", "exported");
        var before = monitor.Journal.Sessions().Single(s => s.Session == session).Samples;
        var run = await MonitorProcessRun.OfAsync(monitor.Data, "export", session, "--format", "csv", "--out", place, "--data", monitor.Data);
        var after = monitor.Journal.Sessions().Single(s => s.Session == session).Samples;
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("still open", run.Errors, StringComparison.Ordinal);
        Assert.InRange(File.ReadLines(Path.Combine(place, "samples.csv")).Count() - 1, before, after);
        Assert.Contains("\"open\": true", await File.ReadAllTextAsync(Path.Combine(place, "session.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var refused = await MonitorProcessRun.OfAsync(monitor.Data, "export", session, "--format", "csv", "--data", monitor.Data);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--out", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
    }
}
