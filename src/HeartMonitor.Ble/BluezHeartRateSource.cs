using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using HeartMonitor.Ble.Bus;
using HeartMonitor.Core.Ports;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Ble;

/// <summary>
/// Real straps on Linux, through BlueZ. Everything that can be missing (bus, bluetoothd, adapter, strap) is waited for, told once and never
/// an error of the source; it ends only when its subscription does.
/// </summary>
public sealed class BluezHeartRateSource : IHeartRateSource
{
    private readonly Func<IBluezBus> _bus;
    private readonly BluezOptions _options;
    private readonly Func<IReadOnlyCollection<string>> _wanted;
    private readonly Func<StrapAddress, string> _nameOf;
    private readonly IScheduler _scheduler;
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly ILogger _logger;

    internal BluezHeartRateSource(
        Func<IBluezBus> bus,
        BluezOptions options,
        Func<IReadOnlyCollection<string>> wanted,
        Func<StrapAddress, string> nameOf,
        IScheduler scheduler,
        TimeProvider time,
        ILogger logger,
        Func<double>? random = null)
    {
        if (options.Faults() is { Count: > 0 } faults) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        (_bus, _options, _wanted, _nameOf, _scheduler, _time, _logger) = (bus, options, wanted, nameOf, scheduler, time, logger);
        _random = random ?? Random.Shared.NextDouble;
    }

    /// <summary>The source on a D-Bus.</summary>
    /// <param name="busAddress">D-Bus address; null for the system bus (<c>DBUS_SYSTEM_BUS_ADDRESS</c>, else its usual socket).</param>
    /// <param name="options">Times and limits.</param>
    /// <param name="wanted">
    /// Ids of the straps to connect now, asked for once a second on <paramref name="scheduler"/>: never waits, never throws. While there is none, straps
    /// in range are told and none is connected.
    /// </param>
    /// <param name="nameOf">Strap id of an address. The address goes nowhere else.</param>
    /// <param name="scheduler">Where everything runs and events are told: one thread of its own.</param>
    /// <param name="time">Gives the stamps; runs on the same time as <paramref name="scheduler"/>.</param>
    /// <param name="logger">For the operator; no address or name is ever logged.</param>
    /// <exception cref="ArgumentException">The options have faults.</exception>
    public static BluezHeartRateSource OnDBus(
        string? busAddress, BluezOptions options, Func<IReadOnlyCollection<string>> wanted, Func<StrapAddress, string> nameOf, IScheduler scheduler, TimeProvider time, ILogger logger) =>
        new(() => new DBusBluezBus(busAddress, TimeProvider.System), options, wanted, nameOf, scheduler, time, logger);

    public string Name => "bluez";

    /// <summary>The run of the newest subscription, for tests and reports; null before the first.</summary>
    internal BluezRun? Newest { get; private set; }

    /// <summary>The radios, and whether each can be used now; null while nobody can say. Any thread.</summary>
    public IReadOnlyList<RadioStatus>? Radios => Newest?.Fold.Radios.Now;

    /// <summary>Done when the links of the newest subscription have been ended after its disposal, or 2 s have gone by.</summary>
    public Task WhenGone => Newest?.Gone ?? Task.CompletedTask;

    public IObservable<SourceEvent> Events => Observable.Create<SourceEvent>(observer =>
    {
        var bus = _bus();
        var fold = new BluezFold(_options, _wanted(), _nameOf, bus.Address, _random);
        var run = new BluezRun(bus, fold, _scheduler, _time, observer, _logger);
        Newest = run;
        return new CompositeDisposable(
            run,
            Observable.Interval(_options.Tick, _scheduler).Subscribe(_ => run.Post(BluezInput.Tick.Now)),
            Observable.Interval(_options.PollEvery, _scheduler).Subscribe(_ => run.Post(new BluezInput.Wanted(_wanted()))));
    });
}
