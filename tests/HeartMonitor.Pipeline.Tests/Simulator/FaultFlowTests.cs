using HeartMonitor.Core.Measurements;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>Faults by name, at a time or by rate.</summary>
public sealed class FaultFlowTests
{
    public static TheoryData<FaultKind> Drawn => [.. FaultWord.All.Where(word => word.ByRate).Select(word => word.Kind)];

    [Fact]
    public void Every_fault_has_a_name_to_ask_for_it() =>
        Assert.Equal(Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.None).Order(), FaultWord.All.Select(word => word.Kind).Order());

    [Theory]
    [MemberData(nameof(Drawn))]
    public void A_fault_by_rate_leaves_its_label(FaultKind kind)
    {
        var class1 = kind is FaultKind.OffBody or FaultKind.CadenceLock ? StrapProfile.Optical : StrapProfile.ChestWithContact;
        var labels = Wear(StrapModel.Plain(class1), 7_200, new FaultSpec { Kind = kind, PerHour = 10 }).Select(second => second.Truth.Kind).ToHashSet();

        Assert.Contains(kind, labels);
        Assert.Subset(new HashSet<FaultKind> { FaultKind.None, kind }, labels);
    }

    [Fact]
    public void A_rate_is_a_rate_an_hour()
    {
        var rates = Enumerable.Range(0, 20).Select(seed => Begins(new FaultSpec { Kind = FaultKind.Dropout, PerHour = 12, Seconds = (3, 3) }, seed, hours: 10).Count / 10.0).ToArray();

        Assert.Equal(12, rates.Average(), 0.6);
        Assert.True(rates.Distinct().Count() > 5);
    }

    [Fact]
    public void A_kind_never_meets_itself_and_stays_within_its_bounds()
    {
        var spec = new FaultSpec { Kind = FaultKind.ZeroRun, PerHour = 400, Seconds = (3, 12), From = 100, To = 2_000 };
        var begins = Begins(spec, 1, hours: 1);

        Assert.All(begins.Zip(begins.Skip(1)), pair => Assert.True(pair.Second.From > pair.First.From + pair.First.Length));
        Assert.All(begins, fault => Assert.InRange(fault.From.TotalSeconds, 100, 2_000));
        Assert.All(begins, fault => Assert.InRange(fault.Length.TotalSeconds, 3, 12));
        Assert.True(begins.Count > 50);
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_one_kind_does_not_shift_another()
    {
        FaultSpec[] some = [new() { Kind = FaultKind.Dropout, PerHour = 12 }, new() { Kind = FaultKind.Stuck, PerHour = 6 }];
        FaultSpec[] more = [some[0], some[1], new() { Kind = FaultKind.ZeroRun, PerHour = 30 }];

        Assert.Equal(Begins(some, 5), Begins(some, 5));
        Assert.NotEqual(Begins(some, 5), Begins(some, 6));
        Assert.Equal(Begins(some, 5), Begins(more, 5).Where(fault => fault is not ZeroRun));
    }

    [Fact]
    public void What_is_left_open_is_drawn_and_what_is_said_is_kept()
    {
        var open = Begins(new FaultSpec { Kind = FaultKind.ContactLost, PerHour = 30 }, 1, hours: 4).Cast<ContactLost>().Select(f => f.Frozen).Distinct();
        var said = Begins(new FaultSpec { Kind = FaultKind.ContactLost, PerHour = 30, Frozen = false }, 1, hours: 4).Cast<ContactLost>().Select(f => f.Frozen).Distinct();

        Assert.Equal([false, true], open.Order());
        Assert.Equal([false], said);
    }

    [Fact]
    public void Start_of_wear_sends_garbage_intervals_and_the_true_rate()
    {
        var sent = Wear(StrapModelTests.Model("polar-h10"), 60, new FaultSpec { Kind = FaultKind.StartOfWear, At = 0, Seconds = (10, 10) });

        Assert.All(sent[5..10], s => Assert.InRange(Decoded(s).HeartRate.Bpm, 96, 104));
        Assert.All(sent[..10], s => Assert.Equal((TruthLabel.Unjudged, WhyUnjudged.BeatsOnly), (s.Truth.Label, s.Truth.Because)));
        Assert.True(sent[..10].SelectMany(s => Decoded(s).Rr.ToArray()).Count(rr => Math.Abs(rr.Milliseconds - 600) > 150) >= 8);
        Assert.All(sent[12..], s => Assert.Equal(TruthLabel.Clean, s.Truth.Label));
    }

    [Fact]
    public void Over_emission_is_eight_intervals_in_a_second()
    {
        var sent = Wear(StrapModelTests.Model("polar-h9"), 60, new FaultSpec { Kind = FaultKind.OverEmission, At = 20, Seconds = (2, 2) });

        Assert.Equal([8, 8], sent[20..22].Select(s => Decoded(s).Rr.Count));
        Assert.All(sent[..20], s => Assert.InRange(Decoded(s).Rr.Count, 0, 3));
    }

    [Fact]
    public void An_optical_strap_on_a_table_may_end_in_zeros()
    {
        var sent = Wear(StrapModel.Plain(StrapProfile.Optical), 200, new FaultSpec { Kind = FaultKind.OffBody, At = 20, Seconds = (150, 150), ZeroAfter = 30 });

        Assert.All(sent[20..50], s => Assert.InRange(Decoded(s).HeartRate.Bpm, 60, 110));
        Assert.All(sent[50..170], s => Assert.False(Decoded(s).HeartRate.IsReading));
        Assert.True(Decoded(sent[170]).HeartRate.IsReading);
    }

    private static List<StrapFault> Begins(FaultSpec spec, int seed, int hours) => Begins([spec], seed, hours);

    private static List<StrapFault> Begins(FaultSpec[] specs, int seed, int hours = 2)
    {
        var kinds = specs.Select(spec => spec.Kind).ToHashSet();
        var flow = new FaultFlow(specs, i => SeededNoise.For(seed, 0, i));
        Assert.Empty(flow.OnTime);
        Assert.Equal(specs.Length, kinds.Count);
        return [.. flow.BegunUntil(TimeSpan.FromHours(hours))];
    }

    private static StrapSecond[] Wear(StrapModel model, int seconds, params FaultSpec[] specs)
    {
        var flow = new FaultFlow(specs, i => SeededNoise.For(3, 0, i));
        var strap = new VirtualStrap("sim-01", model, new BeatSeries(new SeededNoise(1)), flow.OnTime, new SeededNoise(2), flow);
        return [.. Enumerable.Range(0, seconds).Select(_ => strap.Tick(100, 0.5, 150))];
    }

    private static HeartRateMeasurement Decoded(StrapSecond second) => HeartRateMeasurementCodec.Decode(second.Packet).Measurement;
}
