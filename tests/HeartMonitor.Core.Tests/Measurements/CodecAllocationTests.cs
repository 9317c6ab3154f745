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

        var sum = 0L;
        Assert.Equal(0, LeastAllocated(() => sum = DecodeAll(packets, Decodes)));
        Assert.True(sum > warmUp, "Nothing was decoded.");
    }

    [Fact]
    public void Encoding_into_a_buffer_allocates_nothing()
    {
        var measurement = HeartRateMeasurementCodec.Decode(Packets.FromHex("1F 2C 01 FF FF 00 04 80 02")).Measurement;
        var buffer = new byte[HeartRateMeasurementCodec.EncodedLength(measurement)];
        HeartRateMeasurementCodec.Encode(measurement, buffer);

        Assert.Equal(0, LeastAllocated(() =>
        {
            for (var i = 0; i < Decodes; i++) HeartRateMeasurementCodec.Encode(measurement, buffer);
        }));
    }

    /// <summary>The measure itself can fail: copying the intervals is seen.</summary>
    [Fact]
    public void The_measure_sees_an_allocation()
    {
        var rr = HeartRateMeasurementCodec.Decode(Packets.FromHex("16 3C 00 04")).Measurement.Rr;
        RrInterval[] copy = [];
        Assert.True(LeastAllocated(() => copy = rr.ToArray()) > 0);
        Assert.Single(copy);
    }

    /// <summary>
    /// The least of five runs: a collection that other tests cause in the middle of a run books some kilobytes on this thread, while an
    /// allocation of ours would be in every run.
    /// </summary>
    private static long LeastAllocated(Action run) => Enumerable.Range(0, 5).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

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
