using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>The life of an alert, state by state (domain-facts 8.1).</summary>
public sealed class AlarmTrackTests() : AlarmTrackBench(AlertCode.HrCeiling)
{
    [Fact]
    public void It_waits_its_delay_without_a_break_and_starts_over_after_one()
    {
        var track = Track(AlertPriority.Low, onDelay: 10);
        Say(track, Judgement.Present, 10);
        Say(track, Judgement.Absent, 1);
        Say(track, Judgement.Present, 10);
        Assert.Empty(_told);

        Say(track, Judgement.Present, 1);
        Assert.Equal([AlertState.Raised], States);
    }

    [Theory]
    [InlineData(Judgement.Between)]
    [InlineData(Judgement.Off)]
    public void What_is_not_there_does_not_count_towards_the_delay(Judgement pause)
    {
        var track = Track(AlertPriority.Low, onDelay: 5);
        Say(track, Judgement.Present, 5);
        Say(track, pause, 1);
        Say(track, Judgement.Present, 5);

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(AlertCode.SignalDoubtful)]
    public void A_short_gap_without_a_judgement_counts_for_no_delay_and_starts_none_over(AlertCode? cause)
    {
        var track = Track(AlertPriority.Low, onDelay: 5);
        Say(track, Judgement.Present, 4);
        Say(track, Judgement.NoJudgement, 15, cause);
        Say(track, Judgement.Present, 1);
        Assert.Empty(_told);

        Say(track, Judgement.Present, 1);
        Assert.Equal([AlertState.Raised], States);
        Assert.Equal(Start, _told[0].Since);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(AlertCode.SignalDoubtful)]
    public void A_longer_gap_starts_the_delay_over(AlertCode? cause)
    {
        var track = Track(AlertPriority.Low, onDelay: 5);
        Say(track, Judgement.Present, 4);
        Say(track, Judgement.NoJudgement, 31, cause);
        Say(track, Judgement.Present, 5);
        Assert.Empty(_told);

        Say(track, Judgement.Present, 1);
        Assert.Equal([AlertState.Raised], States);
    }

    [Fact]
    public void A_low_alert_clears_and_closes_by_itself_after_its_clear_delay()
    {
        var track = Track(AlertPriority.Low, clearDelay: 5);
        Say(track, Judgement.Present, 3);
        Say(track, Judgement.Absent, 5);
        Assert.Equal([AlertState.Raised], States);
        Say(track, Judgement.Absent, 1);

        Assert.Equal([AlertState.Raised, AlertState.Cleared, AlertState.Closed], States);
        Assert.Equal([1, 2, 3], _told.Select(a => a.Rev));
    }

    [Fact]
    public void A_clear_delay_starts_over_inside_the_hysteresis_and_while_nothing_can_be_judged()
    {
        var track = Track(AlertPriority.Low, clearDelay: 5);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.Absent, 5);
        Say(track, Judgement.Between, 1);
        Say(track, Judgement.Absent, 5);
        Say(track, Judgement.NoJudgement, 1);
        Say(track, Judgement.Absent, 5);

