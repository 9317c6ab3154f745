using System.Text;
using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>The services of a connected strap as objects (domain-facts 1.1). Guarded by the simulation's lock.</summary>
internal sealed class BlueZGatt
{
    private readonly SimulatedBlueZ _bluez;
    private readonly SimulatedStrap _strap;
    private readonly ObjectPath _device;
    private readonly Func<bool> _isConnected;
    private readonly Func<bool> _isPaired;
    private readonly int _shift;
    private readonly List<ObjectPath> _services = [];
    private readonly Dictionary<ObjectPath, HashSet<string>> _listeners = [];
    private ObjectPath? _heartRate;
    private ObjectPath? _battery;

    /// <param name="bluez">The simulation.</param>
    /// <param name="strap">Whose services.</param>
    /// <param name="device">Path of its object.</param>
    /// <param name="shift">Moves all paths by so many handles of 0x100.</param>
    /// <param name="isConnected">Whether there is a link now.</param>
    /// <param name="isPaired">Whether it is paired now.</param>
    internal BlueZGatt(SimulatedBlueZ bluez, SimulatedStrap strap, ObjectPath device, int shift, Func<bool> isConnected, Func<bool> isPaired)
    {
        _bluez = bluez;
        _strap = strap;
        _device = device;
        _shift = shift;
        _isConnected = isConnected;
        _isPaired = isPaired;
    }

    internal bool IsNotifying => _heartRate is { } path && _listeners[path].Count > 0;

    /// <summary>Services come one by one, each with what is in it.</summary>
    internal void Add()
    {
        if (!_strap.Switches.LacksHeartRate)
        {
            var heartRate = AddService(0x0010, 0x180D);
            _heartRate = AddCharacteristic(heartRate, 0x0011, 0x2A37, read: null, "notify");
            AddDescriptor(_heartRate.Value, 0x0013);
            AddCharacteristic(heartRate, 0x0014, 0x2A38, () => [_strap.BodyLocation], "read");
            AddCharacteristic(heartRate, 0x0016, 0x2A39, read: null, "write");
        }

        if (_strap.BatteryPercent is not null && !_strap.Switches.HidesBatteryService)
        {
            _battery = AddCharacteristic(AddService(0x0020, 0x180F), 0x0021, 0x2A19, () => [_strap.BatteryPercent ?? 0], "read", "notify");
            AddDescriptor(_battery.Value, 0x0023);
        }

        var information = AddService(0x0030, 0x180A);
        AddCharacteristic(information, 0x0031, 0x2A29, () => "HeartMonitor simulation"u8.ToArray(), "read");
        AddCharacteristic(information, 0x0033, 0x2A24, () => "Virtual strap"u8.ToArray(), "read");
        AddCharacteristic(information, 0x0035, 0x2A25, () => _strap.Serial ?? throw BlueZCalls.Error("Failed", "Operation failed with ATT error: 0x0e"), "read");
        AddCharacteristic(information, 0x0037, 0x2A26, () => Encoding.UTF8.GetBytes(_strap.Firmware), "read");
    }

    internal void Remove()
    {
        foreach (var service in _services) _bluez.Tree.Remove(service);
    }

    /// <summary>Nobody listens any more: notifications end with the link.</summary>
    internal void LinkLost()
    {
        foreach (var path in _listeners.Keys) StopAll(path);
    }

    internal void ClientGone(string client)
    {
        foreach (var (path, listeners) in _listeners)
            if (listeners.Remove(client) && listeners.Count == 0) Set(path, "Notifying", false);
    }

    internal bool NotifyHeartRate(DBusValue value) => Notify(_heartRate, value);

    internal void NotifyBattery(byte percent) => Notify(_battery, DBusValue.FromBytes([percent]));

    private bool Notify(ObjectPath? path, DBusValue value)
    {
        if (path is not { } characteristic || _listeners[characteristic].Count == 0) return false;
        Set(characteristic, "Value", value);
        return true;
    }

    private void StopAll(ObjectPath path)
    {
        if (_listeners[path].Count == 0) return;
        _listeners[path].Clear();
        Set(path, "Notifying", false);
    }

    private ObjectPath AddService(int handle, ushort uuid)
    {
        var path = _device.Child($"service{handle + (0x100 * _shift):x4}");
        _services.Add(path);
        _bluez.Tree.Add(new BlueZObject(path).With(
            BlueZNames.GattService, ("UUID", BlueZNames.Uuid(uuid)), ("Device", _device), ("Primary", true), ("Includes", DBusValue.Array("o"))));
        return path;
    }

