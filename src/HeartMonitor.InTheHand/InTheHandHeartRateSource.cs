using System.Reactive.Concurrency;
using System.Reactive.Linq;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.InTheHand;

/// <summary>
/// Heart-rate straps through the package InTheHand.BluetoothLE: for Windows, and for whoever wants it on Linux, where the
/// source <c>bluez</c> needs no package and knows more. Never ends by itself: without Bluetooth it says so in its status events and tries again.
/// </summary>
/// <remarks>
/// Every strap has a loop of its own (find, connect, listen, build anew), so that one that hangs holds up no other. One scan at a time serves
/// all that are wanted. What the library gets wrong, and what is done about it: bluetooth-and-influx 2, the rows named in the code.
/// </remarks>
public sealed class InTheHandHeartRateSource : IHeartRateSource
{
    private readonly IReadOnlyList<BoundStrap> _straps;
    private readonly InTheHandOptions _options;
    private readonly Func<IStrapRadio> _radio;
    private readonly IScheduler _scheduler;
    private readonly TimeProvider _time;

    /// <param name="straps">Whom to look for; others are left alone. An address given twice is one strap.</param>
    /// <param name="options">Times; null for the defaults.</param>
    /// <param name="scheduler">Delivers the events, one after another.</param>
    /// <param name="time">Stamps and waits.</param>
    public InTheHandHeartRateSource(IReadOnlyList<BoundStrap> straps, InTheHandOptions? options, IScheduler scheduler, TimeProvider time)
        : this(straps, options ?? new(), () => new InTheHandRadio(time), scheduler, time)
    {
    }

    internal InTheHandHeartRateSource(
        IReadOnlyList<BoundStrap> straps, InTheHandOptions options, Func<IStrapRadio> radio, IScheduler scheduler, TimeProvider time)
    {
        _straps = [.. straps.DistinctBy(strap => strap.Address)];
        (_options, _radio, _scheduler, _time) = (options, radio, scheduler, time);
    }

    public string Name => "inthehand";

    public IObservable<SourceEvent> Events => Observable
        .Create<SourceEvent>(observer =>
        {
            var outlet = new Outlet(observer, _time);
            var finder = new StrapFinder(_radio(), _options, _time);
            var attempts = new SemaphoreSlim(_options.AttemptsAtOnce);
            var stop = new CancellationTokenSource();
            foreach (var strap in _straps) _ = new StrapLoop(strap, finder, attempts, outlet, _options, _time).RunAsync(stop.Token);
            return () =>
            {
                outlet.Close();
                stop.Cancel();
            };
        })
        .ObserveOn(_scheduler);
}
