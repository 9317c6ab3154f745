using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>
/// Another peer on the bus who sends signals in BlueZ's name, to everybody or straight to a victim, as a stock system bus lets it.
/// </summary>
public sealed class SignalForger : IAsyncDisposable
{
    private readonly DBusConnection _connection;

    private SignalForger(DBusConnection connection) => _connection = connection;

    public static async Task<SignalForger> ConnectAsync(string busAddress, CancellationToken cancellation = default) =>
        new(await DBusConnection.ConnectAsync(new() { Address = busAddress }, cancellation));

    /// <summary>A heart rate that no strap sent.</summary>
    /// <param name="characteristic">Path of the 0x2A37 object it speaks of.</param>
    /// <param name="packet">The value.</param>
    /// <param name="victim">Unique name of who is to get it; null for everybody.</param>
    public ValueTask ForgeValueAsync(ObjectPath characteristic, byte[] packet, string? victim = null)
    {
        var changed = DBusValue.Properties(KeyValuePair.Create("Value", DBusValue.FromBytes(packet)));
        return ForgeAsync(DBusMessage.Signal(characteristic, DBusNames.Properties, "PropertiesChanged", BlueZNames.Characteristic, changed, DBusValue.Strings()), victim);
    }

    /// <summary>Any signal.</summary>
    public ValueTask ForgeAsync(DBusMessage signal, string? victim = null) => _connection.SendAsync(signal with { Destination = victim });

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
