using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>A strap as one adapter sees it: its object, its link, its services. Guarded by the simulation's lock.</summary>
internal sealed class BlueZDevice(SimulatedBlueZ bluez, SimulatedAdapter adapter, SimulatedStrap strap)
{
    /// <summary>Appearance of a heart-rate belt (Bluetooth assigned numbers, 0x0341).</summary>
    private const ushort HeartRateBelt = 0x0341;

    private TaskCompletionSource<DBusErrorException?>? _connecting;
    private IDisposable? _attempt;
    private IDisposable? _givingUp;
    private IDisposable? _resolving;
    private IDisposable? _dropping;
    private BlueZGatt? _gatt;
    private long _lastSeen;
    private bool _isPaired;

    internal ObjectPath Path { get; } = adapter.Path.Child("dev_" + strap.Address.Replace(':', '_'));

    internal bool IsListed { get; private set; }

    internal bool IsConnected { get; private set; }

    internal bool IsNotifying => _gatt?.IsNotifying == true;

    private bool IsTemporary => !strap.Switches.IsRemembered && !_isPaired;

    private bool IsIdle => !IsConnected && _connecting is null;

    private ObjectPath Twin => new(Path.Value + "_2");

    /// <summary>It was seen, or is remembered: its object comes, or its RSSI changes.</summary>
    internal void List(short? rssi)
    {
        _lastSeen = bluez.Clock.Now;
        if (IsListed)
        {
            if (rssi is { } seen) bluez.Tree.Set(Path, BlueZNames.Device, "RSSI", seen);
            return;
        }

        IsListed = true;
        Add(Path, rssi, Answer);
        if (strap.Switches.IsListedTwice)
            Add(Twin, rssi, call => call.Member == "Connect" ? throw BlueZCalls.Error("Failed", BlueZNames.AbortedByLocal) : null);
    }

    /// <summary>RemoveDevice, or nobody has seen it for long.</summary>
    internal void Unlist()
    {
        Down();
        IsListed = false;
        _gatt = null;
        bluez.Tree.Remove(Path);
        bluez.Tree.Remove(Twin);
    }

    internal void ForgetIfStale()
    {
        if (IsListed && IsTemporary && IsIdle && bluez.Clock.Since(_lastSeen) >= bluez.Timings.TemporaryTimeout) Unlist();
    }

    /// <summary>The objects went without a word: the adapter was pulled, or the daemon ended.</summary>
    internal void Forget()
    {
        StopTimers();
        Fail(BlueZCalls.Error("Failed", BlueZNames.AbortedByLocal));
        IsListed = IsConnected = false;
        _gatt = null;
        if (strap.Link == this) strap.Link = null;
    }

    /// <summary>Goes on with a connection that waits for the strap.</summary>
    internal void TryLink()
    {
        if (_connecting is null || strap.Switches.OnConnect != ConnectBehaviour.Connects || !strap.IsAdvertising) return;
        _attempt?.Dispose();
        _attempt = bluez.Clock.After(bluez.Timings.ConnectDelay, LinkUp);
    }

    /// <summary>The link drops, or the attempt to get one ends. Nothing, when there is neither.</summary>
    internal void Down()
    {
        StopTimers();
        Fail(BlueZCalls.Error("Failed", BlueZNames.AbortedByLocal));
        if (!IsConnected) return;

        IsConnected = false;
        strap.Link = null;
        _lastSeen = bluez.Clock.Now;
        _gatt?.LinkLost();
        if (!strap.Switches.KeepsGatt) RemoveGatt();
        bluez.Tree.RemoveInterface(Path, BlueZNames.Battery);
        Set("ServicesResolved", false, tells: !strap.Switches.HidesResolved);
        Set("Connected", false, tells: !strap.Switches.HidesConnected);
        bluez.CameOnAir();
    }

    internal bool Notify(DBusValue value) => _gatt?.NotifyHeartRate(value) == true;

    internal void TellBattery(byte percent)
    {
        bluez.Tree.Set(Path, BlueZNames.Battery, "Percentage", percent);
        _gatt?.NotifyBattery(percent);
    }

    internal void ClientGone(string client) => _gatt?.ClientGone(client);

    private Task<IReadOnlyList<DBusValue>>? Answer(DBusMessage call) => (call.Member, call.Signature) switch
    {
        ("Connect", "") => ConnectAsync(),
        ("Disconnect", "") => Disconnect(),
        ("Pair", "") => Pair(),
        ("CancelPairing", "") => throw BlueZCalls.Error("DoesNotExist", "Does Not Exist"),
        _ => null,
    };

