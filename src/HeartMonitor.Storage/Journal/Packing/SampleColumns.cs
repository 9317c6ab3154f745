using System.Buffers.Binary;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// The streams of a block, and how a body goes into them: three bytes of label, flags, rate, then what the flags promise (domain-facts 1.1: 16-bit rate,
/// energy, intervals). Reader and writer walk the same way over the same bytes, so bodies that break their promise come back as they were.
/// </summary>
internal sealed class SampleColumns
{
    private const int LabelBytes = 3;
    private const int FlagsAt = LabelBytes;
    private const int RateAt = FlagsAt + 1;

    /// <summary>A body is 515 bytes at most; a number beyond this is damage.</summary>
    private const int LongestBody = 1 << 20;

    private const byte WideRate = 0x01, HasEnergy = 0x08, HasIntervals = 0x10;

    private readonly NumberModel[] _head = [new(), new(), new(), new(), new()];
    private readonly NumberModel _length = new(), _wide = new(), _energy = new(), _interval = new(), _rest = new();
    private readonly long[] _lastHead = new long[RateAt + 1];
    private long _lastLength, _lastEnergy, _lastInterval;

    internal NumberModel Count { get; } = new();

    internal NumberModel Seq { get; } = new();

    internal NumberModel At { get; } = new();

    internal void WriteBody(RangeEncoder encoder, ReadOnlySpan<byte> body)
    {
        Write(encoder, _length, body.Length, ref _lastLength);
        for (var i = 0; i < body.Length && i <= RateAt; i++) Write(encoder, _head[i], body[i], ref _lastHead[i]);
        if (body.Length <= RateAt + 1) return;
        var flags = body[FlagsAt];
        var rest = body[(RateAt + 1)..];
        if ((flags & WideRate) != 0)
        {
            _wide.Write(encoder, rest[0]);
            rest = rest[1..];
        }

        if ((flags & HasEnergy) != 0 && rest.Length >= 2)
        {
            Write(encoder, _energy, BinaryPrimitives.ReadUInt16LittleEndian(rest), ref _lastEnergy);
            rest = rest[2..];
        }

        for (; (flags & HasIntervals) != 0 && rest.Length >= 2; rest = rest[2..])
            Write(encoder, _interval, BinaryPrimitives.ReadUInt16LittleEndian(rest), ref _lastInterval);
        foreach (var one in rest) _rest.Write(encoder, one);
    }

    /// <summary>False for a length that no body has.</summary>
    internal bool TryReadBody(ref RangeDecoder decoder, BodyBuffer bodies)
    {
        var length = Read(ref decoder, _length, ref _lastLength);
        if (length is < 0 or > LongestBody) return false;
        var body = bodies.Next((int)length);
        for (var i = 0; i < body.Length && i <= RateAt; i++) body[i] = unchecked((byte)Read(ref decoder, _head[i], ref _lastHead[i]));
        if (body.Length <= RateAt + 1) return true;
        var flags = body[FlagsAt];
        var rest = body[(RateAt + 1)..];
        if ((flags & WideRate) != 0)
        {
            rest[0] = unchecked((byte)_wide.Read(ref decoder));
            rest = rest[1..];
        }

        if ((flags & HasEnergy) != 0 && rest.Length >= 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(rest, unchecked((ushort)Read(ref decoder, _energy, ref _lastEnergy)));
            rest = rest[2..];
        }

        for (; (flags & HasIntervals) != 0 && rest.Length >= 2; rest = rest[2..])
            BinaryPrimitives.WriteUInt16LittleEndian(rest, unchecked((ushort)Read(ref decoder, _interval, ref _lastInterval)));
        foreach (ref var one in rest) one = unchecked((byte)_rest.Read(ref decoder));
        return true;
    }

    private static void Write(RangeEncoder encoder, NumberModel model, long value, ref long last)
    {
        model.Write(encoder, unchecked(value - last));
        last = value;
    }

    private static long Read(ref RangeDecoder decoder, NumberModel model, ref long last) => last = unchecked(last + model.Read(ref decoder));
}
