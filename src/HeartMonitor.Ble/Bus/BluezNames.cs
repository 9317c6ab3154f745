namespace HeartMonitor.Ble.Bus;

/// <summary>Names of BlueZ's interfaces (its <c>doc/org.bluez.*.rst</c>) and of the Bluetooth services (domain-facts 1.1).</summary>
internal static class BluezNames
{
    internal const string Service = "org.bluez";
    internal const string Adapter = "org.bluez.Adapter1";
    internal const string Device = "org.bluez.Device1";
    internal const string Battery = "org.bluez.Battery1";
    internal const string GattService = "org.bluez.GattService1";
    internal const string GattCharacteristic = "org.bluez.GattCharacteristic1";

    internal const string HeartRateService = "0000180d-0000-1000-8000-00805f9b34fb";
    internal const string HeartRateMeasurement = "00002a37-0000-1000-8000-00805f9b34fb";
    internal const string BodySensorLocation = "00002a38-0000-1000-8000-00805f9b34fb";
    internal const string BatteryService = "0000180f-0000-1000-8000-00805f9b34fb";
    internal const string BatteryLevel = "00002a19-0000-1000-8000-00805f9b34fb";
    internal const string InformationService = "0000180a-0000-1000-8000-00805f9b34fb";
    internal const string SerialNumber = "00002a25-0000-1000-8000-00805f9b34fb";
    internal const string FirmwareRevision = "00002a26-0000-1000-8000-00805f9b34fb";

    internal const string AlreadyConnected = "org.bluez.Error.AlreadyConnected";
    internal const string InProgress = "org.bluez.Error.InProgress";
    internal const string NotReady = "org.bluez.Error.NotReady";
    internal const string Failed = "org.bluez.Error.Failed";
    internal const string NotPermitted = "org.bluez.Error.NotPermitted";
    internal const string NotConnected = "org.bluez.Error.NotConnected";
    internal const string DoesNotExist = "org.bluez.Error.DoesNotExist";
    internal const string UnknownObject = "org.freedesktop.DBus.Error.UnknownObject";
    internal const string UnknownMethod = "org.freedesktop.DBus.Error.UnknownMethod";
    internal const string AccessDenied = "org.freedesktop.DBus.Error.AccessDenied";
    internal const string NoReply = "org.freedesktop.DBus.Error.NoReply";
    internal const string ServiceUnknown = "org.freedesktop.DBus.Error.ServiceUnknown";

    /// <summary>An error's name as a clause of our own; the texts of other programs may hold addresses and are never passed on.</summary>
    internal static string InWords(string error) => error switch
    {
        BluezReply.TimedOut or NoReply => "no answer in time",
        NotReady => "the adapter is switched off",
        Failed => "the strap did not answer",
        InProgress => "the adapter is busy with it",
        NotConnected => "the link was lost",
        DoesNotExist or UnknownObject or UnknownMethod => "BlueZ does not know it any more",
        NotPermitted => "it wants to be paired, or another program holds them",
        AccessDenied => "this user may not use Bluetooth",
        ServiceUnknown => "bluetoothd is not running",
        _ => "BlueZ refused",
    };
}
