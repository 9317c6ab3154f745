using System.Reactive.Concurrency;
using HeartMonitor.Ble.Bus;
using Properties = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace HeartMonitor.Bluetooth.Tests.Ble.Support;

/// <summary>One strap of <see cref="MemoryBluez"/>: heard, connected, its services known after a while, a value a second.</summary>
internal sealed class MemoryStrap(MemoryBluez bluez, IScheduler scheduler, string address, int number)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal); // adapter to path
    private Action<BluezReply>? _connecting;
    private string? _wanted;
    private bool _resolved;
    private bool _notifying;
    private int _link;
    private int _generation;

    internal string Text => address;

    /// <summary>On which adapter its link is; null without one.</summary>
    internal string? Adapter { get; private set; }

    internal bool IsOnAir { get; private set; } = true;

    internal TimeSpan ConnectTakes { get; set; } = TimeSpan.FromMilliseconds(200);

    internal TimeSpan ResolveTakes { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Error that a connection attempt is answered with; null for none.</summary>
    internal string? Refusal { get; set; }

    internal bool SaysServicesResolved { get; set; } = true;

    internal bool IsSilent { get; set; }

    internal bool HasHeartRate { get; set; } = true;

    /// <summary>Told instead of the packet, of any type.</summary>
    internal object? Instead { get; set; }

    internal int Level { get; set; } = 80;

    internal string Name { get; set; } = "Strap of somebody";

    /// <summary>Value of 0x2A25; with none there is no information service. Empty: reading it fails.</summary>
    internal byte[]? Serial { get; set; }

    /// <summary>Times that the serial was asked for.</summary>
    internal int SerialReads { get; private set; }

    /// <summary>BlueZ watches the battery, and hides its characteristic.</summary>
    internal bool HasBattery1 { get; set; }

    internal int Sent { get; private set; }

    internal bool Owns(string path) => _known.Values.Any(p => path == p || path.StartsWith(p + "/", StringComparison.Ordinal));

    internal string PathOn(string adapter) => $"{adapter}/dev_{address.Replace(':', '_')}";

    internal void GoOffAir()
    {
        lock (bluez.Gate)
        {
            IsOnAir = false;
            Drop(tells: true);
        }
    }

    internal void ComeBack()
    {
        lock (bluez.Gate)
        {
            IsOnAir = true;
            TryConnect();
        }
    }

    internal void Advertise(string adapter)
    {
        if (!IsOnAir || Adapter is not null) return;
        var path = PathOn(adapter);
        if (_known.TryAdd(adapter, path)) bluez.Emit(new BluezInput.Added(path, DeviceOf(adapter, rssi: true)));
        else bluez.Emit(new BluezInput.Changed(path, BluezNames.Device, new Dictionary<string, object?> { ["RSSI"] = (short)-60 }, []));
    }

    /// <summary>The link falls, or an attempt does.</summary>
    internal void Drop(bool tells)
    {
        _connecting = null;
        if (Adapter is not { } adapter) return;
        (Adapter, _resolved, _notifying) = (null, false, false);
        _link++;
        if (!tells) return;
        bluez.Emit(new BluezInput.Changed(PathOn(adapter), BluezNames.Device, new Dictionary<string, object?> { ["Connected"] = false, ["ServicesResolved"] = false }, []));
    }

    /// <summary>BlueZ knows nothing of it any more.</summary>
    internal void Forget()
    {
        Drop(tells: false);
        _known.Clear();
    }

    /// <summary>Values stop and nobody says so; the link counts as up.</summary>
    internal void FallSilent() => _notifying = false;

    internal Task<BluezReply> CallAsync(BluezCall call, CancellationToken cancellation)
    {
        var adapter = _known.Single(k => call.Path == k.Value || call.Path.StartsWith(k.Value + "/", StringComparison.Ordinal)).Key;
        switch (call.Kind)
        {
            case BluezCallKind.Connect:
                if (Refusal is { } error) return Task.FromResult(BluezReply.Failed(error));
                if (!bluez.IsOn(adapter)) return Task.FromResult(BluezReply.Failed(BluezNames.NotReady));
                if (Adapter is not null) return Task.FromResult(BluezReply.Failed(Adapter == adapter ? BluezNames.AlreadyConnected : BluezNames.Failed));
                var answer = new TaskCompletionSource<BluezReply>();
                (_connecting, _wanted) = (reply => Inline(() => answer.TrySetResult(reply)), adapter);
                TryConnect();
                return answer.Task.WaitAsync(cancellation);
            case BluezCallKind.Disconnect:
                Drop(tells: true);
                return Task.FromResult(BluezReply.Fine);
            case BluezCallKind.GetDevice:
                return Task.FromResult(new BluezReply { Properties = DeviceOf(adapter, rssi: false)[BluezNames.Device] });
            case BluezCallKind.StartNotify:
                if (Adapter != adapter) return Task.FromResult(BluezReply.Failed(BluezNames.NotConnected));
                _notifying = true;
                Beat(_link);
                return Task.FromResult(BluezReply.Fine);
            case BluezCallKind.ReadValue:
                if (call.Path.EndsWith("2a25", StringComparison.Ordinal)) return Task.FromResult(ReadSerial());
                return Task.FromResult(new BluezReply { Bytes = call.Path.EndsWith("38", StringComparison.Ordinal) ? (byte[])[1] : (byte[])[(byte)Level] });
            default:
                return Task.FromResult(BluezReply.Failed(BluezNames.UnknownMethod));
        }
    }

    internal IEnumerable<(string Path, IReadOnlyDictionary<string, Properties> Interfaces)> Objects()
    {
        foreach (var (adapter, path) in _known)
        {
            yield return (path, DeviceOf(adapter, rssi: false));
            if (Adapter != adapter || !_resolved) continue;
            foreach (var item in Gatt(path)) yield return item;
        }
    }

    private BluezReply ReadSerial()
    {
        SerialReads++;
        return Serial is { Length: > 0 } serial ? new BluezReply { Bytes = serial } : BluezReply.Failed(BluezNames.Failed);
    }

    private void TryConnect()
    {
        if (!IsOnAir || _connecting is not { } answer || _wanted is not { } adapter) return;
        var link = ++_link;
        scheduler.Schedule(ConnectTakes, () =>
        {
            lock (bluez.Gate)
            {
                if (link != _link || _connecting != answer || !IsOnAir || !bluez.IsOn(adapter)) return;
                (Adapter, _connecting) = (adapter, null);
                bluez.Emit(new BluezInput.Changed(PathOn(adapter), BluezNames.Device, new Dictionary<string, object?> { ["Connected"] = true }, []));
                if (SaysServicesResolved) Resolve(link, adapter);
            }

            answer(BluezReply.Fine);
        });
    }

    private void Resolve(int link, string adapter) => scheduler.Schedule(ResolveTakes, () =>
    {
        lock (bluez.Gate)
        {
            if (link != _link) return;
            _resolved = true;
            _generation++;
            foreach (var (path, interfaces) in Gatt(PathOn(adapter))) bluez.Emit(new BluezInput.Added(path, interfaces));
            bluez.Emit(new BluezInput.Changed(PathOn(adapter), BluezNames.Device, new Dictionary<string, object?> { ["ServicesResolved"] = true }, []));
        }
    });

    private void Beat(int link) => scheduler.Schedule(TimeSpan.FromSeconds(1), () =>
    {
        lock (bluez.Gate)
        {
            if (link != _link || !_notifying) return;
            if (!IsSilent) Send();
        }

        Beat(link);
    });

    private void Send()
    {
        Sent++;
        var value = Instead ?? (byte[])[0x06, (byte)(80 + number)];
        bluez.Emit(new BluezInput.Changed(Measurement(PathOn(Adapter!)), BluezNames.GattCharacteristic, new Dictionary<string, object?> { ["Value"] = value }, []));
    }

    /// <summary>After each connection at another place, as after a change of the services.</summary>
    private string Measurement(string device) => $"{device}/service{_generation % 90:00}/char2a37";

    private IEnumerable<(string Path, IReadOnlyDictionary<string, Properties> Interfaces)> Gatt(string device)
    {
        var service = $"{device}/service{_generation % 90:00}";
        yield return (service, One(BluezNames.GattService, ("UUID", HasHeartRate ? BluezNames.HeartRateService : "0000180a-0000-1000-8000-00805f9b34fb")));
        yield return (Measurement(device), One(BluezNames.GattCharacteristic, ("UUID", BluezNames.HeartRateMeasurement), ("Service", service), ("Notifying", false)));
        yield return ($"{service}/char2a38", One(BluezNames.GattCharacteristic, ("UUID", BluezNames.BodySensorLocation), ("Service", service)));
        if (Serial is not null)
        {
            yield return ($"{device}/service98", One(BluezNames.GattService, ("UUID", BluezNames.InformationService)));
            yield return ($"{device}/service98/char2a25", One(BluezNames.GattCharacteristic, ("UUID", BluezNames.SerialNumber), ("Service", $"{device}/service98")));
        }

        if (HasBattery1) yield break;
        yield return ($"{device}/service99", One(BluezNames.GattService, ("UUID", BluezNames.BatteryService)));
        yield return ($"{device}/service99/char2a19", One(BluezNames.GattCharacteristic, ("UUID", BluezNames.BatteryLevel), ("Service", $"{device}/service99")));
    }

    private Dictionary<string, Properties> DeviceOf(string adapter, bool rssi)
    {
        var device = new Dictionary<string, object?>
        {
            ["Address"] = address,
            ["Adapter"] = adapter,
            ["Name"] = Name,
            ["Connected"] = Adapter == adapter,
            ["ServicesResolved"] = Adapter == adapter && _resolved,
            ["UUIDs"] = (IReadOnlyList<string>)[BluezNames.HeartRateService],
        };
        if (rssi) device["RSSI"] = (short)-60;
        var all = new Dictionary<string, Properties> { [BluezNames.Device] = device };
        if (HasBattery1 && Adapter == adapter) all[BluezNames.Battery] = new Dictionary<string, object?> { ["Percentage"] = (byte)Level };
        return all;
    }

    private static Dictionary<string, Properties> One(string name, params (string Key, object? Value)[] properties) =>
        new() { [name] = properties.ToDictionary(p => p.Key, p => p.Value) };

    /// <summary>What waits for the answer goes on here and now, on virtual time.</summary>
    private static void Inline(Action complete)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        complete();
        SynchronizationContext.SetSynchronizationContext(context);
    }
}
