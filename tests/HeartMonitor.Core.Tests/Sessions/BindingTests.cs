using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>Knowing whose heart it is: binding, live confirmation, another strap in mid-session (ecosystem-reliability 2f.1).</summary>
public sealed class BindingTests
{
    private static readonly StrapBound Spare = new("spare", "staff1");

    [Fact]
    public void A_strap_that_staff_bind_is_unconfirmed_until_somebody_looked()
    {
        var sitting = new Sitting().Then(Spare).Beats(90, 80);

        Assert.Equal(("spare", BindingState.Unconfirmed), (sitting.Engine.Device, sitting.Engine.Binding));
        Assert.Equal(BindingState.Unconfirmed, sitting.Live.Binding);
        var told = Assert.Single(sitting.Events.OfType<StrapEvent>());
        Assert.Equal((BindingState.Unconfirmed, "spare", "staff1", null), (told.State, told.Strap, told.By, told.How));
    }

    [Fact]
    public void Lifting_the_strap_confirms_it()
    {
        var sitting = new Sitting().Then(Spare).Worn(15, 80, SensorContact.Detected).Worn(3, 80, SensorContact.NotDetected);
        Assert.Equal(BindingState.Unconfirmed, sitting.Engine.Binding);

        sitting.Worn(1, 80, SensorContact.Detected);

        Assert.Equal(BindingState.Confirmed, sitting.Engine.Binding);
        Assert.Equal(ConfirmedBy.Contact, sitting.Events.OfType<StrapEvent>().Last().How);
    }

    [Theory]
    [InlineData(0, 3)] // straps that are being put on go on everywhere
    [InlineData(15, 1)] // a flicker
    [InlineData(61, 3)] // nobody asked any more
    public void What_may_be_anybody_s_strap_confirms_nothing(int on, int off)
    {
        var sitting = new Sitting().Then(Spare).Worn(on, 80, SensorContact.Detected).Worn(off, 80, SensorContact.NotDetected).Worn(30, 80, SensorContact.Detected);

        Assert.Equal(BindingState.Unconfirmed, sitting.Engine.Binding);
    }

    [Fact]
    public void A_strap_that_was_not_bound_by_anybody_confirms_nothing_by_its_contact()
    {
        var sitting = new Sitting(device: "listed").Worn(15, 80, SensorContact.Detected).Worn(3, 80, SensorContact.NotDetected).Worn(5, 80, SensorContact.Detected);

        Assert.Equal(BindingState.Listed, sitting.Engine.Binding);
        Assert.Empty(sitting.Events.OfType<StrapEvent>());
    }

