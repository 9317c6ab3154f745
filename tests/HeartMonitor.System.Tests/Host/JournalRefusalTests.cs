using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>What the program does with a journal that it may not touch (ecosystem-reliability F27).</summary>
[Collection(WholeProcesses.Name)]
public sealed class JournalRefusalTests
{
    [Fact]
    public async Task A_journal_of_a_newer_version_is_refused_with_78_and_left_as_it_is()
    {
        using var folder = new JournalFolder();
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Data", "journals", "v1.db"), folder.File);
        JournalFiles.Execute(folder.File, "PRAGMA user_version=99");
        var before = await File.ReadAllBytesAsync(folder.File, TestContext.Current.CancellationToken);

        var run = await MonitorProcessRun.OfAsync(folder.Path, "run", "--data", folder.Path, "--urls", "http://localhost:0", "--Mqtt:Port", "0");

        Assert.Equal(78, run.ExitCode);
        Assert.Contains(run.ErrorLines, line => line.Contains("newer version of this program (format 99", StringComparison.Ordinal));
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.File, TestContext.Current.CancellationToken));
    }
}
