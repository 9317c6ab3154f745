using System.Globalization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using InTheHand.Bluetooth;

namespace HeartMonitor.InTheHand;

/// <summary>The library behind the seam. All it throws becomes a <see cref="RadioException"/>; its texts stay inside, as they may name addresses.</summary>
internal sealed class InTheHandRadio(TimeProvider time) : IStrapRadio
{
    /// <summary>Bluetooth addresses have 48 bits; Windows writes them without leading zeros.</summary>
    private const int AddressDigits = 12;

    private static readonly BluetoothUuid HeartRate = BluetoothUuid.FromShortId(0x180D);
    private static readonly BluetoothUuid Measurement = BluetoothUuid.FromShortId(0x2A37);
    private static readonly BluetoothUuid SensorLocation = BluetoothUuid.FromShortId(0x2A38);
    private static readonly BluetoothUuid Battery = BluetoothUuid.FromShortId(0x180F);
    private static readonly BluetoothUuid BatteryLevelId = BluetoothUuid.FromShortId(0x2A19);

    public async Task<IReadOnlyDictionary<StrapAddress, object>> ScanAsync(TimeSpan length, CancellationToken cancellation)
    {
        // row 11: the first call must be this one, or others meet a null adapter; row 2: unpowered, a scan would never end
        if (!await Guarded(Bluetooth.GetAvailabilityAsync(), "no Bluetooth adapter was found").ConfigureAwait(false))
            throw new RadioException("Bluetooth is switched off");
        var options = new RequestDeviceOptions { AcceptAllDevices = true, Timeout = length };
        var devices = await Guarded(Bluetooth.ScanForDevicesAsync(options, cancellation), "the scan failed").ConfigureAwait(false);

        // rows 3 and 5: filters are ignored on Linux, and a device may come twice
        var found = new Dictionary<StrapAddress, object>();
        foreach (var device in devices)
            if (StrapAddress.TryParse(device.Id.PadLeft(AddressDigits, '0'), out var address)) found[address] = device;
        return found;
    }

    public async Task<IStrapLink> ConnectAsync(object found, Action<byte[]> onValue, Action onLost, CancellationToken cancellation)
    {
        var link = new InTheHandLink((BluetoothDevice)found, onValue, onLost);
        try
        {
            await link.OpenAsync(time, cancellation).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The measurement characteristic, looked up anew after every connection.</summary>
    /// <exception cref="RadioException">The strap does not offer it.</exception>
    internal static async Task<GattCharacteristic> FindMeasurementAsync(BluetoothDevice device)
    {
        var service = await Guarded(device.Gatt.GetPrimaryServiceAsync(HeartRate), "its services could not be read").ConfigureAwait(false)
            ?? throw new RadioException("it offers no heart-rate service");
        return await Guarded(service.GetCharacteristicAsync(Measurement), "its characteristics could not be read").ConfigureAwait(false)
            ?? throw new RadioException("it offers no heart-rate measurement");
    }

    internal static async Task<BatteryLevel> ReadBatteryAsync(BluetoothDevice device) =>
        BatteryLevel.TryDecode(await ReadAsync(device, Battery, BatteryLevelId).ConfigureAwait(false), out var level) ? level : BatteryLevel.Unknown;

    internal static async Task<BodySensorLocation> ReadLocationAsync(BluetoothDevice device) =>
        BodySensorLocationCodec.Decode(await ReadAsync(device, HeartRate, SensorLocation).ConfigureAwait(false));

    /// <summary>Awaits a call of the library; whatever it throws (row 14: several kinds) becomes a <see cref="RadioException"/>.</summary>
    internal static async Task<T> Guarded<T>(Task<T> call, string failed)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new RadioException(string.Create(CultureInfo.InvariantCulture, $"{failed} ({Kind(failure)})"), failure);
        }
    }

    internal static Task Guarded(Task call, string failed) => Guarded(AsResult(call), failed);

    private static async Task<bool> AsResult(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    /// <summary>What a strap need not have: nothing when anything goes wrong.</summary>
    private static async Task<byte[]> ReadAsync(BluetoothDevice device, BluetoothUuid service, BluetoothUuid characteristic)
    {
        try
        {
            var found = await Guarded(device.Gatt.GetPrimaryServiceAsync(service), "no such service").ConfigureAwait(false);
            var value = found is null ? null : await Guarded(found.GetCharacteristicAsync(characteristic), "no such characteristic").ConfigureAwait(false);
            return value is null ? [] : await Guarded(value.ReadValueAsync(), "it could not be read").ConfigureAwait(false) ?? [];
        }
        catch (RadioException)
        {
            return [];
        }
    }

    /// <summary>The name of a D-Bus error, such as org.bluez.Error.Failed, or the kind of the exception; never its text.</summary>
    private static string Kind(Exception failure)
    {
#if BLUEZ
        if (failure is Tmds.DBus.DBusException { ErrorName: { } name }) return name;
#endif
        return failure.GetType().Name;
    }
}
