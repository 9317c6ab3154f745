using CsCheck;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Wire;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Wire;

/// <summary>Messages with some bytes changed, cut, doubled or swapped: refused or read, never anything else.</summary>
public sealed class MutationTests
{
    /// <summary>Three million messages on a full run.</summary>
    private const int Full = 3_000_000;

    /// <summary>A value costs at most some fifty bytes, and each byte of a message can be a value or two.</summary>
    private const long MostBytesPerByte = 400;

    [Fact]
    public void A_damaged_message_is_refused_or_read_and_nothing_else()
    {
        var random = new Random(20_26);
        var seeds = GenMessages.Message.Array[200].Single(_ => true, "0000000000000").Select(MessageCodec.Encode).ToArray();
        int read = 0, refused = 0;
        for (var round = 0; round < Effort.Of(Full); round++)
        {
            if (Survives(Damage(seeds[random.Next(seeds.Length)], seeds, random))) read++;
            else refused++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{read:N0} read, {refused:N0} refused");
        if (!Effort.IsFull) return;
        Assert.True(read > Full / 100, "Damage this great shows nothing of the values.");
        Assert.True(refused > Full / 100, "Damage this small shows nothing of the checks.");
    }

    /// <summary>What was read can be written and is the same when read again; nobody made us allocate more than the bytes can hold.</summary>
    private static bool Survives(byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var message = MessageCodec.Decode(bytes);
            Bounded(before, bytes);
            if (message is not null) Assert.Equal(message, MessageCodec.Decode(MessageCodec.Encode(message)));
            return true;
        }
        catch (DBusProtocolException)
        {
            Bounded(before, bytes);
            return false;
        }
    }

    private static void Bounded(long before, byte[] bytes)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 20_000 + (MostBytesPerByte * bytes.Length), $"{bytes.Length} bytes made us allocate {allocated}: {Convert.ToHexString(bytes)}");
    }

    private static byte[] Damage(byte[] original, byte[][] seeds, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            switch (random.Next(6))
            {
                case 0: bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[random.Next(bytes.Length)] = (byte)random.Next(256); break;
                case 2: bytes[random.Next(bytes.Length)] = "aybnqiuxtdsogvh(){}\0\xff"u8[random.Next(21)]; break;
                case 3: Splice(bytes, seeds[random.Next(seeds.Length)], random); break;
                case 4: BitConverter.TryWriteBytes(bytes.AsSpan(random.Next(bytes.Length - 4)), random.Next(4) == 0 ? -1 : random.Next(300)); break;
                default: (bytes[16 + random.Next(bytes.Length - 16)], bytes[random.Next(bytes.Length)]) = (bytes[random.Next(bytes.Length)], 0); break;
            }
        }

        return bytes;
    }

    /// <summary>A piece of another message in place of what is there.</summary>
    private static void Splice(byte[] bytes, byte[] other, Random random)
    {
        var length = random.Next(1, Math.Min(bytes.Length, other.Length));
        other.AsSpan(random.Next(other.Length - length), length).CopyTo(bytes.AsSpan(random.Next(bytes.Length - length)));
    }
}
