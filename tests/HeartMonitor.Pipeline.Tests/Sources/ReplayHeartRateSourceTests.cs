using System.Reactive.Concurrency;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Pipeline.Sources;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Sources;

public sealed class ReplayHeartRateSourceTests : HeartRateSourceContract
{
    protected override bool Ends => true;

    protected override IHeartRateSource Create(IScheduler scheduler) =>
        new ReplayHeartRateSource(new(null, [.. Enumerable.Range(0, 60).Select(second => Row(second * 1.000_000_5, 80 + second))]), "strap", scheduler);

    [Fact]
    public void Packets_come_at_their_offsets_from_the_subscription()
    {
        Assert.Equal([(0.0, 80), (0.5, 81), (7.25, 82), (7.25, 83)], Play([Row(0, 80), Row(0.5, 81), Row(7.25, 82), Row(7.25, 83)]));
    }

    [Fact]
    public void A_row_that_goes_back_comes_at_once_after_its_predecessor()
    {
        Assert.Equal([(0.0, 80), (5.0, 81), (5.0, 82), (5.0, 83), (6.0, 84)], Play([Row(0, 80), Row(5, 81), Row(3, 82), Row(-2, 83), Row(6, 84)]));
    }

    [Fact]
    public void Speed_packs_arrivals()
    {
        Assert.Equal([(0.0, 80), (1.0, 81), (6.0, 82)], Play([Row(0, 80), Row(10, 81), Row(60, 82)], speed: 10));
    }

    [Fact]
    public void It_completes_with_the_last_packet()
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        using var subscription = new ReplayHeartRateSource(new(null, [Row(0, 80), Row(5, 81)]), "strap", scheduler).Events.Subscribe(seen);

        scheduler.AdvanceBy(TimeSpan.FromSeconds(4.9));
        Assert.False(seen.IsCompleted);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(0.1));
        Assert.True(seen.IsCompleted);
    }

    [Fact]
    public void A_recording_without_heart_rate_connects_and_completes()
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        using var subscription = new ReplayHeartRateSource(new(null, [new(TimeSpan.Zero, null, [])]), "strap", scheduler).Events.Subscribe(seen);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1));

        Assert.Equal([SourceEventKind.Connected], seen.Events.Select(e => e.Kind));
        Assert.True(seen.IsCompleted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_speed_that_is_none_is_refused(double speed)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayHeartRateSource(new(null, [Row(0, 80)]), "strap", Scheduler.Immediate, speed));
    }

    [Theory]
    [InlineData("graded-test-03.csv", 1586)]
    [InlineData("graded-test-11-with-gap.csv", 1406)]
    [InlineData("multisport-with-gaps.csv", 1430)]
    [InlineData("all-zeros-with-power.csv", 1808)]
    [InlineData("rr-rest-cycling-recovery.csv", 2561)]
    [InlineData("run-with-steps.csv", 3507)]
    public void Every_shipped_recording_plays_to_its_end(string file, int packets)
    {
        using var text = File.OpenText(Path.Combine(AppContext.BaseDirectory, "recordings", file));
        var recording = RecordingReader.Read(text, file).Recording!;
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());

        using (new ReplayHeartRateSource(recording, "strap", scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(TimeSpan.FromHours(3));

        Assert.True(seen.IsCompleted);
        Assert.Equal(packets, seen.Events.Count(e => e.Kind == SourceEventKind.Packet));
        Assert.InRange(seen.Events[^1].At - CountingScheduler.Morning, recording.Length - TimeSpan.FromSeconds(7), recording.Length + TimeSpan.FromSeconds(1));
    }

    private static RecordingRow Row(double second, int bpm) => new(TimeSpan.FromTicks((long)(second * TimeSpan.TicksPerSecond)), bpm, []);

    private static IEnumerable<(double Second, int Bpm)> Play(IReadOnlyList<RecordingRow> rows, double speed = 1)
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        using (new ReplayHeartRateSource(new(null, rows), "strap", scheduler, speed).Events.Subscribe(seen)) scheduler.AdvanceBy(TimeSpan.FromMinutes(2));
        return seen.Events.Skip(1).Select(e => ((e.At - CountingScheduler.Morning).TotalSeconds, (int)e.Packet.Span[1]));
    }
}
