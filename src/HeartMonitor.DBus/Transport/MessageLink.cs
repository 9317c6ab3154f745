using System.Threading.Channels;
using HeartMonitor.DBus.Wire;

namespace HeartMonitor.DBus.Transport;

/// <summary>
/// Messages over a socket that has shaken hands, in both directions, until something ends it. Sending is safe from any thread and keeps its
/// order; messages are told one after another on the reading task, which must not be held up.
/// </summary>
internal sealed class MessageLink(WireStream stream, DBusConnectionOptions options) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<byte[]> _outgoing = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(options.OutgoingQueue) { SingleReader = true });
    private Task _running = Task.CompletedTask;
    private Action? _onClosed;
    private int _isClosed;

    /// <summary>Completes when the link has ended, with the cause; null when this side ended it.</summary>
    internal Task<Exception?> Closed => _closed.Task;

    /// <param name="onMessage">Told of every message.</param>
    /// <param name="onClosed">Told once, after the last message, wherever the end came from.</param>
    internal void Start(Action<DBusMessage> onMessage, Action onClosed)
    {
        _onClosed = onClosed;
        _running = Task.WhenAll(Task.Run(() => ReadAsync(onMessage)), Task.Run(WriteAsync));
    }

    /// <returns>False when the queue is full or the link has ended: the message is not sent.</returns>
    internal bool TrySend(DBusMessage message) => _outgoing.Writer.TryWrite(MessageCodec.Encode(message));

    /// <summary>Waits while the queue is full.</summary>
    /// <exception cref="DBusClosedException">The link has ended.</exception>
    internal async ValueTask SendAsync(DBusMessage message, CancellationToken cancellation)
    {
        var bytes = MessageCodec.Encode(message);
        if (bytes.Length > options.MostMessageBytes) throw new DBusProtocolException($"A message has {bytes.Length} bytes; {options.MostMessageBytes} is the most.");
        try
        {
            await _outgoing.Writer.WriteAsync(bytes, cancellation);
        }
        catch (ChannelClosedException)
        {
            throw new DBusClosedException("The connection to the bus has ended.", await Closed);
        }
    }

    /// <summary>Ends the link; the first cause counts.</summary>
    internal void Close(Exception? cause)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0) return;

        _closed.TrySetResult(cause);
        _outgoing.Writer.TryComplete();
        _stop.Cancel();
        stream.Dispose();
        _onClosed?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        Close(null);
        await _running;
        _stop.Dispose();
    }

    private async Task ReadAsync(Action<DBusMessage> onMessage)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                var bytes = await stream.ReadMessageAsync(options.MostMessageBytes, _stop.Token);
                if (MessageCodec.Decode(bytes) is { } message) onMessage(message);
            }
        }
        catch (Exception cause)
        {
            Close(cause);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var bytes in _outgoing.Reader.ReadAllAsync(_stop.Token)) await WriteAsync(bytes);
        }
        catch (Exception cause)
        {
            Close(cause);
        }
    }

    private async ValueTask WriteAsync(byte[] bytes)
    {
        var write = stream.WriteAsync(bytes, _stop.Token);
        if (write.IsCompletedSuccessfully) return;

        try
        {
            await write.AsTask().WaitAsync(options.WriteTimeout, options.Time, _stop.Token);
        }
        catch (TimeoutException)
        {
            throw new DBusClosedException($"The other side took no message for {options.WriteTimeout.TotalSeconds} s.");
        }
    }
}
