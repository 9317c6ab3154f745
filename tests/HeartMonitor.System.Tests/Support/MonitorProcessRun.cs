using System.Diagnostics;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>One command line from its start to its end.</summary>
/// <param name="ExitCode">Of contracts 1.</param>
/// <param name="Output">Standard output as it came.</param>
/// <param name="Errors">Standard error as it came.</param>
internal sealed record MonitorProcessRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Lines of standard error.</summary>
    internal string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runs a command line that is to end by itself.</summary>
    internal static Task<MonitorProcessRun> OfAsync(string workingFolder, params string[] arguments) => OfAsync(workingFolder, arguments, new());

    /// <summary>The same with variables of the environment.</summary>
    internal static async Task<MonitorProcessRun> OfAsync(string workingFolder, string[] arguments, Dictionary<string, string> environment)
    {
        var command = MonitorProcess.Command(workingFolder, arguments);
        foreach (var (name, value) in environment) command.Environment[name] = value;
        using var process = Process.Start(command)!;
        process.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new InvalidOperationException($"It did not end by itself: monitor {string.Join(' ', arguments)}");
        }
    }
}
