using HeartMonitor.Core.Measurements;
using HeartMonitor.Simulator.Load;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>The load generator's arithmetic: packets from the seed, an account that misses nothing, percentiles.</summary>
public sealed class LoadTests
{
    [Fact]
    public void Every_packet_is_a_measurement_that_names_itself_and_no_other()
    {
        var plan = new LoadPlan(7, 50, 120, 2);
        Assert.Equal(240, plan.PacketsEach);
        var packet = new byte[LoadPlan.PacketBytes];
        for (var strap = 0; strap < plan.Straps; strap++)
        {
            for (var number = 0; number < plan.PacketsEach; number++)
            {
                plan.Write(strap, number, packet);
                Assert.Equal(number, plan.NumberOf(strap, packet));
                Assert.InRange(HeartRateMeasurementCodec.Decode(packet).Measurement.HeartRate.Bpm, 88, 99);
            }
        }
    }

    [Fact]
    public void Due_times_are_fixed_and_spread_over_the_second()
    {
        var plan = new LoadPlan(7, 4, 10, 2);
        Assert.Equal([0, 0.125, 0.25, 0.375], Enumerable.Range(0, 4).Select(s => plan.DueOf(s, 0).TotalSeconds));
        Assert.Equal(4.75, plan.DueOf(2, 9).TotalSeconds);
    }

    [Fact]
    public void The_account_is_exact()
    {
        var plan = new LoadPlan(7, 3, 5, 1);
        var oracle = new LoadOracle(plan);
        var packet = new byte[LoadPlan.PacketBytes];
        for (var strap = 0; strap < 3; strap++)
        {
            for (var number = 0; number < 5; number++)
            {
                plan.Write(strap, number, packet);
                if ((strap, number) != (1, 3)) oracle.Take(strap, packet);
            }
        }

        Assert.Equal((14, 1, 0, 0, false), (oracle.Right, oracle.Missing, oracle.Doubled, oracle.Wrong, oracle.IsExact));
        oracle.Take(2, packet); // again
        packet[1]++;
        oracle.Take(2, packet); // no longer what was sent
        plan.Write(0, 2, packet);
        oracle.Take(1, packet); // somebody else's
        oracle.Take(7, packet); // nobody's
        Assert.Equal((14, 1, 1, 3), (oracle.Right, oracle.Missing, oracle.Doubled, oracle.Wrong));
        plan.Write(1, 3, packet);
        Assert.Equal(3, oracle.Take(1, packet));
        Assert.Equal(0, oracle.Missing);
        Assert.False(oracle.IsExact);
    }

    [Fact]
    public void Percentiles_are_within_half_a_per_cent_of_the_sorted_list()
    {
        var random = new Random(5);
        var histogram = new LatencyHistogram();
        var values = Enumerable.Range(0, 100_000).Select(_ => (long)Math.Exp(random.NextDouble() * 18)).ToList();
        foreach (var us in values) histogram.Add(TimeSpan.FromMicroseconds(us));
        values.Sort();

        foreach (var percent in (double[])[1, 25, 50, 90, 99, 99.9])
        {
            var exact = values[(int)Math.Ceiling(values.Count * percent / 100) - 1];
            Assert.InRange(histogram.At(percent).TotalMicroseconds, exact, (exact * 1.008) + 1);
        }

        Assert.Equal(values[^1], histogram.At(100).TotalMicroseconds);
        Assert.Equal(TimeSpan.Zero, new LatencyHistogram().At(50));
    }
}
