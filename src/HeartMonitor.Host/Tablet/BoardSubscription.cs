using System.Threading.Channels;

namespace HeartMonitor.Host.Tablet;

/// <summary>One tablet's queue: a snapshot, then every change. Dispose it when the tablet has gone.</summary>
public sealed class BoardSubscription : IDisposable
{
    private readonly LiveBoard _board;
    private readonly Channel<BoardMessage> _queue;
    private readonly CancellationTokenSource _cut = new();

    internal BoardSubscription(LiveBoard board, int capacity, string? holder)
    {
        (_board, Holder) = (board, holder);
        _queue = Channel.CreateBounded<BoardMessage>(new BoundedChannelOptions(capacity) { SingleReader = true });
    }

    /// <summary>Whose it is: an account, a token or an address; null where that does not matter.</summary>
    internal string? Holder { get; }

    /// <summary>Messages in order. Ends when the tablet is to connect anew.</summary>
    public ChannelReader<BoardMessage> Messages => _queue.Reader;

    /// <summary>Cancelled when this tablet was too slow: even a write that hangs must stop now.</summary>
    public CancellationToken CutOff => _cut.Token;

    /// <summary>Ends the stream; the page connects again and takes a snapshot.</summary>
    public void End() => _queue.Writer.TryComplete();

    public void Dispose()
    {
        _board.Leave(this);
        End();
    }

    internal bool Offer(in BoardMessage message) => _queue.Writer.TryWrite(message);

    internal void Cut()
    {
        End();
        // On another thread: the board's lock is held here, and cancelling runs whatever was registered.
        _ = _cut.CancelAsync();
    }
}
