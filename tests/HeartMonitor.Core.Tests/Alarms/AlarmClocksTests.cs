using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>What an alert's own clocks do: shelf, suppression, chatter, escalation, to the second.</summary>
public sealed class AlarmClocksTests() : AlarmTrackBench(AlertCode.HrCeilingWarning)
{
    [Fact]
    public void A_shelf_runs_out_to_the_second_and_the_escalation_counts_from_there()
    {
        var track = Track(AlertPriority.Medium);
        Say(track, Judgement.Present, 10);
        Assert.True(track.PutAside(new(_moment.At.AddSeconds(30), "staff1"), _moment));
        Say(track, Judgement.Present, 29);
        Assert.Equal([AlertState.Raised, AlertState.Shelved], States);

        Say(track, Judgement.Present, 1);
        Assert.Equal(AlertState.Returned, _told[^1].State);
        Say(track, Judgement.Present, 119);
        Assert.Equal(AlertState.Returned, _told[^1].State);
        Say(track, Judgement.Present, 1);
        Assert.Equal(AlertState.Escalated, _told[^1].State); // domain-facts 8.1: 120 s
    }

    [Fact]
    public void A_shelved_alert_says_until_when_and_by_whom_and_later_ones_do_not()
    {
        var track = Track(AlertPriority.Low);
        Say(track, Judgement.Present, 1);
        track.PutAside(new(Start.AddSeconds(60), "staff1"), _moment);
        Assert.Equal((Start.AddSeconds(60), "staff1"), (_told[^1].ShelvedUntil, _told[^1].ShelvedBy));

        track.BringBack(_moment);
        Assert.Equal((null, null, AlertState.Returned), (_told[^1].ShelvedUntil, _told[^1].ShelvedBy, _told[^1].State));
    }

    [Theory]
    [InlineData(AlertPriority.Low)]
    [InlineData(AlertPriority.Medium)]
    public void Whose_condition_ends_on_the_shelf_is_over_because_the_shelf_was_signed(AlertPriority priority)
    {
        var track = Track(priority);
        Say(track, Judgement.Present, 1);
        track.PutAside(new(Start.AddSeconds(60), "staff1"), _moment);
        Say(track, Judgement.Absent, 1);

        Assert.Equal([AlertState.Raised, AlertState.Shelved, AlertState.Cleared, AlertState.Closed], States);
        Say(track, Judgement.Absent, 100);
        Assert.Equal(4, _told.Count); // the shelf is gone with it
    }

    [Fact]
    public void A_shelf_ends_when_the_priority_rises_and_somebody_is_asked_again()
    {
        var track = Track(AlertPriority.Low);
        Say(track, Judgement.Present, 1);
        track.Acknowledge("staff1", _moment);
        track.PutAside(new(Start.AddSeconds(600), "staff1"), _moment);
        _rule.Priority = AlertPriority.Medium;
        Say(track, Judgement.Present, 1);

        Assert.Equal((AlertState.Escalated, AlertPriority.Medium, null, null), (_told[^1].State, _told[^1].Priority, _told[^1].ShelvedUntil, _told[^1].AckedBy));
    }

    [Fact]
    public void A_worse_report_ends_the_shelf_and_the_same_report_again_is_a_new_alert()
    {
        var track = Track(AlertPriority.Medium);
        Say(track, Judgement.Present, 1);
        track.PutAside(new(Start.AddSeconds(600), "staff1"), _moment);
        track.Refresh([], _moment);
        Assert.Equal(AlertState.Escalated, _told[^1].State);

        track.PutAside(new(Start.AddSeconds(600), "staff1"), _moment);
        track.SayAgain(_moment);
        Say(track, Judgement.Present, 1);
        Assert.Equal((AlertState.Raised, 1), (_told[^1].State, _told[^1].Rev));
        Assert.Equal(2, _told.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public void A_high_alert_is_neither_shelved_nor_suppressed_nor_ended_by_a_graver_one()
    {
        var track = Track(AlertPriority.High);
        Say(track, Judgement.Present, 1);
        Assert.False(track.PutAside(new(Start.AddSeconds(60), "staff1"), _moment));
        Say(track, Judgement.NoJudgement, 10, AlertCode.ContactLost);
        Assert.Equal([AlertState.Raised], States);

        track.Supersede(_moment);
        Assert.Equal([AlertState.Raised, AlertState.Cleared], States);
        Assert.True(_told[^1].Latched && track.IsOwed);
    }

    [Fact]
    public void A_lost_signal_stands_for_the_alert_and_it_does_not_escalate_meanwhile()
    {
        var track = Track(AlertPriority.Medium);
        Say(track, Judgement.Present, 100);
        Say(track, Judgement.NoJudgement, 500, AlertCode.SignalLost);
        Assert.Equal([AlertState.Raised, AlertState.Suppressed], States);
        Assert.Equal(AlertCode.SignalLost, _told[^1].SuppressedBy);

        Say(track, Judgement.Present, 20); // what it waited before counts on: a strap that comes and goes must not put off that more people hear of it
        Assert.Equal((AlertState.Returned, null), (_told[^1].State, _told[^1].SuppressedBy));
        Say(track, Judgement.Present, 1);
        Assert.Equal(AlertState.Escalated, _told[^1].State);
    }

    [Fact]
    public void A_suppressed_alert_whose_condition_is_gone_waits_for_the_clear_delay_and_then_latches()
    {
        var track = Track(AlertPriority.Medium, clearDelay: 10);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.NoJudgement, 5, AlertCode.SignalLost);
        Say(track, Judgement.Absent, 10);
        Assert.Equal(AlertState.Suppressed, _told[^1].State);
        Say(track, Judgement.Absent, 1);

        Assert.Equal((AlertState.Cleared, true), (_told[^1].State, _told[^1].Latched));
    }

    [Fact]
    public void With_the_signal_back_and_nothing_to_judge_it_returns_all_the_same()
    {
        var track = Track(AlertPriority.Medium);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.NoJudgement, 300, AlertCode.SignalLost);
        Say(track, Judgement.NoJudgement, 60);
        Assert.Equal(AlertState.Suppressed, _told[^1].State);
        Say(track, Judgement.NoJudgement, 1);

        Assert.Equal(AlertState.Returned, _told[^1].State);
    }