        Assert.Equal([AlertState.Raised], States);
    }

    [Theory]
    [InlineData(AlertPriority.Medium)]
    [InlineData(AlertPriority.High)]
    public void Medium_and_high_alerts_wait_for_somebody_after_the_condition_ended(AlertPriority priority)
    {
        var track = Track(priority);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.Absent, 20);
        Assert.Equal([AlertState.Raised, AlertState.Cleared], States);
        Assert.True(_told[^1].Latched);

        Assert.True(track.Acknowledge("staff1", _moment));
        Assert.Equal([AlertState.Raised, AlertState.Cleared, AlertState.Acknowledged, AlertState.Closed], States);
        Assert.Equal("staff1", _told[^1].AckedBy);
        Assert.False(track.Acknowledge("staff2", _moment));
    }

    [Fact]
    public void An_acknowledged_alert_closes_when_the_condition_ends()
    {
        var track = Track(AlertPriority.High);
        Say(track, Judgement.Present, 1);
        track.Acknowledge("staff1", _moment);
        Say(track, Judgement.Absent, 1);

        Assert.Equal([AlertState.Raised, AlertState.Acknowledged, AlertState.Cleared, AlertState.Closed], States);
    }

    [Fact]
    public void A_condition_that_comes_back_while_it_waits_is_the_same_alert_again()
    {
        var track = Track(AlertPriority.High);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.Absent, 1);
        Say(track, Judgement.Present, 1);

        Assert.Equal([AlertState.Raised, AlertState.Cleared, AlertState.Raised], States);
        Assert.Single(_told.Select(a => a.Id).Distinct());
    }

    [Fact]
    public void A_condition_that_comes_back_after_the_end_is_a_new_alert()
    {
        var track = Track(AlertPriority.Low);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.Absent, 1);
        Say(track, Judgement.Present, 1);

        Assert.Equal(2, _told.Select(a => a.Id).Distinct().Count());
        Assert.Equal(1, _told[^1].Rev);
    }

    [Fact]
    public void A_higher_priority_must_hold_for_the_delay_and_takes_an_acknowledgement_back()
    {
        var track = Track(AlertPriority.Low, onDelay: 10);
        Say(track, Judgement.Present, 11);
        track.Acknowledge("staff1", _moment);
        _rule.Priority = AlertPriority.Medium;
        Say(track, Judgement.Present, 10);
        Assert.Equal([AlertState.Raised, AlertState.Acknowledged], States);

        Say(track, Judgement.Present, 1);
        Assert.Equal((AlertState.Escalated, AlertPriority.Medium), (_told[^1].State, _told[^1].Priority));
        Assert.Equal(AlarmPhase.ActiveUnacknowledged, track.Phase);
    }

    [Fact]
    public void Time_alone_escalates_once_to_more_people_and_never_the_priority()
    {
        var track = Track(AlertPriority.High);
        Say(track, Judgement.Present, 30);
        Assert.Equal([AlertState.Raised], States);
        Say(track, Judgement.Present, 100);

        Assert.Equal([AlertState.Raised, AlertState.Escalated], States); // domain-facts 8.1: 30 s; decisions 37
        Assert.All(_told, a => Assert.Equal(AlertPriority.High, a.Priority));
    }

    [Fact]
    public void What_another_alert_says_more_urgently_ends_without_being_owed()
    {
        var track = Track(AlertPriority.Medium);
        Say(track, Judgement.Present, 1);
        track.Supersede(_moment);

        Assert.Equal([AlertState.Raised, AlertState.Cleared, AlertState.Closed], States);
        Assert.False(track.IsOwed);
    }

    [Fact]
    public void A_rule_that_is_off_clears_at_once_whatever_the_delay()
    {
        var track = Track(AlertPriority.Low, clearDelay: 60);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.Off, 1);

        Assert.Equal([AlertState.Raised, AlertState.Cleared, AlertState.Closed], States);
    }

    [Fact]
    public void What_was_noted_is_raised_again_when_it_is_worse_by_ten_and_at_most_once_a_minute()
    {
        var track = Track(AlertPriority.High);
        SayWorse(track, 130, 5);
        Assert.True(track.Acknowledge("staff1", _moment));
        SayWorse(track, 139, 100);
        Assert.Equal([AlertState.Raised, AlertState.Acknowledged], States);

        SayWorse(track, 140, 1);
        Assert.Equal((AlertState.Raised, 3, (string?)null), (_told[^1].State, _told[^1].Rev, _told[^1].AckedBy));
        Assert.Single(_told.Select(a => a.Id).Distinct());
        Assert.True(track.Acknowledge("staff1", _moment));
        SayWorse(track, 200, 59);
        Assert.Equal(AlertState.Acknowledged, _told[^1].State);
        SayWorse(track, 200, 1);
        Assert.Equal((AlertState.Raised, 5), (_told[^1].State, _told[^1].Rev));
    }

    [Fact]
    public void A_rule_that_does_not_say_how_bad_it_is_is_silent_after_a_note()
    {
        var track = Track(AlertPriority.High);
        Say(track, Judgement.Present, 5);
        track.Acknowledge("staff1", _moment);
        Say(track, Judgement.Present, 500);

        Assert.Equal([AlertState.Raised, AlertState.Acknowledged], States);
    }

    private void SayWorse(AlarmTrack track, double bpm, int seconds)
    {
        _rule.Worse = bpm;
        Say(track, Judgement.Present, seconds);
    }
}
