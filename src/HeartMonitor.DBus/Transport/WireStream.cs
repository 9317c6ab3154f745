using System.Net.Sockets;
using System.Text;
using HeartMonitor.DBus.Wire;

namespace HeartMonitor.DBus.Transport;

/// <summary>A socket with a read buffer: lines while shaking hands, messages afterwards. One reader and one writer at a time.</summary>
internal sealed class WireStream(Socket socket) : IDisposable
{
    /// <summary>Ours: room grows as bytes come and not as a header promises.</summary>
    private const int Step = 64 * 1024;

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _at;
    private int _end;

    internal Socket Socket => socket;

    /// <summary>A line without its CR LF.</summary>
    /// <exception cref="DBusProtocolException">It is longer than <paramref name="mostBytes"/>, or not ASCII.</exception>
    internal async ValueTask<string> ReadLineAsync(int mostBytes, CancellationToken cancellation)
    {
        var line = new List<byte>();
        while (true)
        {
            var next = await ReadByteAsync(cancellation);
            if (next == '\n' && line is [.., (byte)'\r'])
                return Encoding.ASCII.GetString([.. line[..^1]]);
            if (next is 0 or > 126 || line.Count > mostBytes) throw new DBusProtocolException("A line of the handshake is too long or not ASCII.");
            line.Add(next);
        }
    }

    internal async ValueTask<byte> ReadByteAsync(CancellationToken cancellation)
    {
        if (_at == _end) await FillAsync(cancellation);
        return _buffer[_at++];
    }

    /// <summary>The bytes of one message.</summary>
    /// <exception cref="DBusProtocolException">What comes is no message, or longer than <paramref name="mostBytes"/>.</exception>
    internal async ValueTask<byte[]> ReadMessageAsync(int mostBytes, CancellationToken cancellation)
    {
        var start = new byte[MessageCodec.FixedBytes];
        await ReadExactlyAsync(start, cancellation);
        var length = MessageCodec.Measure(start, mostBytes);
        var message = new byte[Math.Min(length, Step)];
        start.CopyTo(message, 0);
        for (var have = start.Length; have < length; have = message.Length)
        {
            if (have == message.Length) Array.Resize(ref message, (int)Math.Min(length, have * 2L));
            await ReadExactlyAsync(message.AsMemory(have), cancellation);
        }

        return message;
    }

    internal ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _stream.WriteAsync(bytes, cancellation);

    internal ValueTask WriteLineAsync(string line, CancellationToken cancellation) => WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellation);

    public void Dispose() => _stream.Dispose();

    private async ValueTask ReadExactlyAsync(Memory<byte> target, CancellationToken cancellation)
    {
        while (!target.IsEmpty)
        {
            if (_at == _end) await FillAsync(cancellation);
            var count = Math.Min(target.Length, _end - _at);
            _buffer.AsMemory(_at, count).CopyTo(target);
            _at += count;
            target = target[count..];
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        _at = 0;
        _end = 0;
        _end = await _stream.ReadAsync(_buffer, cancellation);
        if (_end == 0) throw new EndOfStreamException("The other side closed the connection.");
    }
}
