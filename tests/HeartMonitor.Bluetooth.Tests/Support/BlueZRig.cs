using System.Collections.Concurrent;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>A bus, a simulated BlueZ on it, and a client of ours that hears every signal of org.bluez.</summary>
internal sealed class BlueZRig : IAsyncDisposable
{
    internal const string Address = "C0:FF:EE:00:00:01";

    private BlueZRig(IBusRig bus, SimulatedBlueZ bluez, DBusConnection client)
    {
        Bus = bus;
        BlueZ = bluez;
        Client = client;
    }

    internal IBusRig Bus { get; }

    internal SimulatedBlueZ BlueZ { get; }

    internal DBusConnection Client { get; }

    /// <summary>Every signal of org.bluez, in order.</summary>
    internal ConcurrentQueue<DBusMessage> Signals { get; } = new();

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal static async Task<BlueZRig> StartAsync(IBusRig? bus = null, BlueZTimings? timings = null, TimeProvider? time = null)
    {
        bus ??= new OwnBus();
        var bluez = await SimulatedBlueZ.StartAsync(bus.Address, timings ?? BlueZTimings.None, time, Cancellation);
        var rig = new BlueZRig(bus, bluez, await bus.ConnectAsync());
        await rig.Client.SubscribeAsync(new(BlueZNames.Service), rig.Signals.Enqueue, Cancellation);
        return rig;
    }

    internal ObjectPath DevicePath(int adapter = 0, string address = Address) =>
        BlueZ.Adapters[adapter].Path.Child("dev_" + address.Replace(':', '_'));

    internal Task<IReadOnlyList<DBusValue>> CallAsync(ObjectPath path, string @interface, string member, params DBusValue[] body) =>
        Client.CallAsync(new(BlueZNames.Service, path, @interface, member, body), Cancellation);

    internal Task<IReadOnlyList<DBusValue>> AdapterAsync(string member, params DBusValue[] body) =>
        CallAsync(BlueZ.Adapters[0].Path, BlueZNames.Adapter, member, body);

    internal Task<IReadOnlyList<DBusValue>> DeviceAsync(string member, params DBusValue[] body) => CallAsync(DevicePath(), BlueZNames.Device, member, body);

    internal Task<Dictionary<ObjectPath, Dictionary<string, Dictionary<string, DBusValue>>>> ObjectsAsync() =>
        Client.GetManagedObjectsAsync(BlueZNames.Service, ObjectPath.Root, Cancellation);

    /// <summary>Path of the characteristic with this short UUID; null where there is none now.</summary>
    internal async Task<ObjectPath?> FindAsync(ushort uuid)
    {
        foreach (var (path, interfaces) in await ObjectsAsync())
            if (interfaces.TryGetValue(BlueZNames.Characteristic, out var properties) && properties["UUID"].AsString() == BlueZNames.Uuid(uuid)) return path;
        return null;
    }

    /// <summary>Discovers, connects and asks for notifications of the heart rate.</summary>
    internal async Task<ObjectPath> ListenAsync()
    {
        await DiscoverAsync();
        await DeviceAsync("Connect");
        await Until.TrueAsync(() => Signals.Any(signal => Changed(signal, "ServicesResolved")?.AsBoolean() == true), "services are resolved");
        var heartRate = (await FindAsync(0x2A37))!.Value;
        await CallAsync(heartRate, BlueZNames.Characteristic, "StartNotify");
        return heartRate;
    }

    internal async Task DiscoverAsync()
    {
        await AdapterAsync("StartDiscovery");
        await Until.TrueAsync(() => Signals.Any(signal => signal.Member == "InterfacesAdded" && signal.Body[0].AsObjectPath() == DevicePath()), "the strap is seen");
        await AdapterAsync("StopDiscovery");
    }

    /// <summary>The new value of a property in a PropertiesChanged; null where it does not hold it.</summary>
    internal static DBusValue? Changed(DBusMessage signal, string property) =>
        signal.Member == "PropertiesChanged" ? signal.Body[1].AsProperties().GetValueOrDefault(property) : null;

    /// <summary>Values of 0x2A37 so far.</summary>
    internal IReadOnlyList<DBusValue> Values(ObjectPath characteristic) =>
        [.. Signals.Where(signal => signal.Path == characteristic).Select(signal => Changed(signal, "Value")).OfType<DBusValue>()];

    internal static async Task<string> FailsAsync(Task call) => (await Assert.ThrowsAsync<DBusErrorException>(() => call)).Name;

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await BlueZ.DisposeAsync();
        await Bus.DisposeAsync();
    }
}
