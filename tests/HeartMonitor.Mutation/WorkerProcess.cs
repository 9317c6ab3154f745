using System.Diagnostics;

namespace HeartMonitor.Mutation;

/// <summary>The driver's end of a <see cref="Worker"/>.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const string HeapLimit = "0x80000000"; // 2 GiB: a loop that fills the memory ends there

    private const string Effort = "0.005"; // repetitions of generated tests, as a share; it fixes their seed too

    private readonly Process _process;

    internal WorkerProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment.TryAdd("HEARTMONITOR_TEST_EFFORT", Effort);
        _process = Process.Start(start)!;
    }

    /// <summary>The fate of a mutant, and the test that decided it; null when the process died before it told.</summary>
    internal async Task<(Fate Fate, string Test)?> AskAsync(int mutant)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(mutant.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            return null;
        }

        return await AnswerAsync();
    }

    internal async Task<(Fate Fate, string Test)?> AnswerAsync() =>
        await _process.StandardOutput.ReadLineAsync() is { } line && line.Split('\t') is [var fate, var test] && Enum.TryParse<Fate>(fate, out var told) ? (told, test) : null;

    /// <summary>The exit code.</summary>
    internal async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
