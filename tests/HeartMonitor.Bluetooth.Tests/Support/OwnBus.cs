using HeartMonitor.DBus;
using HeartMonitor.DBus.Bus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>Our own message bus in this process.</summary>
internal sealed class OwnBus : IBusRig
{
    private readonly MessageBus _bus = MessageBus.StartPrivate();

    public string Address => _bus.Address;

    public Task<DBusConnection> ConnectAsync(bool bigEndian = false) =>
        DBusConnection.ConnectAsync(new() { Address = Address, SendsBigEndian = bigEndian }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _bus.DisposeAsync();
}
