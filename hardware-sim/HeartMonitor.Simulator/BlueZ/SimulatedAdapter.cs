using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>An adapter, as <c>hci0</c>. Safe from any thread; members that are not public run under the simulation's lock.</summary>
public sealed class SimulatedAdapter
{
    private readonly SimulatedBlueZ _bluez;
    private readonly Dictionary<SimulatedStrap, BlueZDevice> _devices = [];
    private readonly Dictionary<string, DiscoveryFilter> _filters = [];
    private readonly HashSet<string> _discovering = [];
    private IDisposable? _sweep;
    private bool _isPowered = true;
    private int _sweeps;

    internal SimulatedAdapter(SimulatedBlueZ bluez, int number, string address)
    {
        _bluez = bluez;
        Number = number;
        Address = address;
    }

    /// <summary>MAC address.</summary>
    public string Address { get; }

    public ObjectPath Path => new($"/org/bluez/hci{Number}");

    /// <summary>Links at a time; Connect beyond it fails. No limit by default.</summary>
    public int ConnectionLimit { get; set; } = int.MaxValue;

    /// <summary>StartDiscovery fails with this error of <c>org.bluez.Error</c>: <c>InProgress</c>, <c>NotReady</c>, <c>Failed</c>; null for none.</summary>
    public string? DiscoveryError { get; set; }

    /// <summary>Setting it is what rfkill or another program does: links drop, discovery ends.</summary>
    public bool IsPowered
    {
        get => _bluez.Locked(() => _isPowered);
        set => _bluez.Locked(() => Power(value));
    }

    public bool IsDiscovering => _bluez.Locked(() => _discovering.Count > 0);

    public int Links => _bluez.Locked(() => LinkCount);

    internal int Number { get; set; }

    internal bool IsPlugged { get; private set; }

    internal bool CanLink => _isPowered && IsPlugged;

    internal bool IsFull => LinkCount >= ConnectionLimit;

    /// <summary>A copy: what happens to one may bring another.</summary>
    private BlueZDevice[] Devices => [.. _devices.Values];

    private int LinkCount => _devices.Values.Count(device => device.IsConnected);

    /// <summary>Out of its socket: all its objects go, links drop.</summary>
    public void Unplug() => _bluez.Locked(() =>
    {
        if (!IsPlugged) return;
        Clear();
        _bluez.Tree.Remove(Path);
        _bluez.CameOnAir();
    });

    /// <summary>Back in its socket, powered, with what BlueZ remembers.</summary>
    public void PlugIn() => _bluez.Locked(Appear);

    /// <summary>Its object and those of remembered straps come.</summary>
    internal void Appear()
    {
        if (IsPlugged || !_bluez.IsUp) return;
        IsPlugged = true;
        _bluez.Tree.Add(new BlueZObject(Path) { Call = Answer, Set = SetProperty }.With(
            BlueZNames.Adapter,
            ("Address", Address), ("AddressType", "public"), ("Name", "simulated"), ("Alias", "simulated"), ("Class", 0u), ("Powered", _isPowered),
            ("Discoverable", false), ("DiscoverableTimeout", 180u), ("Pairable", false), ("PairableTimeout", 0u), ("Discovering", false),
            ("UUIDs", DBusValue.Strings()), ("Roles", DBusValue.Strings("central", "peripheral"))));
        foreach (var strap in _bluez.Straps) Remember(strap);
        Sweep();
    }

    /// <summary>Links drop, discovery ends and nothing is told: the objects go, or went, in one.</summary>
    internal void Clear()
    {
        IsPlugged = false;
        _sweep?.Dispose();
        _discovering.Clear();
        _filters.Clear();
        foreach (var device in Devices) device.Forget();
        _devices.Clear();
    }

    internal void Remember(SimulatedStrap strap)
    {
        if (IsPlugged && strap.Switches.IsRemembered) DeviceOf(strap).List(rssi: null);
    }

    /// <summary>Somebody came on air: who waits to connect to him may go on, and discovery sees him soon.</summary>
    internal void LookAgain()
    {
        foreach (var device in Devices) device.TryLink();
        if (_discovering.Count > 0) _bluez.Clock.After(_bluez.Timings.DiscoveryDelay, SeeAll);
    }

