using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>What answers about effort stand for, at the edges (domain-facts 4.4). The plan is one by RPE, 11 to 13.</summary>
public sealed class RpeAnswersTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly MonitoringPlan ByRpe = Shipped.Setup.PlanFor(
        new() { Id = "p_a", Age = 59, RestingHr = 60, Medications = [new() { Atc = "C07AB07", StartedOn = new(2025, 1, 1) }] }, CheckIn.Nothing, new(2026, 3, 2), Start);

    private static readonly MonitoringPlan ByZone = Shipped.Setup.PlanFor(Sitting.Anybody, CheckIn.Nothing, new(2026, 3, 2), Start);

    private readonly RpeAnswers _answers = new(new RuleOptions());
    private readonly WorkloadLog _work = new(new RuleOptions(), new Core.Dose.WorkloadMets(Shipped.Activities, 75));

    [Theory]
    [InlineData(11, null)]
    [InlineData(13, null)]
    [InlineData(14, AlertCode.RpeAboveTarget)]
    [InlineData(15, AlertCode.RpeReduce)]
    [InlineData(16, AlertCode.RpeReduce)]
    [InlineData(17, AlertCode.RpeStop)]
    public void An_answer_in_work_stands_for(int value, AlertCode? code)
    {
        Assert.Equal((11, 13), (ByRpe.Rpe.From, ByRpe.Rpe.To));
        Say(value, 0);

        Assert.Equal(code, _answers.Standing);
        Assert.Equal((value, Start), (_answers.Last, _answers.LastAt));
    }

    [Theory]
    [InlineData(14, null)]
    [InlineData(15, AlertCode.RpeReduce)]
    [InlineData(17, AlertCode.RpeStop)]
    public void Outside_work_and_in_zones_only_what_is_too_hard_counts(int value, AlertCode? code)
    {
        _answers.Take(value, Start, ByRpe, inWork: false, 100, _work);
        Assert.Equal(code, _answers.Standing);
        _answers.Take(value, Start, ByZone, inWork: true, 100, _work);
        Assert.Equal(code, _answers.Standing);
    }

    [Fact]
    public void Two_answers_in_a_row_below_the_target_count_and_one_at_it_begins_anew()
    {
        Say(10, 0);
        Assert.Null(_answers.Standing);
        Say(11, 60);
        Say(10, 120);
        Assert.Null(_answers.Standing);
        Say(9, 180);
        Assert.Equal(AlertCode.RpeBelowTarget, _answers.Standing);
        _answers.OfferNothing();
        Assert.Null(_answers.Standing);
        Say(9, 240);
        Assert.Null(_answers.Standing);
    }

    [Fact]
    public void An_answer_outside_work_begins_the_row_anew_and_nothing_else_is_taken_back()
    {
        Say(10, 0);
        _answers.Take(10, Start.AddSeconds(60), ByRpe, inWork: false, 100, _work);
        Say(10, 120);
        Assert.Null(_answers.Standing);
        Say(14, 180);
        _answers.OfferNothing();
        Assert.Equal(AlertCode.RpeAboveTarget, _answers.Standing);
    }

    [Theory]
    [InlineData(14, null)]
    [InlineData(16, AlertCode.RpeReduce)]
    [InlineData(17, AlertCode.RpeStop)]
    public void What_was_too_hard_stands_beyond_the_work(int value, AlertCode? after)
    {
        Say(value, 0);
        _answers.WorkEnded();

        Assert.Equal(after, _answers.Standing);
    }

    [Theory]
    [InlineData(12, 10, 100, 106, 3.0, 4.0, false)]
    [InlineData(13, 10, 100, 105, 3.0, 4.0, true)]
    [InlineData(13, 10, 100, 104, 3.0, 4.0, false)]
    [InlineData(13, 10, 100, 105, 3.0, 3.0, false)]
    [InlineData(13, 10, 100, 105, 4.0, 3.0, false)]
    [InlineData(13, 10, double.NaN, 105, 3.0, 4.0, false)]
    [InlineData(13, 10, 100, double.NaN, 3.0, 4.0, false)]
    public void A_lower_answer_is_doubted_when_work_and_heart_rate_rose(int before, int now, double bpmBefore, double bpmNow, double metsBefore, double metsNow, bool doubted)
    {
        _work.Set(new() { Mets = metsBefore }, Start);
        _answers.Take(before, Start.AddSeconds(10), ByRpe, true, bpmBefore, _work);
        Assert.Null(_answers.ScaleDoubt);
        _work.Set(new() { Mets = metsNow }, Start.AddSeconds(20));
        _answers.Take(now, Start.AddSeconds(200), ByRpe, true, bpmNow, _work);

        Assert.Equal(doubted ? new ScaleDoubt(before, now, bpmBefore, bpmNow) : null, _answers.ScaleDoubt);
        _answers.WorkEnded();
        Assert.Null(_answers.ScaleDoubt);
    }

    [Theory]
    [InlineData(new[] { 60.0 }, true)]
    [InlineData(new[] { 40.0 }, false)]
    [InlineData(new[] { 60.0, 55.0 }, false)]
    [InlineData(new[] { 40.0, 60.0 }, false)]
    [InlineData(new double[0], false)]
    public void Where_mets_are_not_known_every_change_since_has_to_be_a_rise(double[] watts, bool doubted)
    {
        var work = new WorkloadLog(new RuleOptions(), bodyMassKg: null);
        work.Set(new() { Activity = "99999", Watts = 50 }, Start);
        _answers.Take(14, Start.AddSeconds(10), ByRpe, true, 100, work);
        for (var i = 0; i < watts.Length; i++) work.Set(new() { Activity = "99999", Watts = watts[i] }, Start.AddSeconds(20 + i));
        _answers.Take(10, Start.AddSeconds(200), ByRpe, true, 110, work);

        Assert.Equal(doubted, _answers.ScaleDoubt is not null);
    }

    [Theory]
    [InlineData(14, 120, "no", true)]
    [InlineData(14, 121, "no", false)]
    [InlineData(15, 120, "no", false)]
    [InlineData(14, 120, "equivocal", false)]
    [InlineData(14, 120, "yes", false)]
    public void A_talk_test_and_an_answer_are_held_against_each_other(int value, int apart, string talk, bool disagree)
    {
        Say(value, 0);
        Assert.True(_answers.IsFresh(Start.AddSeconds(120)));
        Assert.False(_answers.IsFresh(Start.AddSeconds(121)));
        _answers.TakeTalk(talk, Start.AddSeconds(apart));

        Assert.Equal((disagree, talk == "no"), (_answers.TalkDisagrees, _answers.CannotTalk));
        _answers.WorkEnded();
        Assert.Equal((false, false), (_answers.TalkDisagrees, _answers.CannotTalk));
    }

    [Fact]
    public void A_disagreement_lasts_until_somebody_says_otherwise()
    {
        Say(12, 0);
        _answers.TakeTalk("no", Start.AddSeconds(60));
        Assert.True(_answers.TalkDisagrees);
        Say(13, 600);
        Assert.True(_answers.TalkDisagrees);
        Say(15, 660);
        Assert.False(_answers.TalkDisagrees);
    }

    [Theory]
    [InlineData(115.1, 59, false)]
    [InlineData(115.1, 60, true)]
    [InlineData(115.0, 60, false)]
    [InlineData(84.9, 60, true)]
    [InlineData(85.0, 60, false)]
    public void Heart_rate_has_moved_when_it_was_far_away_for_a_minute(double bpm, int seconds, bool moved)
    {
        var rules = new RuleOptions();
        Assert.Equal((15.0, 60), (rules.PromptHrChangeBpm, rules.PromptHrChangeSeconds));
        Assert.False(_answers.HeartRateMoved(bpm, Start));
        Say(12, 0);
        Assert.False(_answers.HeartRateMoved(bpm, Start.AddSeconds(10)));

        Assert.Equal(moved, _answers.HeartRateMoved(bpm, Start.AddSeconds(10 + seconds)));
    }

    [Fact]
    public void A_pause_an_answer_and_a_lost_heart_rate_begin_the_minute_anew()
    {
        Say(12, 0);
        _answers.HeartRateMoved(120, Start);
        _answers.Paused();
        Assert.False(_answers.HeartRateMoved(120, Start.AddSeconds(60)));
        Assert.False(_answers.HeartRateMoved(double.NaN, Start.AddSeconds(61)));
        Assert.False(_answers.HeartRateMoved(120, Start.AddSeconds(120)));
        Assert.True(_answers.HeartRateMoved(120, Start.AddSeconds(180)));
        Say(12, 181);
        Assert.False(_answers.HeartRateMoved(120, Start.AddSeconds(182)));
    }

    private void Say(int value, int at) => _answers.Take(value, Start.AddSeconds(at), ByRpe, inWork: true, 100, _work);
}
