using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.DBus.Bus;
using HeartMonitor.Simulator.BlueZ;
using Xunit;

namespace HeartMonitor.InTheHand.Tests;

/// <summary>
/// The library itself on the simulated BlueZ. It keeps one connection to the system bus for the life of the process, so one bus and one
/// daemon serve all these tests, one after another, each with straps of its own.
/// </summary>
public sealed class OnSimulatedBlueZ(OnSimulatedBlueZ.SystemBus bus) : IClassFixture<OnSimulatedBlueZ.SystemBus>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>Values come four times a second here, so that two seconds without any are a silence.</summary>
    private static readonly InTheHandOptions Options = new()
    {
        Scan = TimeSpan.FromSeconds(1),
        ScanPause = TimeSpan.FromMilliseconds(200),
        ConnectLimit = TimeSpan.FromSeconds(4),
        Watchdog = TimeSpan.FromSeconds(2),
        LongestWait = TimeSpan.FromSeconds(1),
    };

    private static int _straps;

    private readonly ConcurrentQueue<SourceEvent> _seen = new();
    private readonly CancellationTokenSource _end = new();
    private readonly string _address = $"C0:FF:EE:00:01:{Interlocked.Increment(ref _straps):X2}";
    private IDisposable? _subscription;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_come_byte_for_byte_as_the_strap_sent_them_and_nothing_was_paired()
    {
        var strap = bus.BlueZ.AddStrap(_address, switches: new() { RefusesPairing = true });
        strap.BatteryPercent = 57;
        var sent = Wear(strap);
        Watch();

        await UntilAsync(() => Packets().Count() >= 20);

        var heard = Packets().Select(packet => Convert.ToHexString(packet.Packet.Span)).ToArray();
        Assert.Equal(sent.SkipWhile(hex => hex != heard[0]).Take(heard.Length), heard);
        Assert.Equal(0, bus.BlueZ.Calls("Pair"));
        var status = _seen.Last(e => e.Kind == SourceEventKind.Status).Status!;
        Assert.Equal((LinkState.Up, BatteryLevel.FromPercent(57), BodySensorLocation.Chest), (status.Link, status.Battery, status.Location));
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("off air")]
    [InlineData("hidden signals")]
    [InlineData("moved services")]
    public async Task A_strap_that_goes_comes_back(string how)
    {
        var strap = bus.BlueZ.AddStrap(_address, switches: new() { HidesConnected = how == "hidden signals", HidesResolved = how == "hidden signals", MovesGatt = how == "moved services" });
        Wear(strap);
        Watch();
        await UntilAsync(() => Packets().Count() >= 3);

        if (how == "off air")
        {
            strap.IsOnAir = false;
            await UntilAsync(() => _seen.Any(e => e.Kind == SourceEventKind.Lost));
            strap.IsOnAir = true;
        }
        else
        {
            strap.Drop();
        }

        await UntilAsync(() => _seen.Count(e => e.Kind == SourceEventKind.Connected) == 2);
        var before = Packets().Count();
        await UntilAsync(() => Packets().Count() >= before + 3);
        Assert.Single(_seen, e => e.Kind == SourceEventKind.Lost);
    }

    [Fact]
    public async Task A_restart_of_bluetoothd_of_which_the_library_says_nothing_is_survived()
    {
        var strap = bus.BlueZ.AddStrap(_address);
        Wear(strap);
        Watch();
        await UntilAsync(() => Packets().Count() >= 3);

        await bus.BlueZ.RestartDaemonAsync(TimeSpan.FromSeconds(1));

        await UntilAsync(() => _seen.Count(e => e.Kind == SourceEventKind.Connected) == 2);
        var before = Packets().Count();
        await UntilAsync(() => Packets().Count() >= before + 3);
    }

    [Fact]
    public async Task Without_power_the_reason_is_told_and_power_brings_the_strap()
    {
        var adapter = bus.BlueZ.Adapters[0];
        Wear(bus.BlueZ.AddStrap(_address));
        adapter.IsPowered = false;
        try
        {
            Watch();
            await UntilAsync(() => _seen.Any(e => e.Status is { LastError: "Bluetooth is switched off" }));
        }
        finally
        {
            adapter.IsPowered = true;
        }

        await UntilAsync(() => Packets().Any());
    }

    [Fact]
    public async Task A_connection_that_hangs_is_given_up_and_the_next_one_works()
    {
        var strap = bus.BlueZ.AddStrap(_address, switches: new() { OnConnect = ConnectBehaviour.Hangs });
        Wear(strap);
        Watch();
        await UntilAsync(() => _seen.Any(e => e.Status is { LastError: "the strap did not connect in time" }));

        strap.Switches.OnConnect = ConnectBehaviour.Connects;

        await UntilAsync(() => Packets().Count() >= 3);
    }

    [Fact]
    public async Task What_is_no_heart_rate_strap_is_refused_in_plain_words()
    {
        Wear(bus.BlueZ.AddStrap(_address, switches: new() { LacksHeartRate = true }));
        Watch();

        await UntilAsync(() => _seen.Any(e => e.Status is { LastError: "it offers no heart-rate service" }));

        Assert.DoesNotContain(_seen, e => e.Kind == SourceEventKind.Connected);
        Assert.DoesNotContain(_seen, e => e.Status?.LastError?.Contains(_address, StringComparison.OrdinalIgnoreCase) == true);
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _end.Cancel();
        _end.Dispose();
        foreach (var strap in bus.Worn) strap.IsOnAir = false;
        bus.Worn.Clear();
    }

    /// <summary>Four values a second for as long as the test runs, each different.</summary>
    /// <returns>What the strap has sent so far, in hexadecimal digits.</returns>
    private ConcurrentQueue<string> Wear(SimulatedStrap strap)
    {
        var sent = new ConcurrentQueue<string>();
        bus.Worn.Add(strap);
        _ = SendAsync(_end.Token);
        return sent;

        async Task SendAsync(CancellationToken end)
        {
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
            for (var n = 0; !end.IsCancellationRequested && await beat.WaitForNextTickAsync(CancellationToken.None); n++)
            {
                byte[] packet = [0x16, (byte)(60 + (n % 100)), (byte)(n & 0xFF), (byte)(2 + (n >> 8))];
                sent.Enqueue(Convert.ToHexString(packet));
                strap.Notify(packet);
            }
        }
    }

    private void Watch()
    {
        Assert.True(StrapAddress.TryParse(_address, out var address));
        var source = new InTheHandHeartRateSource(["strap"], found => found == address ? "strap" : "another", Options, TaskPoolScheduler.Default, TimeProvider.System);
        _subscription = source.Events.Subscribe(_seen.Enqueue);
    }

    private IEnumerable<SourceEvent> Packets() => _seen.Where(e => e.Kind == SourceEventKind.Packet);

    private async Task UntilAsync(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(began) < Patience,
                "Waited in vain. " + string.Join("; ", _seen.Where(e => e.Kind != SourceEventKind.Packet).Select(e => $"{e.Kind} {e.Detail} {e.Status}")));
            await Task.Delay(20, Cancellation);
        }
    }

    /// <summary>Our own bus under the name of the system's, before the library looks for it.</summary>
    public sealed class SystemBus : IAsyncLifetime
    {
        private readonly MessageBus _bus = MessageBus.StartPrivate();

        internal SimulatedBlueZ BlueZ { get; private set; } = null!;

        /// <summary>Straps of the test that runs.</summary>
        internal List<SimulatedStrap> Worn { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Environment.SetEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS", _bus.Address);
            BlueZ = await SimulatedBlueZ.StartAsync(_bus.Address);
        }

        public async ValueTask DisposeAsync()
        {
            await BlueZ.DisposeAsync();
            await _bus.DisposeAsync();
        }
    }
}
