using System.Diagnostics;
using Xunit;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>The page's scripts are held against their JSDoc types by TypeScript's checker, which ships nothing and builds nothing.</summary>
public sealed class ConsoleTypesTests
{
    private static readonly string[] Places = ["/usr/bin/tsc", "/usr/local/bin/tsc"];

    [Fact]
    public async Task The_scripts_keep_their_types()
    {
        var checker = Environment.GetEnvironmentVariable("HEARTMONITOR_TSC") ?? Array.Find(Places, File.Exists);
        if (checker is null)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("There is no TypeScript checker: apt-get install node-typescript");
            Assert.Skip("There is no TypeScript checker: apt-get install node-typescript");
        }

        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot", "js");
        using var run = Process.Start(new ProcessStartInfo(checker)
        {
            ArgumentList = { "--noEmit", "--allowJs", "--checkJs", "--target", "es2022", "--module", "es2022", "--moduleResolution", "node", "--lib", "es2022,dom,dom.iterable", "--noImplicitThis", "--noFallthroughCasesInSwitch" },
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        }.With(Directory.EnumerateFiles(folder, "*.js").Where(f => !f.EndsWith("ticker.js", StringComparison.Ordinal)).Select(Path.GetFileName).Order(StringComparer.Ordinal)!))!;
        var said = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", said.Trim());
        Assert.Equal(0, run.ExitCode);
    }
}

internal static class ProcessArguments
{
    internal static ProcessStartInfo With(this ProcessStartInfo start, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