    internal void ClientGone(string client)
    {
        _filters.Remove(client);
        if (_discovering.Remove(client)) DiscoveryChanged();
        foreach (var device in Devices) device.ClientGone(client);
    }

    private Task<IReadOnlyList<DBusValue>>? Answer(DBusMessage call) => (call.Member, call.Signature) switch
    {
        ("StartDiscovery", "") => StartDiscovery(call.Sender!),
        ("StopDiscovery", "") => StopDiscovery(call.Sender!),
        ("SetDiscoveryFilter", "a{sv}") => SetFilter(call.Sender!, call.Body[0]),
        ("RemoveDevice", "o") => RemoveDevice(call.Body[0].AsObjectPath()),
        ("GetDiscoveryFilters", "") => BlueZCalls.With(DBusValue.Strings("UUIDs", "RSSI", "Transport")),
        _ => null,
    };

    private Task<IReadOnlyList<DBusValue>> StartDiscovery(string client)
    {
        if (!_isPowered) throw BlueZCalls.Error("NotReady", "Resource Not Ready");
        if (DiscoveryError is { } error) throw BlueZCalls.Error(error, "as the test wants it");
        if (!_discovering.Add(client)) throw BlueZCalls.Error("InProgress", "Operation already in progress");

        if (_discovering.Count == 1) _bluez.Tree.Set(Path, BlueZNames.Adapter, "Discovering", true);
        _bluez.Clock.After(_bluez.Timings.DiscoveryDelay, SeeAll);
        return BlueZCalls.Done;
    }

    private Task<IReadOnlyList<DBusValue>> StopDiscovery(string client)
    {
        if (!_discovering.Remove(client)) throw BlueZCalls.Error("Failed", "No discovery started");
        DiscoveryChanged();
        return BlueZCalls.Done;
    }

    private Task<IReadOnlyList<DBusValue>> SetFilter(string client, DBusValue properties)
    {
        _filters[client] = DiscoveryFilter.Parse(properties);
        return BlueZCalls.Done;
    }

    private Task<IReadOnlyList<DBusValue>> RemoveDevice(ObjectPath path)
    {
        var device = _devices.Values.FirstOrDefault(candidate => candidate.IsListed && candidate.Path == path);
        if (device is null) throw BlueZCalls.Error("DoesNotExist", "Does Not Exist");
        device.Unlist();
        return BlueZCalls.Done;
    }

    private bool SetProperty(string property, DBusValue value)
    {
        if (property == "Powered") Power(value.AsBoolean());
        else if (property is "Alias" or "Discoverable" or "Pairable" or "DiscoverableTimeout" or "PairableTimeout")
            _bluez.Tree.Set(Path, BlueZNames.Adapter, property, value);
        else return false;
        return true;
    }

    private void Power(bool on)
    {
        if (_isPowered == on) return;
        _isPowered = on;
        if (!on)
        {
            _discovering.Clear();
            DiscoveryChanged();
            foreach (var device in Devices) device.Down();
        }

        _bluez.Tree.Set(Path, BlueZNames.Adapter, "Powered", on);
    }

    /// <summary>The last client has stopped: nothing is measured any more.</summary>
    private void DiscoveryChanged()
    {
        if (_discovering.Count > 0) return;
        _bluez.Tree.Set(Path, BlueZNames.Adapter, "Discovering", false);
        foreach (var device in Devices) _bluez.Tree.Invalidate(device.Path, BlueZNames.Device, "RSSI");
    }

    private void Sweep()
    {
        SeeAll();
        foreach (var device in Devices) device.ForgetIfStale();
        _sweep = _bluez.Clock.After(_bluez.Timings.RssiInterval, Sweep);
    }

    private void SeeAll()
    {
        if (_discovering.Count == 0 || !CanLink) return;
        _sweeps++;
        foreach (var strap in _bluez.Straps)
            if (strap.IsAdvertising && IsWanted(strap)) DeviceOf(strap).List((short)(strap.Rssi + (_sweeps % 3) - 1));
    }

    private bool IsWanted(SimulatedStrap strap) => _discovering.Any(client => _filters.GetValueOrDefault(client, DiscoveryFilter.Everything).Wants(strap));

    private BlueZDevice DeviceOf(SimulatedStrap strap)
    {
        if (!_devices.TryGetValue(strap, out var device)) _devices[strap] = device = new(_bluez, this, strap);
        return device;
    }
}
