using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>Another device behind a strap's id (ecosystem-reliability 2f.2 and 2f.3): told, not believed, and it clears nothing.</summary>
public sealed class StrapDoubtTests
{
    [Theory]
    [InlineData(StrapSign.TwoValues, "Two receivers")]
    [InlineData(StrapSign.SerialChanged, "serial number")]
    [InlineData(StrapSign.FirmwareChanged, "firmware")]
    public void A_sign_is_told_and_the_values_are_bad_with_its_reason(StrapSign sign, string words)
    {
        var sitting = Working().Then(new StrapDoubted(sign)).Beats(20, 120);

        var told = Assert.Single(sitting.Raised(AlertCode.IdentityConflict));
        Assert.Equal((AlertPriority.Medium, AlertNature.Technical), (told.Priority, told.Nature));
        Assert.Contains(words, told.Text, StringComparison.Ordinal);
        Assert.Equal((SignalQuality.Bad, null), (sitting.Live.Quality, sitting.Live.Hr));
        Assert.Contains("identity", sitting.Live.QualityReasons);
    }

    [Theory]
    [InlineData(StrapSign.TwoValues)]
    [InlineData(StrapSign.SerialChanged)]
    public void The_ceiling_is_watched_on_somebodys_heart_whoevers_it_is(StrapSign sign)
    {
        var sitting = Working();
        for (var i = 0; i < 6; i++) sitting.Then(new StrapDoubted(sign)).Beats(10, 180);

        var told = Assert.Single(sitting.Raised(AlertCode.HrCeiling));
        Assert.Equal(AlertPriority.High, told.Priority);
        Assert.Empty(sitting.Raised(AlertCode.ZoneHigh));
    }

