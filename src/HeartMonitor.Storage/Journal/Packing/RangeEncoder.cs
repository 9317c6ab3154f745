namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// An adaptive binary range coder, the one of LZMA: every bit costs what its model thinks it is worth. A block of a thousand samples has no room for the
/// tables that a general compressor writes before its data.
/// </summary>
internal sealed class RangeEncoder
{
    private readonly List<byte> _bytes = [];
    private ulong _low;
    private uint _range = uint.MaxValue;
    private byte _cache;
    private long _pending = 1;

    internal void Bit(ref ushort model, int bit)
    {
        var bound = (_range >> RangeModel.Bits) * model;
        if (bit == 0)
        {
            _range = bound;
            RangeModel.SeenZero(ref model);
        }
        else
        {
            _low += bound;
            _range -= bound;
            RangeModel.SeenOne(ref model);
        }

        Normalise();
    }

    /// <summary>Bits without a model, the highest first: noise.</summary>
    internal void Plain(ulong value, int bits)
    {
        while (bits-- > 0)
        {
            _range >>= 1;
            if (((value >> bits) & 1) != 0) _low += _range;
            Normalise();
        }
    }

    internal byte[] Finish()
    {
        for (var i = 0; i < 5; i++) ShiftLow();
        return [.. _bytes];
    }

    private void Normalise()
    {
        while (_range < RangeModel.Smallest)
        {
            _range <<= 8;
            ShiftLow();
        }
    }

    private void ShiftLow()
    {
        if (_low < 0xFF000000UL || _low > uint.MaxValue)
        {
            var carry = _low >> 32;
            for (; _pending > 0; _pending--)
            {
                _bytes.Add(unchecked((byte)(_cache + carry)));
                _cache = 0xFF;
            }

            _cache = (byte)((_low >> 24) & 0xFF);
        }

        _pending++;
        _low = (_low & 0x00FFFFFF) << 8;
    }
}

/// <summary>What encoder and decoder know of a bit: the chance of a zero, of 32768. Part of the format: never changed.</summary>
internal static class RangeModel
{
    internal const int Bits = 15;
    internal const uint Smallest = 1u << 24;
    internal const ushort Even = 1 << (Bits - 1);
    private const int Rate = 5;

    internal static void SeenZero(ref ushort model) => model += (ushort)(((1 << Bits) - model) >> Rate);

    internal static void SeenOne(ref ushort model) => model -= (ushort)(model >> Rate);
}
