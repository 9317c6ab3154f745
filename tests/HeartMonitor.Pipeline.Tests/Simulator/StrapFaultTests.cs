using HeartMonitor.Core.Measurements;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>What every fault of domain-facts 9.4 sends; those that were there first are in <see cref="VirtualStrapTests"/>.</summary>
public sealed class StrapFaultTests
{
    [Fact]
    public void An_ectopic_beat_is_short_then_long_and_the_heart_is_in_time_again()
    {
        var (clean, faulty) = (Intervals(), Intervals(new Ectopic(Seconds(10))));
        var at = FirstDifference(clean, faulty);

        Assert.Equal(0.7 * clean[at], faulty[at], 1.0);
        Assert.Equal(clean[at + 1] + (0.3 * clean[at]), faulty[at + 1], 1.0);
        Assert.Equal(clean[(at + 2)..], faulty[(at + 2)..]);
    }

    [Fact]
    public void A_run_of_five_ectopic_beats_ends_in_a_pause_and_costs_no_time()
    {
        var (clean, faulty) = (Intervals(), Intervals(new EctopicRun(Seconds(10))));
        var at = FirstDifference(clean, faulty);

        for (var beat = 0; beat < 5; beat++) Assert.Equal(0.7 * clean[at + beat], faulty[at + beat], 1.0);
        Assert.Equal(0.3 * clean[at..(at + 5)].Sum(), faulty[at + 5], 2.0);
        Assert.Equal(clean[(at + 5)..], faulty[(at + 6)..]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dry_electrodes_send_180_to_230_with_garbage_or_without_intervals(bool withIntervals)
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, new DrySpike(Seconds(20), Seconds(8), withIntervals)).Select(Decoded).ToArray();

        Assert.All(sent[20..28], m => Assert.InRange(m.HeartRate.Bpm, 180, 230));
        Assert.True(sent[20..28].Select(m => m.HeartRate.Bpm).Distinct().Count() > 3);
        Assert.All(sent[20..28], m => Assert.Equal(withIntervals, m.Rr.Count > 0));
        Assert.All(sent[28..], m => Assert.InRange(m.HeartRate.Bpm, 96, 104));
    }

    [Fact]
    public void An_optical_strap_has_no_electrodes_to_dry() =>
        Assert.All(Wear(StrapProfile.Optical, 40, new DrySpike(Seconds(20), Seconds(8), true)), s => Assert.InRange(Decoded(s).HeartRate.Bpm, 96, 104));

    [Theory]
    [InlineData(false, 160)]
    [InlineData(true, 80)]
    public void An_optical_strap_counts_steps_while_there_are_any(bool half, int bpm)
    {
        var locked = new CadenceLock(Seconds(20), Seconds(40), half);
        var sent = Wear(StrapProfile.Optical, 80, second => (100, second is >= 30 and < 50 ? 160 : 0), locked).Select(Decoded).ToArray();

        Assert.All(sent[30..50], m => Assert.InRange(m.HeartRate.Bpm, bpm - 4, bpm + 4));
        Assert.All(sent[20..30].Concat(sent[50..]), m => Assert.InRange(m.HeartRate.Bpm, 96, 104));
        Assert.Equal(Bytes(StrapProfile.ChestWithContact), Bytes(StrapProfile.ChestWithContact, locked));
    }

