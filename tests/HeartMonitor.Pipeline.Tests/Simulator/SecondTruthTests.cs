using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>What the simulator says about itself: a letter a second, C clean, d detection delay, F faulty, and small letters for what no gate must know.</summary>
public sealed class SecondTruthTests
{
    [Fact]
    public void A_strap_without_faults_is_clean() => Assert.Equal(new string('C', 60), Truth(StrapProfile.ChestWithContact, 100, 60));

    public static TheoryData<StrapProfile, StrapFault, string> Delays => new()
    {
        { StrapProfile.ChestWithContact, new Dropout(Seconds(3), Seconds(8)), "CCCdddddFFFCC" },
        { StrapProfile.ChestWithContact, new Dropout(Seconds(3), Seconds(3)), "CCCdddCC" },
        { StrapProfile.ChestWithContact, new ContactLost(Seconds(3), Seconds(5), true), "CCCdddFFCC" },
        { StrapProfile.ChestWithoutContact, new ContactLost(Seconds(3), Seconds(33), true), "CCC" + new string('d', 31) + "FFCC" },
        { StrapProfile.Optical, new ZeroRun(Seconds(3), Seconds(3)), "CCCFFFCC" },
        { StrapProfile.ChestWithContact, new DrySpike(Seconds(3), Seconds(3), true), "CCCFFFCC" },
        { StrapProfile.ChestWithContact, new Stuck(Seconds(3), Seconds(17), true), "CCC" + new string('d', 15) + "FFCC" },
        { StrapProfile.Optical, new Stuck(Seconds(3), Seconds(33), false), "CCC" + new string('d', 31) + "FFssssssCC" },
        { StrapProfile.Optical, new OffBody(Seconds(3), Seconds(92)), "CCC" + new string('d', 90) + "FFssssssC" },
        { StrapProfile.ChestWithContact, new DelayedBurst(Seconds(3), Seconds(10)), "CCCdddddFFFFtCC" },
        { StrapProfile.ChestWithContact, new DuplicatedPackets(Seconds(3), Seconds(3)), "CCCbbbCC" },
        { StrapProfile.ChestWithContact, new RrFiller(Seconds(3), Seconds(3)), "CCCbbbCC" },
        { StrapProfile.ChestWithContact, new MissedBeat(Seconds(3)), "CCCbbbbbbbCC" },
        { StrapProfile.ChestWithContact, new ExtraBeat(Seconds(3)), "CCCbbbbbbbCC" },
        { StrapProfile.ChestWithContact, new Ectopic(Seconds(3)), "CCCbbbbbbbbCC" },
        { StrapProfile.ChestWithContact, new EctopicRun(Seconds(3)), "CCCbbbbbbbbbbbCC" },
        { StrapProfile.ChestWithContact, new ClockJump(Seconds(3), Seconds(12), Seconds(5)), "CCCttttttCCCCCCttttttC" },
        { StrapProfile.ChestWithContact, new AddressChange(Seconds(3), Seconds(7), "x"), "CCCdddddFFFFFF" },
        { StrapProfile.ChestWithContact, new BatteryDrain(Seconds(3), Seconds(7)), "CCCCCCCCCCCCCC" },
        { StrapProfile.ChestWithContact, new Swapped(Seconds(3), Seconds(3)), "CCCoooCC" },
    };

    [Theory]
    [MemberData(nameof(Delays))]
    public void A_fault_says_from_when_on_it_must_be_known(StrapProfile profile, StrapFault fault, string truth) =>
        Assert.Equal(truth, Truth(profile, 100, truth.Length, fault));

    [Fact]
    public void Steps_are_wrong_only_where_they_are_not_about_as_many_as_beats()
    {
        var locked = new CadenceLock(Seconds(3), Seconds(34));

        Assert.Equal("CCC" + new string('d', 31) + "FFFssssssC", Truth(StrapProfile.Optical, 100, 44, locked));
        Assert.Equal("CCC" + new string('n', 34) + "ssssssC", Truth(StrapProfile.Optical, 155, 44, locked));
    }

    [Fact]
    public void Steps_that_came_without_a_leap_are_not_seen_when_the_heart_leaves_them()
    {
        var truth = Truth(StrapProfile.Optical, 60, second => second < 20 ? 155 : 100, new CadenceLock(Seconds(10), Seconds(45)));

        Assert.Matches("^C{10}n+l+s{5}$", truth);
    }

    [Fact]
    public void A_spike_beside_a_heart_as_fast_is_as_good_as_right()
    {
        var truth = Truth(StrapProfile.ChestWithContact, 205, 60, new DrySpike(Seconds(20), Seconds(30), false));

        Assert.Contains('n', truth);
        Assert.Contains('F', truth);
        Assert.Equal(30, truth.Count(c => c is 'n' or 'F'));
    }

    [Fact]
    public void A_rate_that_stands_still_is_wrong_eleven_seconds_after_the_heart_left_it()
    {
        var truth = Truth(StrapProfile.ChestWithContact, 60, second => second < 30 ? 100 : 140, new Stuck(Seconds(20), Seconds(35), false));

        Assert.Equal(new string('C', 20), truth[..20]);
        Assert.Equal(new string('n', 10), truth[20..30]);
        Assert.Matches("^n{1,4}d{10}F+C+$", truth[30..]);
    }

    [Fact]
    public void Of_two_faults_the_graver_is_told()
    {
        var truth = Truth(StrapProfile.ChestWithContact, 100, 20, new MissedBeat(Seconds(3)), new ZeroRun(Seconds(5), Seconds(2)), new Dropout(Seconds(6), Seconds(3)));

        Assert.Equal("CCCbbFFddbCC", truth[..12]);
    }

    private static string Truth(StrapProfile profile, double bpm, int seconds, params StrapFault[] faults) => Truth(profile, seconds, _ => bpm, faults);

    private static string Truth(StrapProfile profile, int seconds, Func<int, double> heart, params StrapFault[] faults)
    {
        var strap = new VirtualStrap("sim-01", profile, new BeatSeries(new SeededNoise(1)), faults, new SeededNoise(2));
        return string.Concat(Enumerable.Range(0, seconds).Select(second => Letter(strap.Tick(heart(second), 0.5, 160).Truth)));
    }

    private static char Letter(SecondTruth truth) => (truth.Label, truth.Because) switch
    {
        (TruthLabel.Clean, _) => 'C',
        (TruthLabel.Faulty, _) => 'F',
        (_, WhyUnjudged.DetectionDelay) => 'd',
        (_, WhyUnjudged.TooNear) => 'n',
        (_, WhyUnjudged.NoLeap) => 'l',
        (_, WhyUnjudged.BeatsOnly) => 'b',
        (_, WhyUnjudged.StampOnly) => 't',
        (_, WhyUnjudged.OtherPerson) => 'o',
        _ => 's',
    };

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
