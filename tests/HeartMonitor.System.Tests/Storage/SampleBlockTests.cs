using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;
using HeartMonitor.Storage.Journal.Packing;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

/// <summary>Packed samples come back to the bit, whatever they were.</summary>
public sealed class SampleBlockTests
{
    [Fact]
    public void Any_bodies_with_any_stamps_come_back_as_they_went_in()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var samples = Any(new Random(seed));

            var back = SampleBlock.Unpack(SampleBlock.Pack(samples), samples.Count);

            Assert.Equal(samples.Select(Outline), back!.Select(Outline));
        }
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(0)]
    public void A_straps_samples_take_six_bytes_at_most(int jitterMicroseconds)
    {
        var samples = Strap(1_024, jitterMicroseconds, new(7));

        var packed = SampleBlock.Pack(samples);

        Assert.Equal(samples.Select(Outline), SampleBlock.Unpack(packed, samples.Count)!.Select(Outline));
        var each = packed.Length / (double)samples.Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each:F2} B a sample with stamps that scatter by {jitterMicroseconds} us");
        Assert.InRange(each, 0.5, 6);
    }

    [Fact]
    public void Damaged_bytes_give_wrong_samples_or_none_and_never_a_fault()
    {
        var (random, samples) = (new Random(3), Strap(64, 20_000, new(7)));
        var packed = SampleBlock.Pack(samples);
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = packed.ToArray();
            for (var bytes = random.Next(1, 9); bytes > 0; bytes--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var back = SampleBlock.Unpack(damaged.AsSpan(0, random.Next(damaged.Length + 1)), samples.Count);
            Assert.True(back is null || back.Length == samples.Count);
        }
    }

    [Fact]
    public void A_block_of_a_format_to_come_is_not_read_as_one_of_ours()
    {
        var packed = SampleBlock.Pack(Strap(10, 0, new(1)));
        packed[0] = 2;

        Assert.Null(SampleBlock.Unpack(packed, 10));
    }

    [Fact]
    public void The_checksum_is_the_one_that_others_know() =>
        Assert.Equal(unchecked((int)0xE3069283), new Crc32C().Add("123456789"u8).Value); // RFC 3720, and every table of CRCs

    internal static List<PackedSample> Strap(int count, int jitterMicroseconds, Random random)
    {
        var samples = new List<PackedSample>();
        var (seq, at, bpm) = (random.Next(1_000_000), JournalSteps.Start.ToUnixTimeMilliseconds() * 1_000, 118.0);
        for (var i = 0; i < count; i++)
        {
            seq += 45 + random.Next(10);
            bpm = Math.Clamp(bpm + ((random.NextDouble() - 0.5) * 3), 60, 180);
            ushort[] intervals = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => (ushort)((61_440 / bpm) + random.Next(-20, 20)))];
            var packet = JournalSteps.Packet((int)bpm, SensorContact.Detected, intervals);
            samples.Add(new(seq, at + (i * 1_000_312L) + random.Next(jitterMicroseconds + 1), SampleBody.Write(JournalSteps.Good, packet)));
        }

        return samples;
    }

    private static List<PackedSample> Any(Random random)
    {
        var samples = new List<PackedSample>();
        var seq = random.NextInt64(1L << 40);
        for (var left = random.Next(1, 80); left > 0; left--)
        {
            seq += random.NextInt64(1, random.Next(4) == 0 ? 1L << 30 : 5);
            var body = new byte[random.Next(5) switch { 0 => random.Next(3), 1 => random.Next(516), _ => random.Next(5, 16) }];
            random.NextBytes(body);
            if (body.Length > 3 && random.Next(2) == 0) body[3] = (byte)(random.Next(32) & 0x19); // every mix of wide, energy and intervals
            samples.Add(new(seq, random.Next(6) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) : random.NextInt64(1L << 52), body));
        }

        return samples;
    }

    private static string Outline(PackedSample sample) => $"{sample.Seq} {sample.Microseconds} {Convert.ToHexString(sample.Body.Span)}";
}
