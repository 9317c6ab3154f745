using System.Reactive.Concurrency;
using HeartMonitor.Ble;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.Bluetooth.Tests.Ble.Support;

/// <summary>The source on <see cref="MemoryBluez"/> and virtual time, subscribed.</summary>
internal sealed class VirtualBle : IDisposable
{
    internal static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly IDisposable _subscription;
    private readonly BluezHeartRateSource _source;

    internal VirtualBle(int straps = 1, int adapters = 1, BluezOptions? options = null, IEnumerable<string>? bound = null, Func<double>? random = null, Action<MemoryBluez>? before = null)
    {
        Bluez = new(Clock, straps, adapters);
        before?.Invoke(Bluez);
        Wanted = [.. bound ?? Bluez.Straps.Select(s => NameOf(s.Text))];
        _source = Source(() => Bluez, options ?? new(), () => Wanted, Clock, random ?? (() => 0.5), Log);
        _subscription = _source.Events.Subscribe(Seen);
    }

    internal CountingScheduler Clock { get; } = new();

    internal MemoryBluez Bluez { get; }

    /// <summary>Straps that are to be connected, as sessions would say it.</summary>
    internal IReadOnlyCollection<string> Wanted { get; set; }

    internal Recorder Seen { get; } = new();

    internal LineLog Log { get; } = new();

    internal BluezRun Run => _source.Newest!;

    internal IEnumerable<SourceEvent> Links => Seen.Events.Where(e => e.Kind is SourceEventKind.Connected or SourceEventKind.Lost);

    internal IEnumerable<SourceEvent> Packets => Seen.Events.Where(e => e.Kind == SourceEventKind.Packet);

    internal static string NameOf(string address) => StrapAddress.TryParse(address, out var read) ? read.PseudonymOf(Key) : throw new ArgumentException("no address", nameof(address));

    internal static BluezHeartRateSource Source(
        Func<MemoryBluez> bluez, BluezOptions options, Func<IReadOnlyCollection<string>> wanted, IScheduler scheduler, Func<double> random, ILogger? log = null) =>
        new(bluez, options, wanted, address => address.PseudonymOf(Key), scheduler, new SchedulerTime(scheduler), log ?? NullLogger.Instance, random);

    internal void Pass(double seconds) => Clock.AdvanceBy(TimeSpan.FromSeconds(seconds));

    internal StrapStatus StatusOf(int strap) => Seen.Events.Last(e => e.Status is not null && e.Device == NameOf(Bluez.Straps[strap].Text)).Status!;

    public void Dispose() => _subscription.Dispose();
}
