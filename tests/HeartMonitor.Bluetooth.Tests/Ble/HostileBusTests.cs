using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using HeartMonitor.Ble;
using HeartMonitor.Ble.Bus;
using HeartMonitor.Ble.Straps;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Core.Ports;
using HeartMonitor.DBus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>Nonsense in BlueZ's own name, and anything at all into the fold: refused, counted, never a crash, never a made-up value.</summary>
public sealed class HostileBusTests
{
    private static readonly string[] Paths =
    [
        "/", "/org/bluez", "/org/bluez/hci0", "/org/bluez/hci1", "/org/bluez/hci0/dev_C0_00_00_00_00_01", "/org/bluez/hci1/dev_C0_00_00_00_00_01",
        "/org/bluez/hci0/dev_C0_00_00_00_00_02", "/org/bluez/hci0/dev_C0_00_00_00_00_01/service01", "/org/bluez/hci0/dev_C0_00_00_00_00_01/service01/char01",
        "/org/bluez/hci0/dev_C0_00_00_00_00_01/service01/char02", "/" + new string('x', 5_000),
    ];

    private static readonly string[] Interfaces =
        [BluezNames.Adapter, BluezNames.Device, BluezNames.Battery, BluezNames.GattService, BluezNames.GattCharacteristic, "org.bluez.Network1", ""];

    private static readonly string[] Names =
        ["Powered", "Discovering", "Address", "Adapter", "Connected", "ServicesResolved", "RSSI", "UUIDs", "Percentage", "UUID", "Service", "Notifying", "Value", "Name", ""];

    [Fact]
    public void No_order_of_inputs_breaks_the_fold_or_makes_a_value()
    {
        var runs = Effort.Of(2_000);
        for (var seed = 0; seed < runs; seed++)
        {
            var random = new Random(seed);
            var fold = new BluezFold(new(), [VirtualBle.NameOf("C0:00:00:00:00:01"), VirtualBle.NameOf("C0:00:00:00:00:02")], address => address.PseudonymOf(VirtualBle.Key), "nowhere", random.NextDouble);
            var (now, output, calls) = (DateTimeOffset.UnixEpoch, new BluezOutput(), new List<BluezCall>());
            var values = 0;
            for (var i = 0; i < 300; i++)
            {
                now = now.AddMilliseconds(random.Next(0, 3_000));
                var input = Any(random, calls);
                if (input is BluezInput.Changed { Interface: BluezNames.GattCharacteristic } changed && changed.Properties.GetValueOrDefault("Value") is byte[] { Length: <= 512 }) values++;
                fold.Take(input, now, output);
                calls.AddRange(output.Calls);
                values -= output.Events.Count(e => e.Kind == SourceEventKind.Packet);
                Assert.True(values >= 0, $"seed {seed}: a packet that nobody sent");
                Assert.All(output.Events, e => Assert.True(StrapAddress.IsPseudonym(e.Device)));
                output.Clear();
            }

            Assert.InRange(fold.Budget.TakenOn("/org/bluez/hci0"), 0, 2);
        }
    }

    [Fact]
    public void The_tree_is_bounded()
    {
        var tree = new BluezTree();

        for (var i = 0; i < 20_000; i++)
            tree.Add($"/org/bluez/hci0/dev_{i}", new Dictionary<string, IReadOnlyDictionary<string, object?>> { [BluezNames.Device] = new Dictionary<string, object?> { ["Connected"] = true, [$"More{i}"] = "x" } });

        Assert.Equal((BluezTree.MostObjects, 20_000L - BluezTree.MostObjects), (tree.Count, tree.Refused));
    }

    [Theory]
    [InlineData("Powered", "yes")]
    [InlineData("Powered", 1)]
    [InlineData("Powered", null)]
    [InlineData("Address", 7)]
    public void A_property_of_another_type_is_refused_and_counted(string property, object? value)
    {
        var tree = new BluezTree();

        tree.Add("/a", new Dictionary<string, IReadOnlyDictionary<string, object?>> { [BluezNames.Adapter] = new Dictionary<string, object?> { [property] = value } });

        Assert.Equal(1, tree.Refused);
        Assert.Null(tree.Get<object>("/a", BluezNames.Adapter, property));
    }

