using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A real mosquitto on a free port of loopback, which can be killed, started again and frozen.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private readonly string _config;
    private Process? _process;

    private MosquittoBroker(int port, string settings)
    {
        Port = port;
        _config = Path.Combine(Path.GetTempPath(), $"mosquitto-{port}-{Guid.NewGuid():n}.conf");
        File.WriteAllText(_config, $"listener {port} 127.0.0.1\nset_tcp_nodelay true\npersistence false\n{settings}\n");
    }

    internal int Port { get; }

    internal string Address => $"mqtt://127.0.0.1:{Port}";

    /// <summary>Skips the test where mosquitto is absent, save in CI.</summary>
    internal static void Require()
    {
        var isThere = File.Exists(Program) && File.Exists("/usr/bin/mosquitto_sub");
        if (isThere) return;
        const string how = "mosquitto is not installed: apt-get install mosquitto mosquitto-clients";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(how);
        Assert.Skip(how);
    }

    /// <param name="settings">Lines of mosquitto.conf for its only listener.</param>
    internal static async Task<MosquittoBroker> StartAsync(string settings = "allow_anonymous true")
    {
        Require();
        var broker = new MosquittoBroker(FreePort(), settings);
        await broker.RestartAsync();
        return broker;
    }

    internal async Task RestartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", _config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await MqttWait.UntilAsync(Answers, "mosquitto answers");
    }

    /// <summary>As a power cut: nothing is said, nothing is kept.</summary>
    internal async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>SIGSTOP: the sockets stay open and nobody reads them.</summary>
    internal void Freeze() => Signal("-STOP");

    internal void Thaw() => Signal("-CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) Thaw();
        await KillAsync();
        File.Delete(_config);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("/bin/kill", [signal, _process!.Id.ToString(global::System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