    [Fact]
    public void An_acknowledged_alert_comes_back_from_suppression_without_asking_again()
    {
        var track = Track(AlertPriority.Medium);
        Say(track, Judgement.Present, 1);
        track.Acknowledge("staff1", _moment);
        Say(track, Judgement.NoJudgement, 5, AlertCode.ContactLost);
        Say(track, Judgement.Present, 300);

        Assert.Equal([AlertState.Raised, AlertState.Acknowledged, AlertState.Suppressed, AlertState.Returned], States);
        Assert.Equal(("staff1", Start), (_told[^1].AckedBy, _told[^1].AckedAt));
    }

    [Fact]
    public void Without_a_lost_signal_a_rule_that_cannot_judge_leaves_its_alert_as_it_is()
    {
        var track = Track(AlertPriority.Medium);
        Say(track, Judgement.Present, 1);
        Say(track, Judgement.NoJudgement, 119);

        Assert.Equal([AlertState.Raised], States);
    }

    [Theory]
    [InlineData(AlertPriority.Low, 3)]
    [InlineData(AlertPriority.High, 3)]
    public void What_comes_and_goes_is_raised_three_times_and_then_held_until_it_is_quiet(AlertPriority priority, int raised)
    {
        var track = Track(priority);
        for (var i = 0; i < 20; i++)
        {
            Say(track, Judgement.Present, 5);
            Say(track, Judgement.Absent, 5);
        }

        Assert.Equal(raised, States.Count(s => s == AlertState.Raised));
        Assert.Equal([false, false, true], _told.Where(a => a.State == AlertState.Raised).Select(a => a.Chattering));
        Say(track, Judgement.Absent, 55);
        Assert.Equal(raised - 1, States.Count(s => s == AlertState.Cleared)); // 5 s of the last cycle count too
        Say(track, Judgement.Absent, 1);
        Assert.Equal(raised, States.Count(s => s == AlertState.Cleared));
    }

    [Fact]
    public void After_the_quiet_time_it_counts_from_nothing_again()
    {
        var track = Track(AlertPriority.Low);
        for (var i = 0; i < 3; i++)
        {
            Say(track, Judgement.Present, 1);
            Say(track, Judgement.Absent, 1);
        }

        Say(track, Judgement.Absent, 61);
        Say(track, Judgement.Present, 1);
        Assert.Equal((AlertState.Raised, false), (_told[^1].State, _told[^1].Chattering));
    }

    [Fact]
    public void Three_alerts_in_more_than_a_minute_are_three_alerts()
    {
        var track = Track(AlertPriority.Low);
        for (var i = 0; i < 6; i++)
        {
            Say(track, Judgement.Present, 1);
            Say(track, Judgement.Absent, 30);
        }

        Assert.Equal(6, States.Count(s => s == AlertState.Raised));
        Assert.DoesNotContain(_told, a => a.Chattering);
    }

    [Fact]
    public void A_rule_that_has_no_business_is_not_held_by_chatter()
    {
        var track = Track(AlertPriority.Low);
        for (var i = 0; i < 3; i++)
        {
            Say(track, Judgement.Present, 1);
            Say(track, Judgement.Absent, 1);
        }

        Say(track, Judgement.Off, 1);
        Assert.False(track.IsOwed);
    }

    [Fact]
    public void An_alert_that_asks_names_nobody_who_took_note()
    {
        var track = Track(AlertPriority.Low);
        Say(track, Judgement.Present, 1);
        track.Acknowledge("staff1", _moment);
        Assert.Equal(("staff1", Start), (_told[^1].AckedBy, _told[^1].AckedAt));
        _rule.Priority = AlertPriority.High;
        Say(track, Judgement.Present, 1);

        Assert.Equal((AlertState.Escalated, null, null), (_told[^1].State, _told[^1].AckedBy, _told[^1].AckedAt));
    }

    [Fact]
    public void A_latched_alert_that_is_raised_again_escalates_again()
    {
        var track = Track(AlertPriority.High);
        Say(track, Judgement.Present, 31);
        Say(track, Judgement.Absent, 20);
        Say(track, Judgement.Present, 31);

        Assert.Equal([AlertState.Raised, AlertState.Escalated, AlertState.Cleared, AlertState.Raised, AlertState.Escalated], States);
    }
}
