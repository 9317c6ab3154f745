namespace HeartMonitor.Core.Tests.Measurements;

/// <summary>Makes packets: random bytes, random bodies behind lawful flags, and damaged copies of known packets.</summary>
internal sealed class PacketMutator(byte[][] corpus, Random random)
{
    internal const int LongestPacket = 64;

    /// <summary>Writes one packet to the start of <paramref name="buffer"/> (at least <see cref="LongestPacket"/>) and tells its length.</summary>
    internal int Next(Span<byte> buffer)
    {
        switch (random.Next(8))
        {
            case 0: return FillRandomly(buffer, random.Next(LongestPacket + 1));
            case 1:
                var length = FillRandomly(buffer, 1 + random.Next(24));
                buffer[0] &= 0x1F;
                return length;
            default: return Damage(buffer, Copy(buffer));
        }
    }

    private int FillRandomly(Span<byte> buffer, int length)
    {
        random.NextBytes(buffer[..length]);
        return length;
    }

    private int Copy(Span<byte> buffer)
    {
        var chosen = corpus[random.Next(corpus.Length)];
        chosen.CopyTo(buffer);
        return chosen.Length;
    }

    private int Damage(Span<byte> buffer, int length)
    {
        for (var times = 1 + random.Next(3); times > 0; times--) length = DamageOnce(buffer, length);
        return length;
    }

    private int DamageOnce(Span<byte> buffer, int length)
    {
        var at = length == 0 ? 0 : random.Next(length);
        switch (random.Next(6))
        {
            case 0: return at; // cut short
            case 1: return length + FillRandomly(buffer[length..], random.Next(Math.Min(LongestPacket - length, 24) + 1)); // longer
            case 2 when length > 0: buffer[at] ^= (byte)(1 << random.Next(8)); break;
            case 3 when length > 0: buffer[at] = (byte)(random.Next(2) * 255); break; // the ends of the range
            case 4 when length > 0: buffer[0] ^= (byte)(1 << random.Next(8)); break; // other flags over the same body
            case 5 when length > 1:
                buffer[(at + 1)..length].CopyTo(buffer[at..]); // a byte lost
                return length - 1;
        }

        return length;
    }
}
