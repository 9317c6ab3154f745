using System.Diagnostics;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Transport;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>A real dbus-daemon on a socket of its own, with everything allowed, as a system bus would have it for root.</summary>
internal sealed class DaemonBus : IBusRig
{
    private const string Program = "/usr/bin/dbus-daemon";
    private readonly string _folder = Directory.CreateTempSubdirectory("hm-dbus-").FullName;
    private Process? _process;

    private DaemonBus(bool isAbstract) =>
        Address = isAbstract ? $"unix:abstract=heartmonitor-{Path.GetFileName(_folder)}" : BusAddress.OfPath(Path.Combine(_folder, "bus"));

    public string Address { get; }

    /// <summary>Skips the test where the daemon or python's binding is absent, save in CI.</summary>
    internal static void Require()
    {
        var isThere = File.Exists(Program) && File.Exists("/usr/bin/dbus-send") && Directory.Exists("/usr/lib/python3/dist-packages/dbus");
        if (isThere) return;
        const string how = "dbus is not installed: apt-get install dbus python3-dbus";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(how);
        Assert.Skip(how);
    }

    /// <param name="isAbstract">Listens in the abstract namespace in place of a file.</param>
    internal static async Task<DaemonBus> StartAsync(bool isAbstract = false)
    {
        Require();
        var bus = new DaemonBus(isAbstract);
        var config = Path.Combine(bus._folder, "bus.conf");
        await File.WriteAllTextAsync(config, $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <listen>{bus.Address}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/>
              </policy>
            </busconfig>
            """);
        await bus.RestartAsync();
        return bus;
    }

    internal async Task RestartAsync()
    {
        var start = new ProcessStartInfo(Program, ["--config-file", Path.Combine(_folder, "bus.conf"), "--nofork", "--print-address"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        Assert.NotNull(await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    internal async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public Task<DBusConnection> ConnectAsync(bool bigEndian = false) =>
        DBusConnection.ConnectAsync(new() { Address = Address, SendsBigEndian = bigEndian }, TestContext.Current.CancellationToken);

    /// <summary>Runs a program with this bus as its system and session bus.</summary>
    internal Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DBUS_SYSTEM_BUS_ADDRESS"] = Address;
        start.Environment["DBUS_SESSION_BUS_ADDRESS"] = Address;
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