    [Fact]
    public void A_stuck_program_sends_the_same_bytes_intervals_and_all()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, Climb, new Stuck(Seconds(20), Seconds(15), true)).Select(Hex).ToArray();

        Assert.Single(sent[19..35].Distinct());
        Assert.True(sent[35..].Distinct().Count() > 10);
    }

    [Fact]
    public void A_stuck_rate_stands_still_while_intervals_go_on()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, Climb, new Stuck(Seconds(20), Seconds(15), false)).Select(Decoded).ToArray();

        Assert.Single(sent[19..35].Select(m => m.HeartRate).Distinct());
        Assert.True(sent[34].Rr.ToArray()[0].Milliseconds < sent[20].Rr.ToArray()[0].Milliseconds - 50);
        Assert.True(sent[36].HeartRate.Bpm > sent[34].HeartRate.Bpm + 10);
    }

    [Fact]
    public void Filler_is_raw_512_beside_a_rate_that_is_right()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, new RrFiller(Seconds(20), Seconds(15))).Select(Decoded).ToArray();

        Assert.All(sent[20..35], m => Assert.All(m.Rr.ToArray(), rr => Assert.Equal(512, rr.Raw)));
        Assert.All(sent[20..35], m => Assert.InRange(m.HeartRate.Bpm, 96, 104));
        Assert.DoesNotContain(sent[35..].SelectMany(m => m.Rr.ToArray()), rr => rr.Raw == 512);
    }

    [Fact]
    public void Duplicated_packets_come_twice()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 40, new DuplicatedPackets(Seconds(20), Seconds(10)));

        Assert.Equal([.. Enumerable.Range(20, 10)], Enumerable.Range(0, 40).Where(i => sent[i].Packets.Count == 2));
        Assert.All(sent[20..30], s => Assert.Equal(s.Packets[0], s.Packets[1]));
        Assert.Equal(Bytes(StrapProfile.ChestWithContact).Take(40), sent.Select(Hex));
    }

    [Fact]
    public void A_burst_is_ten_seconds_without_a_packet_and_then_ten_at_once()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, new DelayedBurst(Seconds(20), Seconds(10)));

        Assert.All(sent[20..29], s => Assert.Empty(s.Packets));
        Assert.Equal(Bytes(StrapProfile.ChestWithContact).Skip(20).Take(10), sent[29].Packets.Select(Convert.ToHexString));
        Assert.All(sent, s => Assert.Equal(StrapLink.Unchanged, s.Link));
        Assert.Single(sent[30].Packets);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void A_clock_that_jumps_changes_stamps_and_nothing_else(int by)
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, new ClockJump(Seconds(20), Seconds(10), Seconds(by)));

        Assert.Equal(Enumerable.Range(0, 60).Select(i => i is >= 20 and < 30 ? Seconds(by) : TimeSpan.Zero), sent.Select(s => s.StampOffset));
        Assert.Equal(Bytes(StrapProfile.ChestWithContact), sent.Select(Hex));
    }

    [Fact]
    public void A_battery_empties_evenly_and_tells_so()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, new BatteryDrain(Seconds(10), Seconds(40)));

        Assert.Equal((100, 100, 50, 0, 0), (sent[0].BatteryPercent, sent[10].BatteryPercent, sent[30].BatteryPercent, sent[50].BatteryPercent, sent[59].BatteryPercent));
        Assert.Null(Wear(StrapProfile.ChestWithContact, 1)[0].BatteryPercent);
    }

    [Fact]
    public void A_strap_that_starts_anew_comes_back_under_another_address()
    {
        var strap = new VirtualStrap("before", StrapProfile.ChestWithContact, new(new(1)), [new AddressChange(Seconds(10), Seconds(8), "after")], new(2));
        var sent = Enumerable.Range(0, 60).Select(_ => (Second: strap.Tick(100, 0.5), strap.Device)).ToArray();

        Assert.All(sent[10..18], s => Assert.Empty(s.Second.Packets));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => i < 18 ? "before" : "after"), sent.Select(s => s.Device));
        Assert.Equal((StrapLink.Lost, StrapLink.Returned), (sent[16].Second.Link, sent[18].Second.Link));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddressChange(Seconds(10), Dropout.SupervisionTimeout, "after"));
    }

    [Fact]
    public void Two_straps_that_are_swapped_tell_the_other_ones_heart()
    {
        var swap = new Swapped(Seconds(30), Seconds(60));
        var pair = new StrapSwap(Person("a", 60, swap), Person("b", 110, swap), swap);
        var sent = Enumerable.Range(0, 150).Select(_ => pair.Tick()).ToArray();
        int[] First(Range when) => [.. sent[when].Select(s => Decoded(s.First).HeartRate.Bpm)];

        Assert.All(First(5..30).Concat(First(96..150)), bpm => Assert.InRange(bpm, 50, 70));
        Assert.All(First(36..90), bpm => Assert.InRange(bpm, 100, 120));
        Assert.All(sent[36..90], s => Assert.InRange(Decoded(s.Second).HeartRate.Bpm, 50, 70));
        Assert.All(sent[30..90], s => Assert.Equal((WhyUnjudged.OtherPerson, WhyUnjudged.OtherPerson), (s.First.Truth.Because, s.Second.Truth.Because)));
    }

    [Fact]
    public void Faults_meet_each_bends_what_the_earlier_left()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 60, new DuplicatedPackets(Seconds(20), Seconds(10)), new ZeroRun(Seconds(15), Seconds(10)), new Dropout(Seconds(22), Seconds(2)));

        Assert.Equal(["0600", "0600"], sent[21].Packets.Select(Convert.ToHexString));
        Assert.Empty(sent[22].Packets);
        Assert.True(sent[26].Packets.Count == 2 && Decoded(sent[26]).HeartRate.IsReading);
    }

    [Fact]
    public void The_same_seed_gives_the_same_faults()
    {
        StrapFault[] faults = [new DrySpike(Seconds(10), Seconds(8), true), new OffBody(Seconds(30), Seconds(20))];

        Assert.Equal(Bytes(StrapProfile.ChestWithContact, faults), Bytes(StrapProfile.ChestWithContact, faults));
    }

    private static VirtualWearer Person(string device, double restingHr, Swapped swap) => new(
        new HeartModel(new() { RestingHr = restingHr, PeakHr = 180, PeakMet = 8 }, new(3)),
        new VirtualStrap(device, StrapProfile.ChestWithContact, new(new(1)), [swap], new(2)),
        _ => new(1));

    private static double[] Intervals(params StrapFault[] faults) =>
        [.. Wear(StrapProfile.ChestWithContact, 60, faults).SelectMany(s => Decoded(s).Rr.ToArray()).Select(rr => rr.Milliseconds)];

    private static int FirstDifference(double[] a, double[] b) => Enumerable.Range(0, a.Length).First(i => a[i] != b[i]);

    private static string[] Bytes(StrapProfile profile, params StrapFault[] faults) => [.. Wear(profile, 60, faults).Select(Hex)];

    private static (double Bpm, double Steps) Climb(int second) => (80 + (2 * second), 0);

    private static StrapSecond[] Wear(StrapProfile profile, int seconds, params StrapFault[] faults) => Wear(profile, seconds, _ => (100, 0), faults);

    private static StrapSecond[] Wear(StrapProfile profile, int seconds, Func<int, (double Bpm, double Steps)> live, params StrapFault[] faults)
    {
        var strap = new VirtualStrap("sim-01", profile, new BeatSeries(new SeededNoise(1)), faults, new SeededNoise(2));
        return [.. Enumerable.Range(0, seconds).Select(second => strap.Tick(live(second).Bpm, 0.5, live(second).Steps))];
    }

    private static string Hex(StrapSecond second) => Convert.ToHexString(second.Packet!);

    private static HeartRateMeasurement Decoded(StrapSecond second) => HeartRateMeasurementCodec.Decode(second.Packet).Measurement;

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
