using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline;

/// <summary>
/// The one door: packets, commands and heartbeats from any thread enter here, get their stamp, and leave in one order on the one
/// scheduler. This is the only hop between threads and the only queue before the rules; it is bounded, and what it refuses is counted.
/// </summary>
/// <param name="scheduler">Where everything downstream runs: an event loop in the service, virtual time in replays and tests.</param>
/// <param name="time">Gives the stamps; runs on the same time as <paramref name="scheduler"/>.</param>
/// <param name="capacity">Most items waiting. Packets are refused beyond it; commands and heartbeats are few and always enter.</param>
public sealed class IngressDoor(IScheduler scheduler, TimeProvider time, int capacity = 65_536)
{
    private readonly Lock _lock = new();
    private Queue<IngressItem> _waiting = new();
    private Queue<IngressItem> _leaving = new();
    private IObserver<IngressItem>? _observer;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private bool _draining;
    private bool _beatWaits;
    private long _refused;

    /// <summary>Packets refused because the door was full.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Everything that enters, in order, on the scheduler. One subscriber at a time.</summary>
    public IObservable<IngressItem> Items => Observable.Create<IngressItem>(observer =>
    {
        if (Interlocked.CompareExchange(ref _observer, observer, null) is not null)
            throw new InvalidOperationException("The door has one way out: it is subscribed already.");
        ScheduleDrain();
        return Disposable.Create(() => Interlocked.Exchange(ref _observer, null));
    });

    /// <summary>No stamp is before this one: the last of the journal that the service continues.</summary>
    public void ContinueAfter(DateTimeOffset last)
    {
        lock (_lock) _last = last.AddMicroseconds(1);
    }

    /// <summary>Lets a source's event in; false when the door is full.</summary>
    public bool TryEnter(in SourceEvent sourceEvent) => TryEnter(new IngressItem(IngressKind.Source, default, sourceEvent), mayRefuse: true);

    public void Enter(CommandRequest request) => TryEnter(new IngressItem(IngressKind.Command, default, Request: request), mayRefuse: false);

    /// <summary>Time went by. One that waits says so already: where the rules cannot keep up, beats must not take the room of packets.</summary>
    public void EnterHeartbeat() => TryEnter(new IngressItem(IngressKind.Heartbeat, default), mayRefuse: false);

    private bool TryEnter(in IngressItem item, bool mayRefuse)
    {
        lock (_lock)
        {
            if (mayRefuse && _waiting.Count >= capacity)
            {
                Interlocked.Increment(ref _refused);
                return false;
            }

            var isBeat = item.Kind == IngressKind.Heartbeat;
            if (isBeat && _beatWaits) return true;
            _beatWaits |= isBeat;
            var now = time.GetUtcNow().TruncateToMicroseconds();
            if (now > _last) _last = now;
            _waiting.Enqueue(item with { At = _last });
        }

        ScheduleDrain();
        return true;
    }

    private void ScheduleDrain()
    {
        if (_observer is null || Interlocked.Exchange(ref _draining, true)) return;
        scheduler.Schedule(Drain);
    }

    private void Drain()
    {
        while (true)
        {
            lock (_lock)
            {
                if (_waiting.Count == 0 || _observer is null)
                {
                    Volatile.Write(ref _draining, false);
                    return;
                }

                (_waiting, _leaving, _beatWaits) = (_leaving, _waiting, false);
            }

            while (_leaving.TryDequeue(out var item)) _observer?.OnNext(item);
        }
    }
}
