using HeartMonitor.DBus;

namespace HeartMonitor.Ble.Bus;

/// <summary>BlueZ on a D-Bus: the system's, or the one that is named.</summary>
/// <param name="address">D-Bus address; null for the system bus (<c>DBUS_SYSTEM_BUS_ADDRESS</c>, else its usual socket).</param>
/// <param name="time">Measures the connection's own timeouts.</param>
internal sealed class DBusBluezBus(string? address, TimeProvider time) : IBluezBus
{
    public string Address { get; } = address ?? DBus.Transport.BusAddress.OfSystemBus();

    public async Task<IBluezLink> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            var bus = await DBusConnection.ConnectAsync(new() { Address = Address, Time = time }, cancellation).ConfigureAwait(false);
            var link = new DBusBluezLink(bus);
            try
            {
                await link.BeginAsync(cancellation).ConfigureAwait(false);
                return link;
            }
            catch
            {
                await link.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (DBusException refused)
        {
            throw new BluezBusException(refused.Message.TrimEnd('.'), refused);
        }
    }
}

/// <summary>One connection. Subscriptions and the watch over the name live as long as it does.</summary>
internal sealed class DBusBluezLink(DBusConnection bus) : IBluezLink
{
    /// <summary>The source gives its calls up earlier; this is a net below it.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    private static readonly ObjectPath Below = new("/org/bluez");

    private readonly Lock _gate = new();
    private readonly List<BluezInput> _early = [];
    private Action<BluezInput>? _heard;
    private DBusNameWatch? _name;
    private bool _isOver;

    public long Refused => bus.RefusedMessages + bus.MistypedSignals;

    /// <summary>Wants all signals before anything is asked, so that none falls between.</summary>
    internal async Task BeginAsync(CancellationToken cancellation)
    {
        var objects = new DBusMatch(BluezNames.Service) { Interface = DBusNames.ObjectManager };
        await bus.SubscribeAsync(objects with { Member = "InterfacesAdded" }, TakeAdded, cancellation).ConfigureAwait(false);
        await bus.SubscribeAsync(objects with { Member = "InterfacesRemoved" }, TakeRemoved, cancellation).ConfigureAwait(false);
        var changes = new DBusMatch(BluezNames.Service) { Interface = DBusNames.Properties, Member = "PropertiesChanged", PathNamespace = Below };
        await bus.SubscribeAsync(changes, TakeChanged, cancellation).ConfigureAwait(false);
        _name = await bus.WatchNameAsync(BluezNames.Service, change => Hear(new BluezInput.Daemon(change.NewOwner is not null)), cancellation).ConfigureAwait(false);
    }

    public void Listen(Action<BluezInput> heard)
    {
        lock (_gate)
        {
            heard(new BluezInput.Daemon(_name?.Owner is not null));
            foreach (var early in _early) heard(early);
            _early.Clear();
            _heard = heard;
        }

        _ = TellEndAsync();
    }

    public async Task<BluezReply> CallAsync(BluezCall call, CancellationToken cancellation)
    {
        try
        {
            var body = await bus.CallAsync(Of(call) with { Timeout = LongestCall }, cancellation).ConfigureAwait(false);
            return Read(call.Kind, body);
        }
        catch (DBusErrorException error)
        {
            return BluezReply.Failed(error.Name);
        }
        catch (DBusTypeException)
        {
            return BluezReply.Failed(BluezReply.Malformed);
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate) _isOver = true;
        return bus.DisposeAsync();
    }