    [Theory]
    [InlineData(90, true)]
    [InlineData(110, true)]
    [InlineData(88, false)]
    [InlineData(112, false)]
    public void A_counted_pulse_within_ten_confirms_it(int pulse, bool agrees)
    {
        var sitting = new Sitting().Then(Spare).Beats(30, 100).Then(new StrapConfirmed(pulse, "staff1"));

        Assert.Equal(agrees ? CommandResult.Accepted : CommandResult.Invalid, sitting.Outcome.Result);
        Assert.Equal(agrees ? BindingState.Confirmed : BindingState.Unconfirmed, sitting.Engine.Binding);
        if (!agrees) Assert.Contains($"100 / {pulse} bpm", sitting.Outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pulse_that_disagrees_takes_a_confirmation_back()
    {
        var sitting = new Sitting().Then(Spare).Beats(30, 100).Then(new StrapConfirmed(100, "staff1")).Then(new StrapConfirmed(140, "staff2"));

        Assert.Equal(BindingState.Unconfirmed, sitting.Engine.Binding);
    }

    [Fact]
    public void There_is_nothing_to_compare_a_pulse_with_before_the_strap_shows_a_value() =>
        Assert.Contains("no value", new Sitting().Then(Spare).Beats(5, 100).Then(new StrapConfirmed(100, "staff1")).Outcome.Detail, StringComparison.Ordinal);

    [Fact]
    public void Nobody_binds_without_a_name_or_a_strap()
    {
        Assert.Equal(CommandResult.Invalid, new Sitting().Then(new StrapBound("spare")).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, new Sitting().Then(new StrapBound(" ", "staff1")).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, new Sitting().Then(new StrapBound(new string('x', 61), "staff1")).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, new Sitting().Then(new StrapConfirmed(100, "staff1")).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, new Sitting().Then(new StrapUnbound("staff1")).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, new Sitting().Then(Spare).Then(new StrapUnbound()).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, new Sitting().Then(Spare).Then(new StrapConfirmed(0, "staff1")).Outcome.Result);
    }

    [Fact]
    public void The_binding_ends_with_the_session()
    {
        var sitting = new Sitting().Then(Spare).Beats(30, 100).Then(new SessionEnded()).Then(new StrapBound("other", "staff1"));

        Assert.Equal((CommandResult.Invalid, "spare"), (sitting.Outcome.Result, sitting.Engine.Device));
        Assert.Equal(BindingState.None, sitting.Live.Binding);
    }

    [Fact]
    public void Another_strap_leaves_plan_phase_answers_and_alerts_as_they_are()
    {
        var sitting = new Sitting(device: "first").Then(new RestingHeartRateMeasured(64)).Phase(SessionPhase.Work).Beats(200, 120).Then(new RpeAnswered(18));
        var (plan, stop) = (sitting.Engine.Plan, sitting.Raised(AlertCode.RpeStop)[0]);

        sitting.Then(Spare).Beats(60, 122);

        Assert.Same(plan, sitting.Engine.Plan);
        Assert.Equal((SessionPhase.Work, 18, 64), (sitting.Live.Phase, sitting.Live.Rpe, sitting.Engine.Plan.Facts.RestingHr));
        Assert.True(sitting.Engine.HasAlert(stop.Id));
        Assert.DoesNotContain(sitting.Events.OfType<AlertEvent>(), a => a.Id == stop.Id && a.State is AlertState.Cleared or AlertState.Closed);
    }

    /// <summary>The new strap shows a rate 25 below the old one's: a change of straps is no fall of the heart.</summary>
    [Theory]
    [InlineData(95)]
    [InlineData(150)]
    public void A_change_of_straps_is_no_fall_no_rise_and_no_step(int after)
    {
        Sitting Working() => new Sitting(device: "first").Phase(SessionPhase.Work).Mets(5).Beats(400, 122);

        var sitting = Working().Then(Spare).Beats(90, after);

        AlertCode[] comparing = [AlertCode.HrFallsWhileWorkRises, AlertCode.HrStepChange, AlertCode.HrRiseWithoutWork, AlertCode.HrFailsToRise, AlertCode.IdentityConflict];
        Assert.All(comparing, code => Assert.Empty(sitting.Raised(code)));
        Assert.NotEmpty(comparing.SelectMany(code => Working().Beats(90, after).Raised(code)));
    }

    [Fact]
    public void What_the_strap_before_showed_is_not_shown_any_more_and_the_new_one_begins_a_wear()
    {
        var sitting = new Sitting(device: "first").Phase(SessionPhase.Work).Beats(60, 120).Then(Spare);
        Assert.Null(sitting.Engine.Live(sitting.Instant).Hr);
        Assert.Null(sitting.Engine.Live(sitting.Instant).HrAgeMs);

        sitting.Beats(3, 121);
        Assert.Contains("start-of-wear", sitting.Live.QualityReasons);

        Assert.Equal(SignalQuality.Good, sitting.Beats(12, 121).Live.Quality);
    }

    [Fact]
    public void A_spare_that_says_nothing_is_a_lost_signal_from_the_change_on()
    {
        var sitting = new Sitting(device: "first").Phase(SessionPhase.Work).Beats(60, 120).Then(Spare).Silence(30);

        var lost = Assert.Single(sitting.Raised(AlertCode.SignalLost));
        Assert.InRange(lost.T, 70, 71);
    }

    /// <summary>The bit of the first strap was proved wrong; the spare's is believed at its first word.</summary>
    [Fact]
    public void What_was_learnt_about_the_contact_of_one_strap_is_not_held_for_the_next()
    {
        var sitting = new Sitting(device: "first").Phase(SessionPhase.Work).Beats(120, 120, contact: SensorContact.NotDetected);
        Assert.Equal(SensorContact.NotSupported, sitting.Live.Contact);

        sitting.Then(Spare).Beats(20, 120, contact: SensorContact.NotDetected);

        Assert.Equal(SensorContact.NotDetected, sitting.Live.Contact);
    }

    [Fact]
    public void A_strap_nobody_looked_at_does_not_say_that_what_the_one_before_raised_is_over()
    {
        var sitting = new Sitting(device: "first").Phase(SessionPhase.Work).Beats(300, 150);
        var high = Assert.Single(sitting.Raised(AlertCode.ZoneHigh));

        sitting.Then(Spare).Beats(120, 125);
        Assert.DoesNotContain(sitting.Events.OfType<AlertEvent>(), a => a.Id == high.Id && a.State == AlertState.Cleared);

        sitting.Then(new StrapConfirmed(125, "staff1")).Beats(60, 125);
        Assert.Contains(sitting.Events.OfType<AlertEvent>(), a => a.Id == high.Id && a.State == AlertState.Cleared);
    }

    [Fact]
    public void An_optical_spare_is_told_of_where_heart_rate_matters_more_each_time_one_is_bound()
    {
        var optical = Spare with { Sensor = SensorClass.Optical };
        var blunted = Sitting.Anybody with { Medications = [new() { Atc = "C07AB02", Name = "metoprolol" }] };
        var sitting = new Sitting(blunted, device: "first").Beats(30, 80);
        Assert.Empty(sitting.Raised(AlertCode.SensorOptical));

        sitting.Then(optical);
        Assert.Single(sitting.Raised(AlertCode.SensorOptical));

        sitting.Then(new AlertAcknowledged("staff1") { Code = AlertCode.SensorOptical }).Beats(5, 80).Then(optical with { Strap = "another" }).Beats(2, 80);
        Assert.Equal(2, sitting.Raised(AlertCode.SensorOptical).Count);

        sitting.Then(Spare with { Sensor = SensorClass.Chest }).Beats(2, 80);
        Assert.Equal(AlertState.Closed, sitting.Events.OfType<AlertEvent>().Last(a => a.Code == AlertCode.SensorOptical).State);
    }

    [Fact]
    public void An_optical_spare_says_nothing_about_somebody_in_zones_mode() =>
        Assert.Empty(new Sitting(device: "first").Then(Spare with { Sensor = SensorClass.Optical }).Beats(60, 80).Raised(AlertCode.SensorOptical));

    [Fact]
    public void An_empty_battery_leaves_with_its_strap()
    {
        var sitting = new Sitting(device: "first").Beats(200, 80).Then(new StrapBatteryTold(8)).Beats(5, 80);
        Assert.Single(sitting.Raised(AlertCode.BatteryLow));

        sitting.Then(Spare);

        Assert.Equal(AlertState.Closed, sitting.Events.OfType<AlertEvent>().Last(a => a.Code == AlertCode.BatteryLow).State);
        Assert.Null(sitting.Engine.BatteryPercent);
    }

    [Fact]
    public void Back_and_forth_within_a_second_ends_with_the_last_and_raises_nothing()
    {
        var sitting = new Sitting(device: "first").Phase(SessionPhase.Work).Beats(120, 120);
        for (var i = 0; i < 25; i++) sitting.Then(Spare, new StrapBound("first", "staff1"));

        sitting.Beats(30, 121);

        Assert.Equal(("first", BindingState.Unconfirmed), (sitting.Engine.Device, sitting.Engine.Binding));
        Assert.Empty(sitting.Events.OfType<AlertEvent>());
        Assert.Equal(SignalQuality.Good, sitting.Live.Quality);
    }

    [Fact]
    public void A_binding_in_a_pause_counts_and_the_pause_goes_on()
    {
        var sitting = new Sitting(device: "first").Phase(SessionPhase.Work).Beats(60, 120).Then(new SessionPaused()).Then(Spare).Beats(20, 100);

        Assert.True(sitting.Live.Paused);
        Assert.Equal("spare", sitting.Engine.Device);
    }

    [Fact]
    public void A_doubt_about_changed_places_is_over_when_staff_give_another_strap()
    {
        var sitting = new Sitting(device: "first").Phase(SessionPhase.Work).Beats(60, 110).Then(new IdentityDoubted("p_other")).Then(Spare).Beats(30, 110);

        Assert.Equal(AlertState.Cleared, sitting.Events.OfType<AlertEvent>().Last(a => a.Code == AlertCode.IdentityConflict).State);
    }

    [Fact]
    public void The_service_being_away_while_the_strap_is_lifted_confirms_nothing()
    {
        var sitting = new Sitting().Then(Spare).Worn(15, 80, SensorContact.Detected).Worn(3, 80, SensorContact.NotDetected).Away(5).Worn(5, 80, SensorContact.Detected);

        Assert.Equal(BindingState.Unconfirmed, sitting.Engine.Binding);
    }
}
