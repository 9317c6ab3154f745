using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Prompts;

/// <summary>When is asked, second by second (domain-facts 4.3, decisions 26 to 30 and 41 to 43).</summary>
public sealed class PromptScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly List<string> _told = [];
    private readonly PromptSchedule _schedule = new(new RuleOptions());
    private readonly AlarmMoment _moment;
    private int _second;

    public PromptScheduleTests()
    {
        _moment = new("s", new RuleOptions(), "v", "en", e => _told.Add(Say((PromptEvent)e)));
        _moment.Move(Start, 0, 0);
    }

    [Fact]
    public void The_first_question_comes_after_180_s_of_work_and_the_next_as_often_as_planned_from_its_opening()
    {
        Work(300);
        Go(185);
        Answer(12);
        Go(485);
        Answer(12);
        Go(779);

        Tells("180 schedule open", "185 schedule answered 12", "480 schedule open", "485 schedule answered 12");
        Assert.Equal(Start.AddSeconds(780), _schedule.NextDue);
        Assert.Equal(new(2, 2, 0), _schedule.Counts);
    }

    [Fact]
    public void A_question_is_repeated_after_45_s_and_missed_after_180()
    {
        Work(300);
        Go(361);

        Tells("180 schedule open", "225 schedule repeated", "360 schedule missed");
        Assert.True(_schedule.NotResponding);
        Assert.Equal(new(1, 0, 1), _schedule.Counts);
        Go(480);
        Answer(12);
        Assert.False(_schedule.NotResponding);
    }

    [Theory]
    [InlineData(13, null, 480)]
    [InlineData(14, null, 360)]
    [InlineData(14, AlertCode.RpeAboveTarget, 305)]
    [InlineData(15, AlertCode.RpeReduce, 245)]
    [InlineData(17, AlertCode.RpeStop, 245)]
    public void A_hard_answer_brings_the_next_question_forward(int value, AlertCode? standing, int next)
    {
        Work(300);
        Go(185);
        Answer(value, standing);
        Go(next - 1);
        Assert.Equal(2, _told.Count);
        Go(next);

        Assert.Equal($"{next} {(standing is null ? "schedule" : "recheck")} open", _told[^1]);
    }

    [Fact]
    public void Nothing_is_asked_where_nothing_is_planned()
    {
        _schedule.WorkStarted(_moment, 10);
        _schedule.WorkloadStepped(Start);
        _schedule.AskBecause(PromptReason.Signal, _moment);
        Go(700);
        _schedule.WorkEnded(_moment, SessionPhase.CoolDown);
        Go(900);
        _schedule.Stop(_moment);
        Go(3000);

        Assert.Empty(_told);
        Assert.Null(_schedule.NextDue);
        Assert.False(_schedule.AwaitsSession);
    }

    [Fact]
    public void A_plan_that_begins_to_ask_says_so_once_and_one_that_stops_asks_no_more()
    {
        Assert.True(_schedule.Plan(300, Start, inWork: true));
        Assert.Equal(Start.AddSeconds(180), _schedule.NextDue);
        Assert.False(_schedule.Plan(180, Start, inWork: true));
        Assert.False(_schedule.Plan(null, Start, inWork: true));
        Assert.Null(_schedule.NextDue);
        Assert.True(_schedule.Plan(300, Start, inWork: false));
        Assert.Null(_schedule.NextDue);
    }

    [Fact]
    public void A_closer_plan_counts_from_the_last_opening()
    {
        Work(300);
        Go(185);
        Answer(12);
        _schedule.Plan(180, At, inWork: true);
        Assert.Equal(Start.AddSeconds(360), _schedule.NextDue);
        _schedule.Plan(600, At, inWork: true);
        Assert.Equal(Start.AddSeconds(360), _schedule.NextDue);
    }

    [Fact]
    public void A_step_of_work_is_asked_about_after_90_s_and_step_upon_step_puts_it_off_to_180_at_most()
    {
        Work(300);
        Go(10);
        _schedule.WorkloadStepped(At);
        Assert.Equal(Start.AddSeconds(100), _schedule.NextDue);
        Go(99);
        _schedule.WorkloadStepped(At);
        Assert.Equal(Start.AddSeconds(189), _schedule.NextDue);
        Go(180);
        _schedule.WorkloadStepped(At);
        Go(195);

        Tells("190 workload open");
        Assert.Equal(Start.AddSeconds(490), _schedule.NextDue);
    }

    [Fact]
    public void Because_of_heart_rate_is_asked_at_most_once_in_two_minutes_and_never_beside_an_open_question()
    {
        Work(300);
        Go(185);
        _schedule.AskBecause(PromptReason.Signal, _moment);
        Answer(12);
        Go(299);
        _schedule.AskBecause(PromptReason.HeartRate, _moment);
        Tells("180 schedule open", "185 schedule answered 12");
        Go(300);
        _schedule.AskBecause(PromptReason.HeartRate, _moment);
        Answer(12);
        _schedule.AskBecause(PromptReason.Signal, _moment);

        Tells("180 schedule open", "185 schedule answered 12", "300 heart-rate open", "300 heart-rate answered 12", "300 signal open");
    }

    [Fact]
    public void The_end_of_work_asks_for_it_and_the_cool_down_every_two_minutes_until_ten()
    {
        Work(300);
        Go(100);
        _schedule.WorkEnded(_moment, SessionPhase.CoolDown);
        Answer(13, phase: SessionPhase.CoolDown);
        Go(220);
        Answer(11, phase: SessionPhase.CoolDown);
        Go(340);
        Answer(10, phase: SessionPhase.CoolDown);
        Go(1000);

        Tells(
            "100 end open", "100 end answered 13", "220 cool-down open", "220 cool-down answered 11", "340 cool-down open", "340 cool-down answered 10");
        Assert.True(_schedule.AwaitsSession);
    }

    [Fact]
    public void Where_the_programme_says_how_long_the_last_question_comes_15_s_before_and_not_again_within_30()
    {
        _schedule.Plan(300, At, inWork: false);
        _schedule.WorkStarted(_moment, 3);
        Go(165);
        Answer(13);
        Go(195);
        _schedule.WorkEnded(_moment, SessionPhase.Recovery);
        Tells("165 end open", "165 end answered 13");
        Go(200);
        Assert.Null(_schedule.NextDue);
        _schedule.WorkStarted(_moment, null);
        Go(201);
        _schedule.WorkEnded(_moment, SessionPhase.Recovery);

        Tells("165 end open", "165 end answered 13", "201 end open");
    }

    [Fact]
    public void Twenty_minutes_after_the_end_the_whole_session_is_asked_about_once()
    {
        Work(300);
        Go(50);
        _schedule.Stop(_moment);
        Assert.True(_schedule.AwaitsSession);
        Assert.Null(_schedule.NextDue);
        Go(1849);
        Tells("1250 session open");
        Go(1850);

        Tells("1250 session open", "1850 session missed");
        _schedule.Stop(_moment);
        Assert.False(_schedule.AwaitsSession);
    }

    [Fact]
    public void A_session_without_work_is_not_asked_about()
    {
        _schedule.Plan(300, At, inWork: false);
        _schedule.Stop(_moment);

        Assert.False(_schedule.AwaitsSession);
    }

    [Fact]
    public void A_pause_withdraws_the_question_and_asks_it_again_after_it()
    {
        Work(300);
        Go(185);
        _schedule.Withdraw(_moment, again: true);
        _schedule.Withdraw(_moment, again: true);
        Tells("180 schedule open", "185 schedule withdrawn");
        Go(260, resting: true);
        _schedule.Shift(TimeSpan.FromSeconds(75));
        Assert.Equal(Start.AddSeconds(290), _schedule.NextDue);
        Go(290);

        Tells("180 schedule open", "185 schedule withdrawn", "290 schedule open");
    }

    [Fact]
    public void The_baseline_question_waits_without_being_missed_soon_and_goes_when_work_begins()
    {
        _schedule.Plan(300, At, inWork: false);
        _schedule.Baseline(_moment);
        Go(100);
        _schedule.WorkStarted(_moment, null);

        Tells("0 baseline open", "100 baseline withdrawn");
        Assert.Equal(Start.AddSeconds(280), _schedule.NextDue);
    }

    [Fact]
    public void A_refused_answer_repeats_the_question_and_an_answer_to_another_prompt_leaves_it_open()
    {
        Work(300);
        _schedule.Refused(_moment);
        Assert.Empty(_told);
        Go(180);
        var id = _schedule.Open!.Id;
        _schedule.Refused(_moment);
        Assert.Null(_schedule.Answered(new(12) { Prompt = "another" }, null, SessionPhase.Work, _moment));
        Assert.Equal(id, _schedule.Open!.Id);
        Assert.Null(_schedule.EndedAs(id));
        Assert.Equal(PromptReason.Schedule, _schedule.Answered(new(12) { Prompt = id }, null, SessionPhase.Work, _moment));

        Assert.Equal(PromptState.Answered, _schedule.EndedAs(id));
        Assert.Equal(["180 schedule open", "180 schedule repeated", "180 schedule answered 12"], _told);
    }

    private DateTimeOffset At => Start.AddSeconds(_second);

    private static string Say(PromptEvent prompt) => $"{prompt.T} {KebabCase.Of(prompt.Reason)} {KebabCase.Of(prompt.State)}{(prompt.Value is { } value ? $" {value}" : "")}";

    private void Work(int everySeconds)
    {
        _schedule.Plan(everySeconds, At, inWork: false);
        _schedule.WorkStarted(_moment, null);
    }

    private void Go(int until, bool resting = false)
    {
        while (_second < until)
        {
            _second++;
            _moment.Move(At, _second, _second);
            _schedule.Tick(_moment, resting);
        }
    }

    private void Answer(int value, AlertCode? standing = null, SessionPhase phase = SessionPhase.Work) => _schedule.Answered(new(value), standing, phase, _moment);

    private void Tells(params string[] expected) => Assert.Equal(expected, _told);
}
