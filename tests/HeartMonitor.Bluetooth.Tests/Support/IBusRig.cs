using HeartMonitor.DBus;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>A bus to test on: ours or the reference implementation.</summary>
internal interface IBusRig : IAsyncDisposable
{
    string Address { get; }

    Task<DBusConnection> ConnectAsync(bool bigEndian = false);
}
