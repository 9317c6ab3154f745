using HeartMonitor.Core.Measurements;
using InTheHand.Bluetooth;

namespace HeartMonitor.InTheHand;

/// <summary>One link through the library. What is asked of the system differs between BlueZ and Windows in <see cref="ConnectAsync"/> only.</summary>
internal sealed class InTheHandLink(BluetoothDevice device, Action<byte[]> onValue, Action onLost) : IStrapLink
{
    private GattCharacteristic? _measurement;
    private int _disposed;

    public BatteryLevel Battery { get; private set; }

    public BodySensorLocation Location { get; private set; }

    /// <summary>Connects, asks for values, and reads what else the strap tells.</summary>
    /// <exception cref="RadioException">A step failed; the link may be up and is to be disposed of.</exception>
    internal async Task OpenAsync(TimeProvider time, CancellationToken cancellation)
    {
        device.GattServerDisconnected += HearLoss;
        await ConnectAsync(time, cancellation).ConfigureAwait(false);
        _measurement = await InTheHandRadio.FindMeasurementAsync(device).ConfigureAwait(false);

        // row 12: removing one handler ends the watch for all, so there is one, and it only hands the bytes on
        _measurement.CharacteristicValueChanged += HearValue;
        await InTheHandRadio.Guarded(_measurement.StartNotificationsAsync(), "its values could not be asked for").ConfigureAwait(false);
        Battery = await InTheHandRadio.ReadBatteryAsync(device).ConfigureAwait(false);
        Location = await InTheHandRadio.ReadLocationAsync(device).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        device.GattServerDisconnected -= HearLoss;
        if (_measurement is { } measurement)
        {
            measurement.CharacteristicValueChanged -= HearValue;
            await Try(measurement.StopNotificationsAsync).ConfigureAwait(false);
        }

        await DisconnectAsync().ConfigureAwait(false);
    }

    private void HearValue(object? sender, GattCharacteristicValueChangedEventArgs e)
    {
        if (e.Value is { } value) onValue(value);
    }

    private void HearLoss(object? sender, EventArgs e) => onLost();

    /// <summary>Goodbyes may fail: the strap may be gone already.</summary>
    private static async Task Try(Func<Task> goodbye)
    {
        try
        {
            await goodbye().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Rows 7 and 14: any kind of exception, and none of them matters any more.
        catch (Exception)
#pragma warning restore CA1031
        {
            // the link is given up either way
        }
    }

#if BLUEZ
    /// <summary>How often a property is asked for while it is waited for: a signal may never come (bluetooth-and-influx 2, row 8).</summary>
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Row 1: the library would pair first, and BlueZ without an agent refuses. A strap needs no pairing, so the device underneath
    /// is connected directly; the library's own calls work on that link.
    /// </summary>
    private async Task ConnectAsync(TimeProvider time, CancellationToken cancellation)
    {
        Linux.Bluetooth.Device underneath = device;
        if (!await InTheHandRadio.Guarded(underneath.GetAsync<bool>("Connected"), "it is not known any more").ConfigureAwait(false))
            await InTheHandRadio.Guarded(underneath.ConnectAsync(), "the connection was refused").ConfigureAwait(false);
        while (!await InTheHandRadio.Guarded(underneath.GetAsync<bool>("ServicesResolved"), "its services could not be read").ConfigureAwait(false))
            await Task.Delay(PollEvery, time, cancellation).ConfigureAwait(false);
    }

    /// <summary>The library's Disconnect is async void here: an error in it would end the process. So the device underneath is asked.</summary>
    private async Task DisconnectAsync()
    {
        Linux.Bluetooth.Device underneath = device;
        await Try(underneath.DisconnectAsync).ConfigureAwait(false);
    }
#else
    private Task ConnectAsync(TimeProvider time, CancellationToken cancellation) =>
        InTheHandRadio.Guarded(device.Gatt.ConnectAsync(), "the connection was refused");

    /// <summary>Windows has no disconnect: the library lets go of the objects that hold the link.</summary>
    private Task DisconnectAsync() => Try(() =>
    {
        device.Gatt.Disconnect();
        return Task.CompletedTask;
    });
#endif
}
