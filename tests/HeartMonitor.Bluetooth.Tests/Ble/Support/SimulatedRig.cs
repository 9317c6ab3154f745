using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using HeartMonitor.Ble;
using HeartMonitor.Ble.Bus;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Core.Ports;
using HeartMonitor.Simulator.BlueZ;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble.Support;

/// <summary>
/// The source on a real bus with the simulated BlueZ, in real time. Unless told otherwise everything runs ten times as fast as in a gym: the
/// source's times, the radio's, and a packet each 100 ms.
/// </summary>
internal sealed class SimulatedRig : IAsyncDisposable
{
    internal const double Factor = 10;

    internal static readonly BlueZTimings Hasty = new()
    {
        DiscoveryDelay = TimeSpan.FromMilliseconds(20),
        RssiInterval = TimeSpan.FromMilliseconds(100),
        TemporaryTimeout = TimeSpan.FromSeconds(3),
        ConnectDelay = TimeSpan.FromMilliseconds(10),
        ConnectTimeout = TimeSpan.FromSeconds(2),
        ResolveDelay = TimeSpan.FromMilliseconds(20),
    };

    private readonly ConcurrentDictionary<(SourceEventKind, string), int> _counts = new();
    private readonly ConcurrentDictionary<string, StrapStatus> _status = new(StringComparer.Ordinal);
    private readonly List<ITimer> _wearers = [];
    private readonly EventLoopScheduler _scheduler = new();
    private readonly IBusRig _bus;
    private string[] _ids = [];
    private IDisposable? _subscription;
    private BluezHeartRateSource? _source;

    private SimulatedRig(IBusRig bus, SimulatedBlueZ bluez) => (_bus, BlueZ) = (bus, bluez);

    internal SimulatedBlueZ BlueZ { get; }

    internal string BusAddress => _bus.Address;

    internal ConcurrentQueue<SourceEvent> Events { get; } = new();

    internal LineLog Log { get; } = new();

    internal BluezRun Run => _source!.Newest!;

    /// <summary>Straps that are to be connected; null for all of them.</summary>
    internal IReadOnlyCollection<string>? Wanted { get; set; }

    internal Task Gone => _source!.WhenGone;

    internal IReadOnlyList<SimulatedStrap> Straps { get; private set; } = [];

    internal static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Straps with these switches, worn and bound; nothing is subscribed yet.</summary>
    internal static async Task<SimulatedRig> StartAsync(int straps = 1, Action<StrapSwitches>? switches = null, IBusRig? bus = null, BlueZTimings? timings = null, double packetsASecond = Factor)
    {
        bus ??= new OwnBus();
        var rig = new SimulatedRig(bus, await SimulatedBlueZ.StartAsync(bus.Address, timings ?? Hasty, cancellation: Cancellation));
        rig.Straps = [.. Enumerable.Range(1, straps).Select(i => rig.BlueZ.AddStrap($"C0:FF:EE:00:00:{i:X2}", $"Strap {i} of somebody", With(switches)))];
        rig._ids = [.. rig.Straps.Select(s => VirtualBle.NameOf(s.Address))];
        for (var i = 0; i < straps; i++) rig.Wear(rig.Straps[i], (byte)(60 + i), packetsASecond);
        return rig;
    }

    internal void Subscribe(BluezOptions? options = null)
    {
        _source = new(
            () => new DBusBluezBus(BusAddress, TimeProvider.System), options ?? new BluezOptions().Faster(Factor), () => Wanted ?? _ids,
            address => address.PseudonymOf(VirtualBle.Key), _scheduler, TimeProvider.System, Log, new Random(1).NextDouble);
        _subscription = _source.Events.Subscribe(told =>
        {
            Events.Enqueue(told);
            _counts.AddOrUpdate((told.Kind, told.Device), 1, (_, count) => count + 1);
            if (told.Status is not null) _status[told.Device] = told.Status;
        });
    }

    internal static async Task<SimulatedRig> LiveAsync(int straps = 1, Action<StrapSwitches>? switches = null, IBusRig? bus = null)
    {
        var rig = await StartAsync(straps, switches, bus);
        rig.Subscribe();
        await rig.AllLiveAsync();
        return rig;
    }

    internal string Id(int strap = 0) => _ids[strap];

    internal int Packets(int strap = 0) => Count(SourceEventKind.Packet, strap);

    internal int Count(SourceEventKind kind, int strap = 0) => _counts.GetValueOrDefault((kind, Id(strap)));

    internal StrapStatus? Status(int strap = 0) => _status.GetValueOrDefault(Id(strap));

    /// <summary>New packets come from this strap.</summary>
    internal async Task ComesAsync(int strap = 0)
    {
        var before = Packets(strap);
        await Until.TrueAsync(() => Packets(strap) >= before + 3, () => $"packets of strap {strap} come; {Status(strap)}; {string.Join(" | ", Log.Lines)}");
    }

    internal async Task AllLiveAsync()
    {
        for (var i = 0; i < Straps.Count; i++) await ComesAsync(i);
    }

    internal Task LostAsync(int strap = 0, int times = 1) => Until.TrueAsync(() => Count(SourceEventKind.Lost, strap) >= times, $"strap {strap} is lost");

    internal Task ErrorAsync(string error, int strap = 0) =>
        Until.TrueAsync(() => Events.Any(e => e.Device == Id(strap) && e.Status?.LastError == error), () => $"the status says: {error}; it says {Status(strap)}");

    /// <summary>Ends the subscription and waits until the straps are let go.</summary>
    internal async Task EndAsync()
    {
        _subscription?.Dispose();
        await Gone.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null) await EndAsync();
        foreach (var wearer in _wearers) await wearer.DisposeAsync();
        await BlueZ.DisposeAsync();
        await _bus.DisposeAsync();
        _scheduler.Dispose();
    }

    private static StrapSwitches With(Action<StrapSwitches>? set)
    {
        var switches = new StrapSwitches();
        set?.Invoke(switches);
        return switches;
    }

    private void Wear(SimulatedStrap strap, byte bpm, double packetsASecond)
    {
        var period = TimeSpan.FromSeconds(1 / packetsASecond);
        _wearers.Add(TimeProvider.System.CreateTimer(_ => strap.Notify([0x06, bpm]), null, period, period));
    }
}