    private static DBusCall Of(BluezCall call)
    {
        DBusCall To(string @interface, string member, params DBusValue[] body) => new(BluezNames.Service, new(call.Path), @interface, member, body);
        return call.Kind switch
        {
            BluezCallKind.List => To(DBusNames.ObjectManager, "GetManagedObjects"),
            BluezCallKind.SetFilter => To(BluezNames.Adapter, "SetDiscoveryFilter", DBusValue.Properties(
                KeyValuePair.Create("UUIDs", DBusValue.Strings(BluezNames.HeartRateService)),
                KeyValuePair.Create("Transport", DBusValue.FromString("le")))),
            BluezCallKind.StartDiscovery => To(BluezNames.Adapter, "StartDiscovery"),
            BluezCallKind.StopDiscovery => To(BluezNames.Adapter, "StopDiscovery"),
            BluezCallKind.Connect => To(BluezNames.Device, "Connect"),
            BluezCallKind.Disconnect => To(BluezNames.Device, "Disconnect"),
            BluezCallKind.GetDevice => To(DBusNames.Properties, "GetAll", BluezNames.Device),
            BluezCallKind.StartNotify => To(BluezNames.GattCharacteristic, "StartNotify"),
            BluezCallKind.ReadValue => To(BluezNames.GattCharacteristic, "ReadValue", DBusValue.Properties()),
        };
    }

    private static BluezReply Read(BluezCallKind kind, IReadOnlyList<DBusValue> body) => kind switch
    {
        BluezCallKind.List => new() { Objects = One(body).AsManagedObjects().ToDictionary(o => o.Key.Value, o => (IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>)Plain(o.Value), StringComparer.Ordinal) },
        BluezCallKind.GetDevice => new() { Properties = Plain(One(body).AsProperties()) },
        BluezCallKind.ReadValue => new() { Bytes = One(body).AsBytes() },
        _ => BluezReply.Fine,
    };

    private static DBusValue One(IReadOnlyList<DBusValue> body) => body is [var only] ? only : throw new DBusTypeException("one value", $"{body.Count}");

    private void TakeAdded(DBusMessage signal)
    {
        Require(signal, "oa{sa{sv}}");
        Hear(new BluezInput.Added(signal.Body[0].AsObjectPath().Value, Plain(signal.Body[1].AsInterfaces())));
    }

    private void TakeRemoved(DBusMessage signal)
    {
        Require(signal, "oas");
        Hear(new BluezInput.Removed(signal.Body[0].AsObjectPath().Value, signal.Body[1].AsStrings()));
    }

    private void TakeChanged(DBusMessage signal)
    {
        Require(signal, "sa{sv}as");
        if (signal.Path is { } path)
            Hear(new BluezInput.Changed(path.Value, signal.Body[0].AsString(), Plain(signal.Body[1].AsProperties()), signal.Body[2].AsStrings()));
    }

    private static void Require(DBusMessage signal, string signature)
    {
        if (signal.Signature != signature) throw new DBusTypeException(signature, signal.Signature);
    }

    private void Hear(BluezInput input)
    {
        Action<BluezInput>? heard;
        lock (_gate)
        {
            heard = _heard;
            if (heard is null) _early.Add(input);
        }

        heard?.Invoke(input);
    }

    private async Task TellEndAsync()
    {
        var cause = await bus.Closed.ConfigureAwait(false);
        lock (_gate) if (_isOver) return;
        Hear(new BluezInput.Closed((cause?.Message ?? "the bus closed the connection").TrimEnd('.')));
    }

    private static Dictionary<string, IReadOnlyDictionary<string, object?>> Plain(Dictionary<string, Dictionary<string, DBusValue>> interfaces) =>
        interfaces.ToDictionary(i => i.Key, i => (IReadOnlyDictionary<string, object?>)Plain(i.Value), StringComparer.Ordinal);

    private static Dictionary<string, object?> Plain(Dictionary<string, DBusValue> properties) =>
        properties.ToDictionary(p => p.Key, p => Plain(p.Value), StringComparer.Ordinal);

    /// <summary>The types that matter here; any other becomes null, which is never what a known property should be.</summary>
    private static object? Plain(DBusValue value) => value.Unwrapped.Signature switch
    {
        "b" => value.AsBoolean(),
        "y" => value.AsByte(),
        "n" => value.AsInt16(),
        "s" => value.AsString(),
        "o" => value.AsObjectPath().Value,
        "ay" => value.AsBytes(),
        "as" => value.AsStrings(),
        _ => null,
    };
}
