namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// Reads through to another stream and ends the connection before a packet longer than the limit is read. The server library allocates
/// whatever length a client claims, up to 256 MB, before anybody can look at it; this stands in front.
/// </summary>
internal sealed class PacketLimitStream(Stream inner, int maxPacketBytes) : Stream
{
    private bool _atHeader = true;
    private bool _inLength;
    private int _shift;
    private long _remaining;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Watch(buffer.AsSpan(offset, read));
        return read;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
        Watch(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Watch(buffer.Span[..read]);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Follows the packet boundaries: one header byte, a length of one to four bytes of 7 bits, then that many bytes.</summary>
    private void Watch(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_atHeader) (_atHeader, _inLength, _shift, _remaining) = (false, true, 0, 0);
            else if (_inLength) TakeLengthByte(bytes[0]);
            else
            {
                var skipped = (int)Math.Min(_remaining, bytes.Length);
                _remaining -= skipped;
                bytes = bytes[skipped..];
                _atHeader = _remaining == 0;
                continue;
            }

            bytes = bytes[1..];
        }
    }

    private void TakeLengthByte(byte part)
    {
        _remaining |= (long)(part & 0x7F) << _shift;
        _shift += 7;
        if (_remaining > maxPacketBytes || _shift > 28) throw new IOException($"A packet of more than {maxPacketBytes} bytes; the connection is closed.");
        _inLength = (part & 0x80) != 0;
        _atHeader = !_inLength && _remaining == 0;
    }
}
