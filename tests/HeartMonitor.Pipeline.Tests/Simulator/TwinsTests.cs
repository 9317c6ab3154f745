using CsCheck;
using HeartMonitor.Core.Patients;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Simulator;

/// <summary>The unmedicated and the beta-blocked twin, and what shifts an answer (domain-facts 9.2).</summary>
public sealed class TwinsTests
{
    [Fact]
    public void At_the_same_work_twins_answer_the_same_and_their_hearts_are_25_to_45_apart()
    {
        Gen.Int.Sample(seed =>
        {
            var minutes = Twins.Compare(seed, TimeSpan.FromHours(2));
            Assert.All(minutes, minute => Assert.Equal(minute.FreeRpe, minute.BlockedRpe));
            // The last two minutes of each step from half effort on: hearts have settled.
            var settled = minutes.Where(m => m.Minute > Twins.StepMinutes && (m.Minute - 1) % Twins.StepMinutes >= 3).ToArray();
            Assert.Equal(6, settled.Length);
            Assert.All(settled, minute => Assert.InRange(minute.Apart, 24, 46));
            return true;
        });
    }

    [Fact]
    public void The_blockade_wears_off_and_the_twins_come_nearer()
    {
        double Apart(int hours) => Twins.Compare(1, TimeSpan.FromHours(hours))[^1].Apart;

        Assert.True(Apart(2) > Apart(11) + 5);
        Assert.True(Apart(11) > Apart(35));
        Assert.InRange(Apart(240), -0.5, 0.5);
    }

    [Fact]
    public void The_rebound_shows_from_day_2_to_8_and_then_it_is_over()
    {
        var (usual, free) = (new Blockade(), Presets.Unmedicated);
        VirtualPerson On(double days) => usual.AfterStop(free, TimeSpan.FromDays(days));

        Assert.True(On(0).PeakHr < free.PeakHr && On(1).PeakHr < free.PeakHr && On(1).PeakHr > On(0).PeakHr);
        Assert.All(new[] { 2.0, 4, 8 }, day => Assert.Equal((free.RestingHr * 1.15, 1.2), (On(day).RestingHr, (On(day).PeakHr - On(day).RestingHr) / (free.PeakHr - free.RestingHr)), new Near()));
        Assert.Equal(free, On(8.1));
    }

    [Fact]
    public void Without_undoes_on()
    {
        var usual = new Blockade { PeakMetFactor = 0.96 };
        var back = usual.Without(usual.On(Presets.Unmedicated));

        Assert.Equal(Presets.Unmedicated.RestingHr, back.RestingHr, 1e-9);
        Assert.Equal(Presets.Unmedicated.PeakHr, back.PeakHr, 1e-9);
        Assert.Equal(Presets.Unmedicated.PeakMet, back.PeakMet, 1e-9);
        Assert.Equal(Presets.Unmedicated.TauOn.TotalSeconds, back.TauOn.TotalSeconds, 1e-6);
        Assert.False(back.IsBlunted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, "C07AB02")]
    [InlineData(1, "C07AA05")]
    [InlineData(1, "C07AG02")]
    [InlineData(-1, "N05AH04")]
    [InlineData(-1, "N06AX11")]
    [InlineData(0, "C07AA05", "N05BA01")]
    public void A_non_selective_blocker_adds_a_step_and_sedation_takes_one(int bias, params string[] taken) =>
        Assert.Equal(bias, RpeBias.Of(new() { Id = "p", Medications = [.. taken.Select(atc => new MedicationEntry { Atc = atc })] }));

    [Fact]
    public void Personality_is_minus_two_to_two_and_mostly_near_nothing()
    {
        var drawn = Enumerable.Range(0, 4_000).Select(i => RpeBias.Personality(SeededNoise.For(1, i))).ToArray();

        Assert.Equal([-2, -1, 0, 1, 2], drawn.Distinct().Order());
        Assert.Equal(0, drawn.Average(), 0.06);
        Assert.True(drawn.Count(p => p == 0) > drawn.Count(p => p == 2) * 3);
    }

    [Fact]
    public void An_attack_at_hard_work_stays_within_what_the_heart_can_do()
    {
        var who = Presets.Unmedicated;
        var wearer = new VirtualWearer(
            new HeartModel(who, new(1)), new("x", HeartMonitor.Simulator.Straps.StrapProfile.ChestWithContact, new(new(2)), [], new(3)), _ => new(who.MetsAt(1)), new PanicOverlay(TimeSpan.FromSeconds(200), 45, TimeSpan.FromMinutes(3)));

        Assert.InRange(Enumerable.Range(0, 600).Max(_ => wearer.Tick().HeartBpm), who.PeakHr, who.PeakHr + 5);
    }

    private sealed class Near : IEqualityComparer<(double A, double B)>
    {
        public bool Equals((double A, double B) x, (double A, double B) y) => Math.Abs(x.A - y.A) < 1e-9 && Math.Abs(x.B - y.B) < 1e-9;

        public int GetHashCode((double A, double B) obj) => 0;
    }
}
