using HeartMonitor.Core.Measurements;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>Devices of domain-facts 1.5, at the level of packets.</summary>
public sealed class StrapModelTests
{
    public static TheoryData<string> Models => [.. StrapModels.All.Select(model => model.Id)];

    [Fact]
    public void The_product_takes_each_device_for_what_it_is() =>
        Assert.All(StrapModels.All.Where(m => m.Name is not null && m.Id is not ("coospo" or "magene")), model =>
            Assert.Equal(model.Class, Shipped.Setup.Straps.ClassOf(model.AdvertisedName(42))));

    [Fact]
    public void A_name_carries_the_number_of_the_piece() => Assert.Equal("Polar H10 0000002A", Model("polar-h10").AdvertisedName(42));

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_packet_of_every_device_fits_the_smallest_connection_and_decodes(string id)
    {
        var sent = Wear(Model(id), 600, bpm: 190).SelectMany(second => second.Packets).ToArray();

        Assert.NotEmpty(sent);
        Assert.All(sent, packet => Assert.InRange(packet.Length, 2, 20));
        Assert.All(sent, packet => Assert.True(HeartRateMeasurementCodec.Decode(packet).IsMeasurement));
    }

    [Theory]
    [InlineData("polar-h10", SensorContact.Detected, SensorContact.NotDetected)]
    [InlineData("garmin-hrm-dual", SensorContact.NotSupported, SensorContact.NotSupported)]
    [InlineData("polar-oh1", SensorContact.NotSupported, SensorContact.NotSupported)]
    [InlineData("coospo", SensorContact.Detected, SensorContact.Detected)]
    [InlineData("magene", SensorContact.NotDetected, SensorContact.NotDetected)]
    public void The_contact_bit_is_honest_absent_or_stuck(string id, SensorContact worn, SensorContact lost)
    {
        var sent = Wear(Model(id) with { Habits = [] }, 60, faults: new ContactLost(Seconds(30), Seconds(30), Frozen: true));

        Assert.All(sent[..30], second => Assert.Equal(worn, Decoded(second).Contact));
        Assert.All(sent[30..], second => Assert.Equal(lost, Decoded(second).Contact));
    }

    [Fact]
    public void Energy_is_in_every_tenth_packet_and_grows()
    {
        var energy = Wear(Model("polar-h9"), 600).Select(second => Decoded(second).EnergyKj).ToArray();

        Assert.All(Enumerable.Range(0, 600), i => Assert.Equal(i % 10 == 9, energy[i] is not null));
        var told = energy.OfType<ushort>().ToArray();
        Assert.Equal(told.Order(), told);
        Assert.InRange(told[^1], 150, 300); // ten minutes of half effort: about 23 kJ a minute
    }

    [Fact]
    public void Energy_sticks_at_its_top_until_the_control_point_resets_it()
    {
        var strap = new VirtualStrap("x", Model("polar-h9"), new(new(1)), [], new(2)) { EnergyAtStartKj = 65_530 };
        ushort? Told() => Enumerable.Range(0, 10).Select(_ => Decoded(strap.Tick(120, 0.8)).EnergyKj).Single(kj => kj is not null);

        Assert.InRange(Told()!.Value, (ushort)65_530, ushort.MaxValue);
        Assert.Equal([ushort.MaxValue, ushort.MaxValue], new[] { Told(), Told() });
        Assert.Equal(0x80, strap.WriteControlPoint(0x02));
        Assert.Equal(ushort.MaxValue, Told());
        Assert.Equal(0, strap.WriteControlPoint(0x01));
        Assert.InRange(Told()!.Value, (ushort)0, (ushort)10);
    }

    [Fact]
    public void A_strap_without_energy_refuses_its_control_point() =>
        Assert.Equal(0x80, new VirtualStrap("x", Model("movesense"), new(new(1)), [], new(2)).WriteControlPoint(0x01));

    [Fact]
    public void A_16_bit_rate_is_the_same_rate()
    {
        var wide = Wear(Model("movesense"), 60);
        var narrow = Wear(StrapModel.Plain(StrapProfile.ChestWithoutContact), 60);

        Assert.All(wide, second => Assert.Equal(1, second.Packet![0] & 1));
        Assert.Equal(narrow.Select(s => Decoded(s).HeartRate), wide.Select(s => Decoded(s).HeartRate));
        Assert.Equal(narrow.SelectMany(s => Decoded(s).Rr.ToArray()), wide.SelectMany(s => Decoded(s).Rr.ToArray()));
    }

