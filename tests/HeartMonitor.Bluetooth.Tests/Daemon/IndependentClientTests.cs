using System.Diagnostics;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Daemon;

/// <summary>The simulated BlueZ on a real daemon, driven by clients that share no code with us.</summary>
public sealed class IndependentClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>python3-dbus on libdbus, from discovery to the values.</summary>
    [Fact]
    public async Task Python_finds_connects_and_hears_the_strap()
    {
        await using var bus = await DaemonBus.StartAsync();
        await using var bluez = await SimulatedBlueZ.StartAsync(bus.Address, cancellation: Cancellation);
        var strap = bluez.AddStrap(BlueZRig.Address);
        using var client = bus.Run("/usr/bin/python3", Script("strap_client.py"), "3");
        try
        {
            Assert.Equal("location 01", await ReadAsync(client));
            Assert.Equal("listening", await ReadAsync(client));
            foreach (var packet in new byte[][] { [0x16, 0x5A, 0xA6, 0x02], [0x06, 0x4B], [0x04, 0x00] }) Assert.True(strap.Notify(packet));
            Assert.Equal("value 165aa602", await ReadAsync(client));
            Assert.Equal("value 064b", await ReadAsync(client));
            Assert.Equal("value 0400", await ReadAsync(client));
            Assert.Equal("error org.bluez.Error.NotConnected", await ReadAsync(client));
            await client.WaitForExitAsync(Cancellation);
            Assert.Equal(0, client.ExitCode);
        }
        finally
        {
            if (!client.HasExited) client.Kill();
        }
    }

    [Fact]
    public async Task Dbus_send_reads_the_tree_and_gets_named_errors()
    {
        await using var bus = await DaemonBus.StartAsync();
        await using var bluez = await SimulatedBlueZ.StartAsync(bus.Address, cancellation: Cancellation);
        bluez.AddStrap(BlueZRig.Address, "Strap 1", new() { IsRemembered = true });
        var tree = await SendAsync(bus, "/", "org.freedesktop.DBus.ObjectManager.GetManagedObjects");
        Assert.Contains("object path \"/org/bluez/hci0/dev_C0_FF_EE_00_00_01\"", tree, StringComparison.Ordinal);
        Assert.Contains("string \"Strap 1\"", tree, StringComparison.Ordinal);
        bluez.Adapters[0].IsPowered = false;
        Assert.Contains(
            "org.bluez.Error.NotReady: Resource Not Ready", await SendAsync(bus, "/org/bluez/hci0", "org.bluez.Adapter1.StartDiscovery"), StringComparison.Ordinal);
    }

    /// <summary>Our client and a service of python's: libdbus reads what we write in either byte order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Our_client_is_understood_by_a_python_service(bool bigEndian)
    {
        await using var bus = await DaemonBus.StartAsync();
        using var service = bus.Run("/usr/bin/python3", Script("echo_service.py"));
        try
        {
            Assert.Equal("ready", await ReadAsync(service));
            await using var client = await bus.ConnectAsync(bigEndian);
            DBusValue[] body =
            [
                (byte)7, true, (short)-2, ushort.MaxValue, -3, 4_000_000_000u, -5_000_000_000L, ulong.MaxValue, -1.5, "Größe ♥", new ObjectPath("/org/bluez"),
                DBusValue.FromSignature("a{sv}"), DBusValue.FromBytes([1, 2, 3]), DBusValue.Struct((byte)1, DBusValue.Array("t", 5UL)),
                DBusValue.Properties(KeyValuePair.Create<string, DBusValue>("k", "v")), DBusValue.Array("(yx)", DBusValue.Struct((byte)1, 2L)),
            ];
            Assert.Equal(body, await client.CallAsync(Call("Echo", body), Cancellation));
            var error = await Assert.ThrowsAsync<DBusErrorException>(() => client.CallAsync(Call("NotReady"), Cancellation));
            Assert.Equal(("org.bluez.Error.NotReady", "Resource Not Ready"), (error.Name, error.Text));

            var told = new TaskCompletionSource<DBusMessage>();
            await client.SubscribeAsync(new("org.heartmonitor.Echo") { Member = "Told" }, told.SetResult, Cancellation);
            await client.CallAsync(Call("Tell", body), Cancellation);
            Assert.Equal(body, (await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).Body);
        }
        finally
        {
            service.StandardInput.Close();
            if (!service.WaitForExit(5_000)) service.Kill();
        }
    }

    private static DBusCall Call(string member, params DBusValue[] body) => new("org.heartmonitor.Echo", new("/echo"), "org.heartmonitor.Echo", member, body);

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    private static async Task<string?> ReadAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(40), Cancellation)
        ?? await process.StandardError.ReadToEndAsync(Cancellation);

    private static async Task<string> SendAsync(DaemonBus bus, string path, string method)
    {
        using var process = bus.Run("/usr/bin/dbus-send", "--system", "--print-reply", "--dest=org.bluez", path, method);
        var said = process.StandardOutput.ReadToEndAsync(Cancellation);
        var complained = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return await said + await complained;
    }
}
