namespace HeartMonitor.Simulator.BlueZ;

/// <summary>Names of BlueZ's D-Bus interface (doc/*-api.txt of BlueZ) and of what a strap offers (domain-facts 1.1).</summary>
public static class BlueZNames
{
    public const string Service = "org.bluez";
    public const string Adapter = "org.bluez.Adapter1";
    public const string Device = "org.bluez.Device1";
    public const string GattService = "org.bluez.GattService1";
    public const string Characteristic = "org.bluez.GattCharacteristic1";
    public const string Descriptor = "org.bluez.GattDescriptor1";
    public const string Battery = "org.bluez.Battery1";

    internal const string Error = "org.bluez.Error.";

    /// <summary>What BlueZ says when its own side gave a connection up.</summary>
    internal const string AbortedByLocal = "le-connection-abort-by-local";

    /// <summary>The 128-bit form of a short UUID.</summary>
    public static string Uuid(ushort shortId) => $"0000{shortId:x4}-0000-1000-8000-00805f9b34fb";
}
