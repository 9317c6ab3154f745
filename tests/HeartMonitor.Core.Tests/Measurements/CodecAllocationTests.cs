using HeartMonitor.Core.Measurements;
using Xunit;

namespace HeartMonitor.Core.Tests.Measurements;

public sealed class CodecAllocationTests
{
    private const int Decodes = 100_000;

    [Fact]
    public void Decoding_and_walking_the_intervals_allocates_nothing()
    {
        var packets = Packets.Corpus();
        var warmUp = DecodeAll(packets, packets.Length);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = DecodeAll(packets, Decodes);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(sum > warmUp, "Nothing was decoded.");
    }

    [Fact]
    public void Encoding_into_a_buffer_allocates_nothing()
    {
        var measurement = HeartRateMeasurementCodec.Decode(Packets.FromHex("1F 2C 01 FF FF 00 04 80 02")).Measurement;
        var buffer = new byte[HeartRateMeasurementCodec.EncodedLength(measurement)];
        HeartRateMeasurementCodec.Encode(measurement, buffer);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Decodes; i++) HeartRateMeasurementCodec.Encode(measurement, buffer);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    /// <summary>The measure itself can fail: copying the intervals is seen.</summary>
    [Fact]
    public void The_measure_sees_an_allocation()
    {
        var rr = HeartRateMeasurementCodec.Decode(Packets.FromHex("16 3C 00 04")).Measurement.Rr;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var copy = rr.ToArray();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before > 0);
        Assert.Single(copy);
    }

    private static long DecodeAll(byte[][] packets, int times)
    {
        var sum = 0L;
        for (var i = 0; i < times; i++)
        {
            var result = HeartRateMeasurementCodec.Decode(packets[i % packets.Length]);
            sum += result.Measurement.HeartRate.Bpm;
            foreach (var interval in result.Measurement.Rr) sum += interval.Raw;
        }

        return sum;
    }
}