    private async Task<IReadOnlyList<DBusValue>> ConnectAsync()
    {
        if (!adapter.CanLink) throw BlueZCalls.Error("NotReady", "Resource Not Ready");
        if (IsConnected) throw BlueZCalls.Error("AlreadyConnected", "Already Connected");
        if (_connecting is not null) throw BlueZCalls.Error("InProgress", "In Progress");
        if (adapter.IsFull) throw BlueZCalls.Error("Failed", "le-connection-concurrent-connection-limit");

        var outcome = Begin().Task;
        return await outcome is { } error ? throw error : [];
    }

    private TaskCompletionSource<DBusErrorException?> Begin()
    {
        var connecting = _connecting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (strap.Switches.OnConnect == ConnectBehaviour.Aborts) _attempt = bluez.Clock.After(bluez.Timings.ConnectDelay, Down);
        if (strap.Switches.OnConnect == ConnectBehaviour.Connects)
        {
            _givingUp = bluez.Clock.After(bluez.Timings.ConnectTimeout, Down);
            TryLink();
        }

        return connecting;
    }

    private Task<IReadOnlyList<DBusValue>> Disconnect()
    {
        if (IsIdle) throw BlueZCalls.Error("NotConnected", "Not Connected");
        Down();
        return BlueZCalls.Done;
    }

    private Task<IReadOnlyList<DBusValue>> Pair()
    {
        if (_isPaired) throw BlueZCalls.Error("AlreadyExists", "Already Exists");
        if (strap.Switches.RefusesPairing) throw BlueZCalls.Error("AuthenticationFailed", "Authentication Failed");
        if (!IsConnected && !strap.IsAdvertising) throw BlueZCalls.Error("ConnectionAttemptFailed", "Page Timeout");
        _isPaired = true;
        Set("Paired", true);
        Set("Bonded", true);
        return BlueZCalls.Done;
    }

    private void LinkUp()
    {
        if (_connecting is not { } connecting || !strap.IsAdvertising) return;
        StopTimers();
        _connecting = null;
        IsConnected = true;
        strap.Link = this;
        strap.Connections++;
        Set("Connected", true, tells: !strap.Switches.HidesConnected);
        connecting.TrySetResult(null);
        if (!strap.Switches.NeverResolves) _resolving = bluez.Clock.After(strap.Switches.ResolveDelay ?? bluez.Timings.ResolveDelay, Resolve);
        if (IsConnected && strap.Switches.DropsAfter is { } lasting) _dropping = bluez.Clock.After(lasting, Down);
    }

    private void Resolve()
    {
        if (strap.Switches.MovesGatt) RemoveGatt();
        if (_gatt is null)
        {
            _gatt = new(bluez, strap, Path, strap.Switches.MovesGatt ? strap.Connections : 0, () => IsConnected, () => _isPaired);
            _gatt.Add();
        }

        if (strap.BatteryPercent is { } percent) bluez.Tree.AddInterface(Path, BlueZNames.Battery, ("Percentage", percent), ("Source", "GATT Battery Service"));
        Set("ServicesResolved", true, tells: !strap.Switches.HidesResolved);
    }

    private void RemoveGatt()
    {
        _gatt?.Remove();
        _gatt = null;
    }

    private void Fail(DBusErrorException error)
    {
        _connecting?.TrySetResult(error);
        _connecting = null;
    }

    private void StopTimers()
    {
        _attempt?.Dispose();
        _givingUp?.Dispose();
        _resolving?.Dispose();
        _dropping?.Dispose();
    }

    private void Set(string property, DBusValue value, bool tells = true) => bluez.Tree.Set(Path, BlueZNames.Device, property, value, tells);

    private bool SetProperty(string property, DBusValue value)
    {
        if (property is not ("Trusted" or "Alias" or "Blocked")) return false;
        Set(property, value);
        return true;
    }

    private void Add(ObjectPath path, short? rssi, Func<DBusMessage, Task<IReadOnlyList<DBusValue>>?> answer)
    {
        var added = new BlueZObject(path) { Call = answer, Set = SetProperty }.With(
            BlueZNames.Device,
            ("Address", strap.Address), ("AddressType", "random"), ("Name", strap.Name), ("Alias", strap.Name), ("Appearance", HeartRateBelt),
            ("Paired", _isPaired), ("Bonded", _isPaired), ("Trusted", false), ("Blocked", false), ("LegacyPairing", false), ("Connected", false),
            ("UUIDs", DBusValue.Strings(strap.Advertised)), ("Adapter", adapter.Path), ("ServicesResolved", false));
        if (rssi is { } seen) added.Interfaces[BlueZNames.Device]["RSSI"] = seen;
        bluez.Tree.Add(added);
    }
}
