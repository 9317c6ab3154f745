using System.Numerics;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>
/// A stream of whole numbers: how many bits a number has is modelled, so are its highest bits; the rest is written plainly. Small numbers that come often
/// cost a fraction of a bit, noise costs its own bits and no more.
/// </summary>
internal sealed class NumberModel
{
    /// <summary>Bits under the highest one that are modelled. Part of the format.</summary>
    private const int Modelled = 6;

    private const int LengthBits = 7; // 0 to 64

    private readonly ushort[] _lengths = Fresh(1 << LengthBits);
    private readonly ushort[]?[] _tops = new ushort[65][];

    internal void Write(RangeEncoder encoder, long value)
    {
        var number = Zigzag(value);
        var length = 64 - BitOperations.LeadingZeroCount(number);
        WriteTree(encoder, _lengths, (uint)length, LengthBits);
        if (length < 2) return;
        var modelled = Math.Min(Modelled, length - 1);
        var plain = length - 1 - modelled;
        WriteTree(encoder, Tops(length), (uint)((number >> plain) & ((1UL << modelled) - 1)), modelled);
        encoder.Plain(number & ((1UL << plain) - 1), plain);
    }

    internal long Read(ref RangeDecoder decoder)
    {
        var length = Math.Min(64, (int)ReadTree(ref decoder, _lengths, LengthBits));
        if (length < 2) return Unzigzag((ulong)length);
        var modelled = Math.Min(Modelled, length - 1);
        var plain = length - 1 - modelled;
        var top = (1UL << modelled) | ReadTree(ref decoder, Tops(length), modelled);
        return Unzigzag((top << plain) | decoder.Plain(plain));
    }

    private ushort[] Tops(int length) => _tops[length] ??= Fresh(1 << Modelled);

    private static void WriteTree(RangeEncoder encoder, ushort[] tree, uint value, int bits)
    {
        var node = 1u;
        while (bits-- > 0)
        {
            var bit = (value >> bits) & 1;
            encoder.Bit(ref tree[node], (int)bit);
            node = (node << 1) | bit;
        }
    }

    private static uint ReadTree(ref RangeDecoder decoder, ushort[] tree, int bits)
    {
        var node = 1u;
        for (var left = bits; left > 0; left--) node = (node << 1) | (uint)decoder.Bit(ref tree[node]);
        return node - (1u << bits);
    }

    private static ushort[] Fresh(int size)
    {
        var models = new ushort[size];
        Array.Fill(models, RangeModel.Even);
        return models;
    }

    private static ulong Zigzag(long value) => unchecked((ulong)((value << 1) ^ (value >> 63)));

    private static long Unzigzag(ulong number) => unchecked((long)(number >> 1) ^ -(long)(number & 1));
}
