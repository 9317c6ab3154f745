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
    private readonly IReadOnlyList<string> _straps;
    private readonly Func<StrapAddress, string> _nameOf;
    private readonly InTheHandOptions _options;
    private readonly Func<IStrapRadio> _radio;
    private readonly IScheduler _scheduler;
    private readonly TimeProvider _time;

    /// <param name="straps">Ids of the straps to look for; others are left alone.</param>
    /// <param name="nameOf">The id of an address (<see cref="StrapAddress.PseudonymOf"/>): addresses stay inside.</param>
    /// <param name="options">Times; null for the defaults.</param>
    /// <param name="scheduler">Delivers the events, one after another.</param>
    /// <param name="time">Stamps and waits.</param>
    public InTheHandHeartRateSource(
        IEnumerable<string> straps, Func<StrapAddress, string> nameOf, InTheHandOptions? options, IScheduler scheduler, TimeProvider time)
        : this(straps, nameOf, options ?? new(), () => new InTheHandRadio(time), scheduler, time)
    {
    }

    internal InTheHandHeartRateSource(
        IEnumerable<string> straps, Func<StrapAddress, string> nameOf, InTheHandOptions options, Func<IStrapRadio> radio, IScheduler scheduler, TimeProvider time)
    {
        _straps = [.. straps.Distinct()];
        _nameOf = nameOf;
        (_options, _radio, _scheduler, _time) = (options, radio, scheduler, time);
    }

    public string Name => "inthehand";

    public IObservable<SourceEvent> Events => Observable
        .Create<SourceEvent>(observer =>
        {
            var outlet = new Outlet(observer, _time);
            var finder = new StrapFinder(_radio(), _nameOf, _options, _time);
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
