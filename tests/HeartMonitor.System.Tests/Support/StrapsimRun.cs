using System.Diagnostics;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>One run of <c>strapsim</c> to its end.</summary>
internal sealed record StrapsimRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Stories of some minutes at ten times life, in waves, some of them again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    internal static async Task<StrapsimRun> OfAsync(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "strapsim.exe" : "strapsim");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
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
            throw new InvalidOperationException($"It did not end by itself: strapsim {string.Join(' ', arguments)}");
        }
    }
}
