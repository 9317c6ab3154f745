using System.Threading.Channels;

namespace HeartMonitor.DBus.Client;

/// <summary>Signals on their way to handlers: one queue, one task, in the order of the stream.</summary>
/// <param name="capacity">Signals that may wait.</param>
/// <param name="onFault">Told once, when the queue is full or a handler threw something that is no <see cref="DBusTypeException"/>.</param>
internal sealed class Deliveries(int capacity, Action<Exception> onFault)
{
    private readonly Channel<(Subscriber To, DBusMessage Signal)> _queue =
        Channel.CreateBounded<(Subscriber, DBusMessage)>(new BoundedChannelOptions(capacity) { SingleReader = true });

    private Task _running = Task.CompletedTask;
    private volatile int _thread;
    private volatile bool _isStopped;
    private long _mistyped;

    /// <summary>Signals whose handler found a value of another type than it wants.</summary>
    internal long Mistyped => Interlocked.Read(ref _mistyped);

    internal void Start() => _running = Task.Run(RunAsync);

    internal void Add(Subscriber to, DBusMessage signal)
    {
        if (!_queue.Writer.TryWrite((to, signal))) onFault(new DBusClosedException($"More than {capacity} signals waited for their handlers."));
    }

    /// <summary>Nothing more is told. Waits for the handler that runs, unless it is the one that asks.</summary>
    internal async ValueTask StopAsync()
    {
        _isStopped = true;
        End();
        if (_thread != Environment.CurrentManagedThreadId) await _running;
    }

    /// <summary>Nothing more comes; what has come is still told.</summary>
    internal void End() => _queue.Writer.TryComplete();

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
            while (_queue.Reader.TryRead(out var next))
                if (!Tell(next.To, next.Signal)) return;
    }

    private bool Tell(Subscriber to, DBusMessage signal)
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            if (_isStopped) return false;
            to.Tell(signal);
            return true;
        }
        catch (DBusTypeException)
        {
            Interlocked.Increment(ref _mistyped);
            return true;
        }
        catch (Exception fault)
        {
            _isStopped = true;
            End();
            onFault(fault);
            return false;
        }
        finally
        {
            _thread = 0;
        }
    }
}