    private ObjectPath AddCharacteristic(ObjectPath service, int handle, ushort uuid, Func<byte[]>? read, params string[] flags)
    {
        var path = service.Child($"char{handle + (0x100 * _shift):x4}");
        var added = new BlueZObject(path) { Call = call => Answer(path, uuid, read, flags, call) }.With(
            BlueZNames.Characteristic, ("UUID", BlueZNames.Uuid(uuid)), ("Service", service), ("Value", DBusValue.FromBytes([])),
            ("Flags", DBusValue.Strings(flags)), ("MTU", (ushort)23));
        if (flags.Contains("notify"))
        {
            added.Interfaces[BlueZNames.Characteristic]["Notifying"] = false;
            _listeners[path] = [];
        }

        _bluez.Tree.Add(added);
        return path;
    }

    private void AddDescriptor(ObjectPath characteristic, int handle) =>
        _bluez.Tree.Add(new BlueZObject(characteristic.Child($"desc{handle + (0x100 * _shift):x4}")).With(
            BlueZNames.Descriptor, ("UUID", BlueZNames.Uuid(0x2902)), ("Characteristic", characteristic), ("Value", DBusValue.FromBytes([]))));

    private Task<IReadOnlyList<DBusValue>>? Answer(ObjectPath path, ushort uuid, Func<byte[]>? read, string[] flags, DBusMessage call) =>
        (call.Member, call.Signature) switch
        {
            ("StartNotify", "") => flags.Contains("notify") ? StartNotify(path, call.Sender!) : throw BlueZCalls.Error("NotSupported", "Operation is not supported"),
            ("StopNotify", "") => StopNotify(path, call.Sender!),
            ("ReadValue", "a{sv}") => Read(path, read ?? throw BlueZCalls.Error("NotPermitted", "Read not permitted")),
            ("WriteValue", "aya{sv}") => flags.Contains("write") ? Write(uuid, call.Body[0].AsBytes()) : throw BlueZCalls.Error("NotPermitted", "Write not permitted"),
            _ => null,
        };

    private Task<IReadOnlyList<DBusValue>> StartNotify(ObjectPath path, string client)
    {
        RequireLink();
        if (path == _heartRate)
        {
            if (_strap.Switches.NotifyError is { } error) throw BlueZCalls.Error(error, error == "NotPermitted" ? "Notify acquired" : "In Progress");
            if (_strap.Switches.StaleNotifies-- > 0) throw BlueZCalls.Error("Failed", "Operation failed with ATT error: 0x01");
            _strap.Switches.StaleNotifies = 0;
        }

        RequirePairing();
        if (!_listeners[path].Add(client)) throw BlueZCalls.Error("InProgress", "In Progress");
        if (_listeners[path].Count == 1) Set(path, "Notifying", true);
        return BlueZCalls.Done;
    }

    private Task<IReadOnlyList<DBusValue>> StopNotify(ObjectPath path, string client)
    {
        if (!_listeners.TryGetValue(path, out var listeners) || !listeners.Remove(client)) throw BlueZCalls.Error("Failed", "No notify session started");
        if (listeners.Count == 0) Set(path, "Notifying", false);
        return BlueZCalls.Done;
    }

    private Task<IReadOnlyList<DBusValue>> Read(ObjectPath path, Func<byte[]> read)
    {
        RequireLink();
        RequirePairing();
        var value = DBusValue.FromBytes(read());
        Set(path, "Value", value);
        return BlueZCalls.With(value);
    }

    /// <summary>The control point knows one command; another is the application error 0x80 (domain-facts 1.1).</summary>
    private Task<IReadOnlyList<DBusValue>> Write(ushort uuid, byte[] value)
    {
        RequireLink();
        if (uuid != 0x2A39 || value is not [1]) throw BlueZCalls.Error("Failed", "Operation failed with ATT error: 0x80");
        _strap.EnergyResets++;
        return BlueZCalls.Done;
    }

    private void RequireLink()
    {
        if (!_isConnected()) throw BlueZCalls.Error("Failed", "Not connected");
    }

    private void RequirePairing()
    {
        if (_strap.Switches.RequiresPairing && !_isPaired()) throw BlueZCalls.Error("NotPermitted", "Not paired");
    }

    private void Set(ObjectPath path, string property, DBusValue value) => _bluez.Tree.Set(path, BlueZNames.Characteristic, property, value);
}
