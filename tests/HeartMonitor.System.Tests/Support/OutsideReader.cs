using System.Diagnostics;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Interpreters and libraries of others that read what we write.</summary>
internal static class OutsideReader
{
    /// <summary>Where the vendor's FIT SDK was installed from npm: the folder of the package.</summary>
    internal const string FitSdkVariable = "HEARTMONITOR_FITSDK";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Debian's, for which Debian's packages are; else the first on the path.</summary>
    internal static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>The folder of the recipes in the working copy.</summary>
    internal static string Recipes
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.sln"))) folder = folder.Parent;
            return Path.Combine(folder!.FullName, "src", "HeartMonitor.Research", "recipes");
        }
    }

    /// <summary>Skips the test where a program does not answer, save in CI.</summary>
    internal static async Task RequireAsync(string how, string program, params string[] arguments)
    {
        if (await AnswersAsync(program, arguments)) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(how);
        Assert.Skip(how);
    }

    internal static async Task<bool> AnswersAsync(string program, params string[] arguments)
    {
        try
        {
            return (await RunAsync(program, arguments)).ExitCode == 0;
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return false; // there is no such program
        }
    }

    internal static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