    [Theory]
    [InlineData(1, 0, 0.25)]
    [InlineData(1, 1, 0.5)]
    [InlineData(3, 1, 2)]
    [InlineData(5, 0, 4)]
    [InlineData(6, 1, 10)]
    [InlineData(1_000_000, 1, 10)]
    [InlineData(0, 1, 0.5)]
    public void Waits_double_from_the_first_to_the_longest_and_half_of_each_is_drawn(int failures, double random, double seconds) =>
        Assert.Equal(seconds, Backoff.Wait(failures, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10), random).TotalSeconds, 6);

    [Fact]
    public async Task A_daemon_that_talks_nonsense_is_survived_and_the_true_one_after_it_is_used()
    {
        var bus = new OwnBus();
        await using var liar = await bus.ConnectAsync();
        var asked = 0;
        liar.Serve((call, _) =>
        {
            Interlocked.Increment(ref asked);
            return ValueTask.FromResult<IReadOnlyList<DBusValue>>(call.Member == "GetManagedObjects" ? ["nothing here"] : []);
        });
        Assert.True(await liar.RequestNameAsync("org.bluez", cancellation: SimulatedRig.Cancellation));
        await using var source = new LonelySource(bus.Address);
        await Until.TrueAsync(() => Volatile.Read(ref asked) >= 2, "the source listens, was told nonsense and asks again");
        foreach (var signal in Nonsense()) await liar.SendAsync(signal, SimulatedRig.Cancellation);
        await Until.TrueAsync(() => source.Refused >= 5, () => $"nonsense is counted, not {source.Refused}");

        await liar.ReleaseNameAsync("org.bluez", SimulatedRig.Cancellation);
        await using var bluez = await SimulatedBlueZ.StartAsync(bus.Address, SimulatedRig.Hasty, cancellation: SimulatedRig.Cancellation);
        var strap = bluez.AddStrap(LonelySource.Strap);
        await Until.TrueAsync(() => strap.IsNotifying, "the true one is used");

        Assert.DoesNotContain(source.Events, e => e.Kind == SourceEventKind.Packet);
        await bus.DisposeAsync();
    }

    private static IEnumerable<DBusMessage> Nonsense()
    {
        var path = new ObjectPath("/org/bluez/hci0");
        yield return DBusMessage.Signal(path, DBusNames.Properties, "PropertiesChanged");
        yield return DBusMessage.Signal(path, DBusNames.Properties, "PropertiesChanged", 7u);
        yield return DBusMessage.Signal(path, DBusNames.Properties, "PropertiesChanged", "a", "b", "c");
        yield return DBusMessage.Signal(ObjectPath.Root, DBusNames.ObjectManager, "InterfacesAdded", "no path");
        yield return DBusMessage.Signal(ObjectPath.Root, DBusNames.ObjectManager, "InterfacesRemoved", path, "no list");
    }

    private static BluezInput Any(Random random, List<BluezCall> calls) => random.Next(11) switch
    {
        0 => new BluezInput.Daemon(random.Next(8) > 0),
        1 => random.Next(20) == 0 ? new BluezInput.Closed("why") : BluezInput.Tick.Now,
        2 or 3 => new BluezInput.Added(Paths[random.Next(Paths.Length)], AnyInterfaces(random)),
        4 => new BluezInput.Removed(Paths[random.Next(Paths.Length)], [Interfaces[random.Next(Interfaces.Length)]]),
        5 or 6 => new BluezInput.Changed(Paths[random.Next(Paths.Length)], Interfaces[random.Next(Interfaces.Length)], AnyProperties(random), [Names[random.Next(Names.Length)]]),
        10 when random.Next(2) == 0 => new BluezInput.Wanted([.. new[] { "C0:00:00:00:00:01", "C0:00:00:00:00:02" }.Where(_ => random.Next(2) == 0).Select(VirtualBle.NameOf)]),
        7 or 8 when calls.Count > 0 => Ended(random, calls),
        _ => BluezInput.Tick.Now,
    };

    private static BluezInput.Ended Ended(Random random, List<BluezCall> calls)
    {
        var call = calls[random.Next(calls.Count)];
        return new(random.Next(5) == 0 ? random.Next() : call.Id, random.Next(5) switch
        {
            0 => BluezReply.Failed(random.Next(2) == 0 ? BluezNames.InProgress : "x"),
            1 => new() { Bytes = new byte[random.Next(3)] },
            2 => new() { Properties = AnyProperties(random) },
            3 => new() { Objects = Paths.Where(_ => random.Next(2) == 0).ToDictionary(p => p, _ => (IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>)AnyInterfaces(random)) },
            _ => BluezReply.Fine,
        });
    }

    private static Dictionary<string, IReadOnlyDictionary<string, object?>> AnyInterfaces(Random random) =>
        Interfaces.Where(_ => random.Next(2) == 0).ToDictionary(name => name, _ => (IReadOnlyDictionary<string, object?>)AnyProperties(random));

    private static Dictionary<string, object?> AnyProperties(Random random) =>
        Names.Where(_ => random.Next(2) == 0).ToDictionary(name => name, name => random.Next(3) == 0 ? Wild(random) : Right(name, random));

    private static object? Right(string name, Random random) => name switch
    {
        "Powered" or "Connected" or "ServicesResolved" or "Notifying" or "Discovering" => random.Next(4) > 0,
        "Address" => $"C0:00:00:00:00:0{random.Next(1, 3)}",
        "Adapter" => $"/org/bluez/hci{random.Next(2)}",
        "RSSI" => (short)random.Next(-100, 0),
        "UUIDs" => (IReadOnlyList<string>)[BluezNames.HeartRateService],
        "UUID" => random.Next(2) == 0 ? BluezNames.HeartRateService : BluezNames.HeartRateMeasurement,
        "Service" => "/org/bluez/hci0/dev_C0_00_00_00_00_01/service01",
        "Percentage" => (byte)random.Next(256),
        "Value" => new byte[random.Next(0, 20)],
        _ => Wild(random),
    };

    private static object? Wild(Random random) => random.Next(9) switch
    {
        0 => null,
        1 => true,
        2 => (byte)7,
        3 => short.MinValue,
        4 => double.NaN,
        5 => new string('A', random.Next(300)),
        6 => new byte[random.Next(600)],
        7 => (IReadOnlyList<string>)["", "x"],
        _ => new Dictionary<string, object?> { ["x"] = 1 },
    };

    /// <summary>The source on a bus, with nothing that misbehaves on its side.</summary>
    private sealed class LonelySource : IAsyncDisposable
    {
        internal const string Strap = "C0:FF:EE:00:00:77";

        private readonly EventLoopScheduler _scheduler = new();
        private readonly IDisposable _subscription;
        private readonly BluezHeartRateSource _source;

        internal LonelySource(string bus)
        {
            _source = new(
                () => new DBusBluezBus(bus, TimeProvider.System), new BluezOptions().Faster(SimulatedRig.Factor), () => [VirtualBle.NameOf(Strap)],
                address => address.PseudonymOf(VirtualBle.Key), _scheduler, TimeProvider.System, new LineLog(), new Random(1).NextDouble);
            _subscription = _source.Events.Subscribe(Events.Enqueue);
        }

        internal ConcurrentQueue<SourceEvent> Events { get; } = new();

        internal long Refused => _source.Newest!.RefusedMessages;

        public async ValueTask DisposeAsync()
        {
            _subscription.Dispose();
            await _source.WhenGone;
            _scheduler.Dispose();
        }
    }
}
