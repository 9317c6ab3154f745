using System.Text;
using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>
/// A strap in radio range: it advertises while it is on air and nobody is connected, and sends what it is given while somebody listens. Safe
/// from any thread.
/// </summary>
public sealed class SimulatedStrap
{
    private readonly SimulatedBlueZ _bluez;
    private bool _isOnAir = true;
    private byte? _batteryPercent = 90;

    internal SimulatedStrap(SimulatedBlueZ bluez, string address, string name, StrapSwitches switches)
    {
        _bluez = bluez;
        (Address, Serial) = (address, Encoding.ASCII.GetBytes(address.Replace(":", "", StringComparison.Ordinal)));
        Name = name;
        Switches = switches;
    }

    /// <summary>As <c>C0:FF:EE:00:00:01</c>.</summary>
    public string Address { get; }

    /// <summary>As the strap says it; <see cref="Address"/> stays the same.</summary>
    public string Name { get; set; }

    public StrapSwitches Switches { get; }

    /// <summary>dBm, as measured at the adapter.</summary>
    public short Rssi { get; set; } = -60;

    /// <summary>Value of 0x2A38 (domain-facts 1.1); 1 is the chest.</summary>
    public byte BodyLocation { get; set; } = 1;

    /// <summary>Bytes of 0x2A25; at first the digits of the address, as some straps have it. Null: reading it is answered with an error.</summary>
    public byte[]? Serial { get; set; }

    /// <summary>Text of 0x2A26.</summary>
    public string Firmware { get; set; } = "1.0.0";

    /// <summary>Worn and awake. Going off air drops the link.</summary>
    public bool IsOnAir
    {
        get => _bluez.Locked(() => _isOnAir);
        set => _bluez.Locked(() =>
        {
            _isOnAir = value;
            if (value) _bluez.CameOnAir();
            else Link?.Down();
        });
    }

    /// <summary>Value of 0x2A19, percent; a new one is notified to who listens. Null: it has no battery service.</summary>
    public byte? BatteryPercent
    {
        get => _batteryPercent;
        set => _bluez.Locked(() =>
        {
            _batteryPercent = value;
            if (value is { } percent) Link?.TellBattery(percent);
        });
    }

    public bool IsConnected => _bluez.Locked(() => Link is not null);

    /// <summary>Somebody has asked for notifications of 0x2A37.</summary>
    public bool IsNotifying => _bluez.Locked(() => Link?.IsNotifying == true);

    /// <summary>Links it ever had.</summary>
    public int Connections { get; internal set; }

    /// <summary>Times that 0x01 was written to the control point 0x2A39.</summary>
    public int EnergyResets { get; internal set; }

    /// <summary>Path of its object where it is connected; null while it is not.</summary>
    public ObjectPath? ConnectedPath => _bluez.Locked(() => Link?.Path);

    internal BlueZDevice? Link { get; set; }

    /// <summary>Under the lock: an adapter can hear it, or link to it.</summary>
    internal bool IsAdvertising => _isOnAir && Link is null;

    internal IReadOnlyList<string> Advertised =>
        Switches.LacksHeartRate ? [BlueZNames.Uuid(0x1816)] : [BlueZNames.Uuid(0x180D), .. _batteryPercent is null ? Array.Empty<string>() : [BlueZNames.Uuid(0x180F)]];

    /// <summary>Notifies a value of 0x2A37.</summary>
    /// <returns>False when nobody listens: a strap keeps nothing.</returns>
    public bool Notify(ReadOnlySpan<byte> packet) => NotifyValue(DBusValue.FromBytes(packet));

    /// <summary>As <see cref="Notify"/>, with whatever BlueZ would never say: another type, an empty array, ten thousand bytes.</summary>
    public bool NotifyValue(DBusValue value) => _bluez.Locked(() => Link?.Notify(value) == true);

    /// <summary>The link drops; it advertises again at once.</summary>
    public void Drop() => _bluez.Locked(() => Link?.Down());
}