    [Fact]
    public void Energy_that_falls_without_a_gap_is_another_device()
    {
        var sitting = Working().Worn(10, 120, SensorContact.Detected, 500).Worn(10, 120, SensorContact.Detected, 510);
        Assert.Empty(sitting.Raised(AlertCode.IdentityConflict));

        sitting.Worn(1, 120, SensorContact.Detected, 40);

        Assert.Contains("energy backwards", Assert.Single(sitting.Raised(AlertCode.IdentityConflict)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strap_that_was_switched_off_and_on_may_begin_its_energy_anew()
    {
        var sitting = Working().Worn(10, 120, SensorContact.Detected, 500).Silence(8).Worn(30, 120, SensorContact.Detected, 1);

        Assert.Empty(sitting.Raised(AlertCode.IdentityConflict));
    }

    [Fact]
    public void A_sign_of_packets_ends_by_itself_after_half_a_minute_without_it()
    {
        var sitting = Working().Worn(10, 120, SensorContact.Detected, 500).Worn(1, 120, SensorContact.Detected, 40).Beats(28, 120);
        Assert.Equal(SignalQuality.Bad, sitting.Live.Quality);

        sitting.Beats(15, 120);

        Assert.Equal(SignalQuality.Good, sitting.Live.Quality);
        Assert.Equal(AlertState.Cleared, Last(sitting).State);
    }

    [Fact]
    public void Two_devices_that_take_turns_stay_in_doubt()
    {
        var sitting = Working();
        for (var i = 0; i < 150; i++) sitting.Worn(1, 120, SensorContact.Detected, (ushort)(i % 2 == 0 ? 500 : 40));

        Assert.Equal([AlertState.Raised, AlertState.Escalated], sitting.Events.OfType<AlertEvent>().Where(a => a.Code == AlertCode.IdentityConflict).Select(a => a.State));
        Assert.Equal(SignalQuality.Bad, sitting.Live.Quality);
    }

    [Fact]
    public void A_changed_serial_stands_whoever_takes_note_until_staff_bind_or_confirm()
    {
        var noted = Working().Then(new StrapDoubted(StrapSign.SerialChanged)).Beats(5, 120).Then(new AlertAcknowledged("staff1") { Code = AlertCode.IdentityConflict }).Beats(200, 120);
        Assert.Equal((SignalQuality.Bad, AlertState.Acknowledged), (noted.Live.Quality, Last(noted).State));

        noted.Then(new StrapConfirmed(122, "staff1")).Beats(5, 120);
        Assert.Equal((SignalQuality.Good, AlertState.Closed), (noted.Live.Quality, Last(noted).State));

        var bound = Working().Then(new StrapDoubted(StrapSign.SerialChanged)).Beats(5, 120).Then(new StrapBound("strap", "staff1")).Beats(5, 120);
        Assert.Equal((SignalQuality.Good, AlertState.Cleared), (bound.Live.Quality, Last(bound).State));
    }

    [Fact]
    public void A_pulse_that_disagrees_leaves_the_doubt()
    {
        var sitting = Working().Then(new StrapDoubted(StrapSign.SerialChanged)).Beats(5, 120).Then(new StrapConfirmed(80, "staff1"));

        Assert.Equal(CommandResult.Invalid, sitting.Outcome.Result);
        Assert.Equal(SignalQuality.Bad, sitting.Beats(2, 120).Live.Quality);
    }

    [Fact]
    public void Values_in_doubt_clear_no_alert_and_raise_none_but_those_of_safety()
    {
        var sitting = new Sitting(device: "strap").Phase(SessionPhase.Work).Beats(300, 138);
        var high = Assert.Single(sitting.Raised(AlertCode.ZoneHigh));

        sitting.Then(new StrapDoubted(StrapSign.TwoValues), new StrapDoubted(StrapSign.SerialChanged)).Beats(60, 110).Beats(120, 200);

        Assert.DoesNotContain(sitting.Events.OfType<AlertEvent>(), a => a.Id == high.Id && a.State is AlertState.Cleared or AlertState.Closed);
        Assert.Empty(sitting.Raised(AlertCode.HrFallsWhileWorkRises));
        Assert.Single(sitting.Raised(AlertCode.HrCeiling));
        Assert.Equal(AlertCode.IdentityConflict, sitting.Events.OfType<AlertEvent>().Last(a => a.Id == high.Id).SuppressedBy);
    }

    [Fact]
    public void Receivers_that_disagree_are_told_again_while_they_do_and_half_a_minute_later_the_values_count_again()
    {
        var sitting = Working().Then(new StrapDoubted(StrapSign.TwoValues)).Beats(20, 120).Then(new StrapDoubted(StrapSign.TwoValues)).Beats(29, 120);
        Assert.Equal(SignalQuality.Bad, sitting.Live.Quality);

        sitting.Beats(12, 120);

        Assert.Equal((SignalQuality.Good, AlertState.Cleared), (sitting.Live.Quality, Last(sitting).State));
    }

    [Fact]
    public void More_than_four_packets_a_second_for_ten_seconds_are_not_one_strap()
    {
        Assert.Equal(StrapSign.TooFast, Sent(perSecond: 5, seconds: 12));
        Assert.Null(Sent(perSecond: 4, seconds: 60));
        Assert.Null(Sent(perSecond: 5, seconds: 7));
    }

    private static StrapSign? Sent(int perSecond, int seconds)
    {
        var course = new PacketCourse(Shipped.Setup.Alarms.Rules);
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        StrapSign? seen = null;
        for (var i = 0; i < perSecond * seconds; i++)
            seen ??= course.Take(new(HeartRate.FromBpm(100), SensorContact.Detected, null, default, MeasurementWarnings.None), at.AddSeconds((double)i / perSecond));
        return seen;
    }

    private static Sitting Working() => new Sitting(device: "strap").Phase(SessionPhase.Work).Beats(120, 120);

    private static AlertEvent Last(Sitting sitting) => sitting.Events.OfType<AlertEvent>().Last(a => a.Code == AlertCode.IdentityConflict);
}
