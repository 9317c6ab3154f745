using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>
/// A real store as a child process on a free port with a folder of its own, that can be stopped and started again. A test that needs one
/// is skipped where it is not installed, and fails there when the environment has <c>CI=true</c>.
/// </summary>
public abstract class InfluxProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-store-");
    private Process? _process;

    protected InfluxProcess() => Url = new($"http://127.0.0.1:{FreePort()}/");

    public Uri Url { get; }

    public HttpClient Http { get; } = new();

    protected string Folder => _folder.FullName;

    protected static void Require(string program, string package)
    {
        if (File.Exists(program)) return;
        var reason = $"{program} is not installed: apt-get install {package}";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(reason);
        Assert.Skip(reason);
    }

    protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task StartAsync()
    {
        _process = Process.Start(Command())!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{_process.StartInfo.FileName} does not answer.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks the process to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract ProcessStartInfo Command();

    protected static ProcessStartInfo Start(string program, params string[] arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(Url, "ping"), TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.NoContent;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
