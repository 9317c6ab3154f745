using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace HeartMonitor.Simulator.Cli.Load;

/// <summary>
/// The least of MQTT 3.1.1 that a sender needs: CONNECT, PUBLISH at QoS 0 or 1, PUBACK. A general client costs more for each message than the
/// service that is measured. One sender; acknowledgements come on a thread of their own.
/// </summary>
internal sealed class PublishStream : IAsyncDisposable
{
    private const int Acknowledged = 0x40;
    private const int MostInFlight = 60_000;

    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly ArrayBufferWriter<byte> _out = new(64 * 1024);
    private readonly Action<object> _acked;
    private readonly object?[] _inFlight = new object?[ushort.MaxValue + 1];
    private readonly CancellationTokenSource _stop = new();
    private NetworkStream _stream = null!;
    private Task _reading = Task.CompletedTask;
    private int _waiting;
    private ushort _next;

    /// <param name="acked">Hears what was given to <see cref="Add"/> when its message is acknowledged.</param>
    internal PublishStream(Action<object> acked) => _acked = acked;

    /// <summary>Messages sent and not yet acknowledged.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The broker has closed the connection.</summary>
    internal bool IsLost => _reading.IsCompleted;

    internal async Task OpenAsync(Uri broker, string clientId, CancellationToken cancellation)
    {
        await _tcp.ConnectAsync(broker.Host, broker.Port > 0 ? broker.Port : 1883, cancellation);
        _stream = _tcp.GetStream();
        var id = Encoding.ASCII.GetBytes(clientId);
        byte[] connect = [0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, (byte)id.Length, .. id]; // clean session, no keep-alive
        await _stream.WriteAsync(connect, cancellation);
        var answer = new byte[4];
        await _stream.ReadExactlyAsync(answer, cancellation);
        if (answer is not [0x20, 2, _, 0]) throw new IOException("The broker refused the connection.");
        _reading = Task.Run(ReadAsync, cancellation);
    }

    /// <summary>Adds a message to what <see cref="FlushAsync"/> sends; false when too many wait for their acknowledgement already, and nothing was added.</summary>
    /// <param name="topic">UTF-8.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="about">For the acknowledgement; null sends at QoS 0.</param>
    internal bool Add(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, object? about)
    {
        if (about is not null && Waiting >= MostInFlight) return false;
        var length = 2 + topic.Length + (about is null ? 0 : 2) + payload.Length;
        var span = _out.GetSpan(length + 5);
        var at = 0;
        span[at++] = about is null ? (byte)0x30 : (byte)0x32;
        for (var rest = length; ; rest >>= 7)
        {
            span[at++] = (byte)(rest < 128 ? rest : (rest & 127) | 128);
            if (rest < 128) break;
        }

        BinaryPrimitives.WriteUInt16BigEndian(span[at..], (ushort)topic.Length);
        topic.CopyTo(span[(at + 2)..]);
        at += 2 + topic.Length;
        if (about is not null)
        {
            BinaryPrimitives.WriteUInt16BigEndian(span[at..], Remember(about));
            at += 2;
        }

        payload.CopyTo(span[at..]);
        _out.Advance(at + payload.Length);
        return true;
    }

    internal async Task FlushAsync(CancellationToken cancellation)
    {
        if (_out.WrittenCount == 0) return;
        await _stream.WriteAsync(_out.WrittenMemory, cancellation);
        _out.ResetWrittenCount();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _tcp.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private ushort Remember(object about)
    {
        do
        {
            _next = _next == ushort.MaxValue ? (ushort)1 : (ushort)(_next + 1);
        }
        while (Volatile.Read(ref _inFlight[_next]) is not null);

        Volatile.Write(ref _inFlight[_next], about);
        Interlocked.Increment(ref _waiting);
        return _next;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var filled = 0;
        try
        {
            while (true)
            {
                var read = await _stream.ReadAsync(buffer.AsMemory(filled), _stop.Token);
                if (read == 0) return;
                filled += read;
                var at = 0;
                for (; filled - at >= 4 && buffer[at] == Acknowledged; at += 4) Take(BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at + 2)));
                if (filled - at >= 4) return; // a packet that nobody asked for
                buffer.AsSpan(at, filled - at).CopyTo(buffer);
                filled -= at;
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // what waits is never acknowledged, and is counted so
        }
    }

    private void Take(ushort packet)
    {
        if (Interlocked.Exchange(ref _inFlight[packet], null) is not { } about) return;
        Interlocked.Decrement(ref _waiting);
        _acked(about);
    }
}
