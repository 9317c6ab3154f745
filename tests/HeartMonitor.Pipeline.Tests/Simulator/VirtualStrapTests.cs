using HeartMonitor.Core.Measurements;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

public sealed class VirtualStrapTests
{
    [Theory]
    [InlineData(StrapProfile.ChestWithContact, SensorContact.Detected, true)]
    [InlineData(StrapProfile.ChestWithoutContact, SensorContact.NotSupported, true)]
    [InlineData(StrapProfile.Optical, SensorContact.NotSupported, false)]
    public void A_profile_sends_what_it_can_tell(StrapProfile profile, SensorContact contact, bool hasIntervals)
    {
        var sent = Wear(profile, 60).Select(Decoded).ToArray();

        Assert.All(sent, m => Assert.Equal(contact, m.Contact));
        Assert.All(sent, m => Assert.Equal(MeasurementWarnings.None, m.Warnings));
        Assert.Equal(hasIntervals, sent.Any(m => m.Rr.Count > 0));
        Assert.All(sent.Skip(5), m => Assert.InRange(m.HeartRate.Bpm, 96, 104));
    }

    [Fact]
    public void Every_beat_is_sent_once_and_the_rate_is_the_mean_of_five_seconds()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 120).Select(Decoded).ToArray();
        var sum = sent.Sum(m => m.Rr.ToArray().Sum(rr => rr.Milliseconds));

        Assert.InRange(sum, 119_000, 120_000);
        for (var second = 10; second < 120; second++)
        {
            var recent = sent[(second - 4)..(second + 1)].SelectMany(m => m.Rr.ToArray()).Average(rr => rr.Milliseconds);
            Assert.InRange(sent[second].HeartRate.Bpm, (60_000 / recent) - 0.6, (60_000 / recent) + 0.6);
        }
    }

    [Theory]
    [InlineData(StrapProfile.ChestWithContact, false, "1400")]
    [InlineData(StrapProfile.ChestWithContact, true, "04")]
    [InlineData(StrapProfile.ChestWithoutContact, false, "00")]
    public void Contact_lost_says_so_where_a_strap_can(StrapProfile profile, bool frozen, string begins)
    {
        var sent = Wear(profile, 30, new ContactLost(Seconds(10), Seconds(5), frozen));
        var lost = sent[10..15].Select(second => Convert.ToHexString(second.Packet!)).ToArray();

        Assert.All(lost, packet => Assert.StartsWith(begins, packet, StringComparison.Ordinal));
        Assert.Single(lost.Distinct());
        Assert.Equal(frozen || profile == StrapProfile.ChestWithoutContact ? Decoded(sent[9]).HeartRate : HeartRate.None, Decoded(sent[12]).HeartRate);
        Assert.True(Decoded(sent[15]).Rr.Count > 0);
        Assert.True(Decoded(sent[9]).Rr.Count > 0);
    }

    [Fact]
    public void A_dropout_is_silence_and_a_lost_link_after_six_seconds()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 40, new Dropout(Seconds(10), Seconds(20)));

        Assert.All(sent[10..30], second => Assert.Null(second.Packet));
        Assert.Equal([16], Enumerable.Range(0, 40).Where(i => sent[i].Link == StrapLink.Lost));
        Assert.Equal([30], Enumerable.Range(0, 40).Where(i => sent[i].Link == StrapLink.Returned));
        Assert.InRange(Decoded(sent[30]).Rr.Count, 1, 3);
    }

    [Fact]
    public void A_short_dropout_keeps_the_link()
    {
        Assert.All(Wear(StrapProfile.ChestWithContact, 40, new Dropout(Seconds(10), Seconds(6))), second => Assert.Equal(StrapLink.Unchanged, second.Link));
    }

    [Fact]
    public void A_run_of_zeros_has_contact_and_no_rate()
    {
        Assert.Equal(["0600", "0600", "0600"], Wear(StrapProfile.ChestWithContact, 20, new ZeroRun(Seconds(10), Seconds(3)))[10..13].Select(s => Convert.ToHexString(s.Packet!)));
    }

    [Fact]
    public void An_optical_strap_on_the_table_sends_plausible_nonsense()
    {
        var rates = Wear(StrapProfile.Optical, 200, new OffBody(Seconds(20), Seconds(180)))[20..].Select(s => Decoded(s).HeartRate.Bpm).ToArray();

        Assert.All(rates, bpm => Assert.InRange(bpm, 60, 110));
        Assert.True(rates.Distinct().Count() > 10);
    }

    [Fact]
    public void A_missed_beat_makes_one_interval_of_two_and_an_extra_beat_two_of_one()
    {
        var clean = Intervals();
        var missed = Intervals(new MissedBeat(Seconds(10)));
        var extra = Intervals(new ExtraBeat(Seconds(10)));
        var at = Enumerable.Range(0, clean.Length).First(i => missed[i] != clean[i]);

        Assert.Equal(clean.Length - 1, missed.Length);
        Assert.Equal(clean[at] + clean[at + 1], missed[at], 1.0);
        Assert.Equal(clean[(at + 2)..], missed[(at + 1)..]);
        Assert.Equal(clean.Length + 1, extra.Length);
        Assert.Equal((0.3 * clean[at], 0.7 * clean[at]), (extra[at], extra[at + 1]), new WithinAMillisecond());
        Assert.Equal(clean[(at + 1)..], extra[(at + 2)..]);
    }

    [Fact]
    public void A_fault_may_come_back()
    {
        var sent = Wear(StrapProfile.ChestWithContact, 120, new ZeroRun(Seconds(10), Seconds(2)) { Every = Seconds(50) }, new MissedBeat(Seconds(20)) { Every = Seconds(25) });

        Assert.Equal([10, 11, 60, 61, 110, 111], Enumerable.Range(0, 120).Where(i => !Decoded(sent[i]).HeartRate.IsReading));
        Assert.Equal(4, sent.SelectMany(s => Decoded(s).Rr.ToArray()).Count(rr => rr.Milliseconds > 1_000));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        IEnumerable<string> Bytes() => Wear(StrapProfile.ChestWithContact, 300).Select(s => Convert.ToHexString(s.Packet!));

        Assert.Equal(Bytes(), Bytes());
    }

    private static double[] Intervals(params StrapFault[] faults) =>
        [.. Wear(StrapProfile.ChestWithContact, 60, faults).SelectMany(s => Decoded(s).Rr.ToArray()).Select(rr => rr.Milliseconds)];

    private static StrapSecond[] Wear(StrapProfile profile, int seconds, params StrapFault[] faults)
    {
        var strap = new VirtualStrap("sim-01", profile, new BeatSeries(new SeededNoise(1)), faults, new SeededNoise(2));
        return [.. Enumerable.Range(0, seconds).Select(_ => strap.Tick(100, 0.5))];
    }

    private static HeartRateMeasurement Decoded(StrapSecond second) => HeartRateMeasurementCodec.Decode(second.Packet).Measurement;

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private sealed class WithinAMillisecond : IEqualityComparer<(double A, double B)>
    {
        public bool Equals((double A, double B) x, (double A, double B) y) => Math.Abs(x.A - y.A) <= 1 && Math.Abs(x.B - y.B) <= 1;

        public int GetHashCode((double A, double B) obj) => 0;
    }
}