    [Fact]
    public void A_flag_without_intervals_warns_and_nothing_else()
    {
        var quiet = Wear(Model("magene"), 120, bpm: 50).Where(s => Decoded(s).Rr.Count == 0).ToArray();

        Assert.NotEmpty(quiet);
        Assert.All(quiet, second => Assert.Equal(MeasurementWarnings.RrFlagButNone, Decoded(second).Warnings));
    }

    [Fact]
    public void Batched_intervals_come_in_every_third_packet_and_none_is_lost()
    {
        var sent = Wear(Model("coospo") with { Habits = [] }, 120);

        Assert.All(Enumerable.Range(0, 120), i => Assert.Equal(i % 3 == 2, Decoded(sent[i]).Rr.Count > 0));
        Assert.InRange(sent.Sum(s => Decoded(s).Rr.ToArray().Sum(rr => rr.Milliseconds)), 117_500, 120_000);
    }

    [Fact]
    public void More_intervals_than_fit_wait_for_the_next_packet()
    {
        var model = StrapModel.Plain(StrapProfile.ChestWithContact) with { IntervalsEvery = 5, Energy = true, WideRate = true };
        var sent = Wear(model, 100, bpm: 120).Select(Decoded).ToArray();

        Assert.All(sent, m => Assert.InRange(m.Rr.Count, 0, m.EnergyKj is null ? 8 : 7)); // domain-facts 1.2
        Assert.Contains(sent, m => m.Rr.Count == 7);
        Assert.Contains(sent, m => m.Rr.Count == 8);
    }

    [Fact]
    public void Smoothed_intervals_have_lost_their_variability_and_not_their_mean()
    {
        double[] Intervals(string id) => [.. Wear(Model(id) with { Habits = [] }, 600, bpm: 70, fraction: 0).SelectMany(s => Decoded(s).Rr.ToArray()).Select(rr => rr.Milliseconds)];
        var (beats, smooth) = (Intervals("polar-h10"), Intervals("polar-oh1"));

        Assert.True(Rmssd(smooth) < Rmssd(beats) / 3);
        Assert.Equal(beats.Average(), smooth.Average(), 3.0);
    }

    [Fact]
    public void A_battery_empties_within_its_hours_and_a_drain_is_stronger()
    {
        var strap = new VirtualStrap("x", Model("polar-oh1"), new(new(1)), [], new(2)) { BatteryAtStart = 50 };
        var drained = new VirtualStrap("x", Model("polar-oh1"), new(new(1)), [new BatteryDrain(Seconds(0), Seconds(100))], new(2));
        for (var second = 0; second < 3_600; second++) strap.Tick(90, 0.3);

        Assert.Equal(42, strap.BatteryPercent); // 12 h: 8.3 points an hour
        Assert.Equal([100, 50], new[] { drained.Tick(90, 0.3).BatteryPercent!.Value, Enumerable.Range(0, 50).Select(_ => drained.Tick(90, 0.3)).ToArray()[^1].BatteryPercent!.Value });
        Assert.Null(Wear(StrapModel.Plain(StrapProfile.Optical), 1)[0].BatteryPercent);
    }

    [Fact]
    public void Places_are_those_that_have_a_code()
    {
        Assert.All(StrapModels.All.Where(m => m is { Class: SensorClass.Chest, Name: not null }), m => Assert.Equal(BodySensorLocation.Chest, m.Location));
        Assert.Equal(BodySensorLocation.Other, Model("polar-oh1").Location); // upper arm has no code
    }

    internal static StrapModel Model(string id) => StrapModels.Find(id)!;

    private static StrapSecond[] Wear(StrapModel model, int seconds, double bpm = 100, double fraction = 0.5, params StrapFault[] faults)
    {
        var habits = new FaultFlow(model.Habits, i => SeededNoise.For(1, 1, i));
        var strap = new VirtualStrap("sim-01", model, new BeatSeries(new SeededNoise(1)), [.. faults, .. habits.OnTime], new SeededNoise(2), habits);
        return [.. Enumerable.Range(0, seconds).Select(_ => strap.Tick(bpm, fraction))];
    }

    private static HeartRateMeasurement Decoded(StrapSecond second) => HeartRateMeasurementCodec.Decode(second.Packet).Measurement;

    private static double Rmssd(double[] rr) => Math.Sqrt(rr.Zip(rr.Skip(1)).Average(pair => Math.Pow(pair.Second - pair.First, 2)));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
