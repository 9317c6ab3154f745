using System.Collections;
using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Storage.Journal;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>
/// The real executable on free ports of loopback with a data folder of its own, over as many lives as a story needs. On dispose it is
/// killed, the folder goes, and the test fails on every line of error level that it did not expect.
/// </summary>
internal sealed class MonitorProcess : IAsyncDisposable
{
    internal static readonly string Executable =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "monitor.exe" : "monitor");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-host-");
    private readonly string[] _arguments;
    private Process? _process;

    /// <param name="arguments">Beside <c>--data</c>, <c>--urls</c> and <c>--Mqtt:Port</c>.</param>
    internal MonitorProcess(params string[] arguments)
    {
        _arguments = arguments;
        Http = new(Address);
    }

    /// <summary>Data folder.</summary>
    internal string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Further addresses of the console.</summary>
    internal string MoreUrls { get; init; } = "";

    internal Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Next()}/");

    internal int MqttPort { get; } = FreePort.Next();

    internal MonitorProcessLog Log { get; } = new();

    internal MonitorProcessHttp Http { get; }

    /// <summary>The journal, read beside the service.</summary>
    internal JournalReader Journal => new(Data);

    /// <summary>Starts a life and waits until the console answers; the time that took.</summary>
    internal async Task<TimeSpan> StartAsync(params string[] more)
    {
        var clock = Stopwatch.StartNew();
        Begin(more);
        while (!await Http.AnswersAsync())
        {
            Assert.False(_process!.HasExited, $"It ended before it answered:\n{string.Join('\n', Log.Errors)}");
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "It does not answer.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return clock.Elapsed;
    }

    /// <summary>kill -9.</summary>
    internal async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>SIGTERM; the exit code and the time it took.</summary>
    internal async Task<(int ExitCode, TimeSpan Took)> StopAsync()
    {
        var clock = Stopwatch.StartNew();
        Signal("TERM");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await _process!.WaitForExitAsync(patience.Token);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return (code, clock.Elapsed);
    }

    /// <summary>SIGSTOP: the ports stay open and nobody answers.</summary>
    internal void Freeze() => Signal("STOP");

    /// <summary>SIGCONT.</summary>
    internal void Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Http.Dispose();
        _folder.Delete(recursive: true);
        Assert.True(Log.Unexpected.Count == 0, "Error lines that nobody expected:\n" + string.Join('\n', Log.Unexpected));
    }

    /// <summary>The start of any verb: no settings of the environment, and a working folder without a <c>config</c>.</summary>
    internal static ProcessStartInfo Command(string workingFolder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingFolder,
        };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (variable.Key is string name && name.StartsWith("HEARTMONITOR__", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove(name);
        return start;
    }

    private void Begin(string[] more)
    {
        Assert.True(_process is null, "It runs already.");
        var port = MqttPort.ToString(CultureInfo.InvariantCulture);
        string[] own = ["--data", Data, "--urls", Address + (MoreUrls.Length > 0 ? ";" + MoreUrls : ""), "--Mqtt:Port", port];
        _process = Process.Start(Command(_folder.FullName, [.. own, .. _arguments, .. more]))!;
        _process.OutputDataReceived += (_, line) => Log.TakeOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => Log.TakeError(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("/bin/kill", ["-" + name, _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
