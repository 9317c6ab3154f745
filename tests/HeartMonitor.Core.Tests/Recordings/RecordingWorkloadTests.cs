using HeartMonitor.Core.Recordings;
using Xunit;

namespace HeartMonitor.Core.Tests.Recordings;

public sealed class RecordingWorkloadTests
{
    [Fact]
    public void Every_full_minute_tells_the_means_of_the_minute_that_ended()
    {
        var rows = Enumerable.Range(0, 150).Select(second => Row(second, second < 60 ? 100 : 110, 2));

        var facts = RecordingWorkload.Of(new(null, [.. rows])).ToArray();

        Assert.Equal([60.0, 120.0], facts.Select(fact => fact.Offset.TotalSeconds));
        Assert.Equal([100.0, 110.0], facts.Select(fact => fact.Workload.Watts!.Value));
        Assert.All(facts, fact => Assert.Equal(7.2, fact.Workload.SpeedKmh!.Value, 6));
        Assert.All(facts, fact => Assert.True(fact.Workload.Measured));
    }

    [Fact]
    public void Zero_watts_is_a_value()
    {
        Assert.Equal(0, RecordingWorkload.Of(new(null, [Row(0, 0), Row(60, 0)])).Single().Workload.Watts);
    }

    [Fact]
    public void A_minute_without_values_is_null_and_told_once()
    {
        var facts = RecordingWorkload.Of(new(null, [Row(0), Row(61, 50), Row(300), Row(301, 60), Row(360)])).ToArray();

        Assert.Equal([120.0, 180.0, 360.0], facts.Select(fact => fact.Offset.TotalSeconds));
        Assert.Equal([50.0, null, 60.0], facts.Select(fact => fact.Workload.Watts));
    }

    [Fact]
    public void A_recording_without_power_and_speed_tells_nothing()
    {
        Assert.Empty(RecordingWorkload.Of(new(null, [Row(0), Row(600)])));
    }

    [Fact]
    public void A_row_that_goes_back_counts_in_the_open_minute()
    {
        var facts = RecordingWorkload.Of(new(null, [Row(0, 100), Row(60, 200), Row(30, 400), Row(120)])).ToArray();

        Assert.Equal([100.0, 300.0], facts.Select(fact => fact.Workload.Watts!.Value));
    }

    private static RecordingRow Row(int second, double? watts = null, double? speed = null) => new(TimeSpan.FromSeconds(second), 80, [], watts, speed);
}
