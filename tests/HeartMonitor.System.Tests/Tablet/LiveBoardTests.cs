using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Tablet;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

public sealed class LiveBoardTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly LiveBoard _board = new(new() { Epoch = 7, QueueLength = 16 }, TimeProvider.System);

    [Fact]
    public void A_session_in_zones_mode_shows_its_bounds_and_one_in_rpe_mode_has_none()
    {
        _board.Apply([.. Begin("s_01", MonitoringMode.Zones, At), .. Begin("s_02", MonitoringMode.Rpe, At)]);

        var rows = _board.Snapshot().Sessions.ToDictionary(r => r.Sid);
        Assert.Equal((116.88, 139.32), (rows["s_01"].Session.ZoneFrom, rows["s_01"].Session.ZoneBelow));
        Assert.Equal((null, null), (rows["s_02"].Session.ZoneFrom, rows["s_02"].Session.ZoneBelow));
        Assert.Equal((11, 13, "r1", At), (rows["s_02"].Session.RpeFrom, rows["s_02"].Session.RpeTo, rows["s_02"].Session.Rules, rows["s_02"].Session.Started));
    }

    [Fact]
    public void A_plan_that_turns_to_rpe_takes_the_zone_away()
    {
        _board.Apply([.. Begin("s_01", MonitoringMode.Zones, At), Decided("s_01", new PlanEvent { T = 60, At = At.AddSeconds(60), Plan = Plan("p_01", MonitoringMode.Rpe) })]);

        var session = Assert.Single(_board.Snapshot().Sessions).Session;
        Assert.Equal((MonitoringMode.Rpe, null, At), (session.Mode, session.ZoneFrom, session.Started));
    }

    [Theory]
    [InlineData(null, "ended")]
    [InlineData("interrupted", "aborted")]
    public void The_end_of_a_session_is_told_with_its_way_and_the_stamp_of_its_summary(string? why, string state)
    {
        var end = At.AddMinutes(30);
        _board.Apply([.. Begin("s_01", MonitoringMode.Rpe, At), Fact("s_01", new SessionEnded { Why = why }), Decided("s_01", Summary(end))]);

        var session = Assert.Single(_board.Snapshot().Sessions).Session;
        Assert.Equal((state, end), (session.State, session.Ended));
    }

    [Fact]
    public void Pause_resume_and_recovery_are_states_and_an_ended_session_takes_no_more_of_them()
    {
        var states = new List<string>();
        SessionFact[] facts =
            [new SessionPaused(), new PhaseEntered(SessionPhase.CoolDown), new SessionResumed(), new PhaseEntered(SessionPhase.Recovery), new SessionEnded(), new SessionPaused(), new PhaseEntered(SessionPhase.Work)];
        _board.Apply(Begin("s_01", MonitoringMode.Rpe, At));
        foreach (var fact in facts)
        {
            _board.Apply([Fact("s_01", fact)]);
            states.Add(_board.Snapshot().Sessions[0].Session.State);
        }

        Assert.Equal(["paused", "paused", "active", "recovery", "ended", "ended", "ended"], states);
    }

    [Fact]
    public void The_newest_revision_of_an_alert_wins_whatever_order_they_come_in()
    {
        var raised = Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "x", At);
        _board.Apply([Decided("s_01", raised with { Rev = 3, State = AlertState.Acknowledged }), Decided("s_01", raised)]);

        var open = Assert.Single(_board.Snapshot().Alerts);
        Assert.Equal((3, AlertState.Acknowledged), (open.Data.Rev, open.Data.State));
    }

    [Fact]
    public void A_closed_alert_is_recent_and_no_old_revision_opens_it_again()
    {
        var raised = Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "x", At);
        _board.Apply([Decided("s_01", raised), Decided("s_01", raised with { Rev = 2, State = AlertState.Closed }), Decided("s_01", raised)]);

        Assert.Empty(_board.Snapshot().Alerts);
        Assert.Equal(2, Assert.Single(_board.Snapshot().Recent).Data.Rev);
    }

    [Fact]
    public void An_alert_sent_before_its_commit_becomes_stored_by_its_own_second_copy()
    {
        var raised = Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "x", At);
        _board.Apply([Decided("s_01", raised, 0, stored: false)]);
        Assert.False(_board.Snapshot().Alerts[0].Data.Stored);

        _board.Apply([Decided("s_01", raised, 9)]);
        Assert.True(Assert.Single(_board.Snapshot().Alerts).Data.Stored);
    }

    [Fact]
    public void Closed_alerts_are_bounded()
    {
        for (var i = 0; i < 500; i++)
            _board.Apply([Decided("s_01", Alert($"a{i}", AlertCode.ZoneHigh, AlertPriority.Low, "x", At) with { State = AlertState.Closed })]);

        Assert.Equal(50, _board.Snapshot().Recent.Count);
        Assert.Equal("a499", _board.Snapshot().Recent[0].Data.Aid);
        Assert.Null(_board.FindAlert("a1"));
    }

    [Fact]
    public void An_alert_of_the_service_belongs_to_no_session_and_makes_no_tile()
    {
        _board.Apply([Decided("", Alert("a1", AlertCode.StorageLow, AlertPriority.Low, "x", At))]);

        Assert.Empty(_board.Snapshot().Sessions);
        Assert.Equal("", Assert.Single(_board.Snapshot().Alerts).Subject);
    }

    [Fact]
    public void A_prompt_is_shown_while_open_and_its_answer_is_the_last_rpe()
    {
        _board.Apply([.. Begin("s_01", MonitoringMode.Rpe, At), Decided("s_01", Prompt("q1", At))]);
        Assert.Equal("q1", _board.Snapshot().Sessions[0].Prompt?.Pid);

        _board.Apply([Decided("s_01", Prompt("q1", At, PromptState.Answered, 2, 13)), Decided("s_01", Prompt("q1", At))]);
        var row = _board.Snapshot().Sessions[0];
        Assert.Equal((null, 13), (row.Prompt, row.Rpe));
    }

    [Fact]
    public void The_trail_holds_five_minutes_and_a_silent_second_is_a_hole()
    {
        for (var i = 0; i < 400; i++)
        {
            if (i % 10 == 9) continue;
            _board.Apply([Live("s_01", Value("s_01", MonitoringMode.Rpe, At.AddSeconds(i), i))]);
        }

        var trail = _board.Snapshot().Sessions[0].Hr;
        Assert.Equal(300, trail.Count);
        Assert.Equal(398, trail[^1]);
        Assert.Equal(Enumerable.Range(99, 300).Select(i => i % 10 == 9 ? (int?)null : i), trail);
    }

    [Fact]
    public void A_client_gets_a_snapshot_first_and_then_every_change()
    {
        _board.Apply(Begin("s_01", MonitoringMode.Rpe, At));
        using var client = _board.Subscribe()!;
        _board.Apply([Decided("s_01", Prompt("q1", At), 12)]);

        Assert.Equal([("snapshot", 3L), ("prompt", 12L)], Drain(client).Select(m => (m.Event, m.Seq)));
    }

    [Fact]
    public void What_changes_nothing_is_not_told()
    {
        _board.Apply([.. Begin("s_01", MonitoringMode.Rpe, At), Decided("s_01", Prompt("q1", At))]);
        using var client = _board.Subscribe()!;
        _board.Apply([.. Begin("s_01", MonitoringMode.Rpe, At), Decided("s_01", Prompt("q1", At))]);

        Assert.Equal(["snapshot"], Drain(client).Select(m => m.Event));
    }

    [Fact]
    public void A_client_that_overflows_is_cut_off_and_counted_and_the_others_miss_nothing()
    {
        using var slow = _board.Subscribe()!;
        using var quick = _board.Subscribe()!;
        var got = new List<BoardMessage>();
        for (var i = 0; i < 40; i++)
        {
            _board.Apply([Live("s_01", Value("s_01", MonitoringMode.Rpe, At.AddSeconds(i), 100))]);
            got.AddRange(Drain(quick));
        }

        Assert.Equal((1, 1L), (_board.Clients, _board.SlowClients));
        Assert.Equal(40, got.Count(m => m.Event == "live"));
        Assert.Equal(16, Drain(slow).Count);
        Assert.True(slow.Messages.Completion.IsCompleted);
    }

    [Fact]
    public void A_start_from_the_journal_is_the_same_board_and_makes_clients_connect_anew()
    {
        var history = Begin("s_01", MonitoringMode.Zones, At).Append(Decided("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "x", At), 8)).ToArray();
        _board.Apply(Begin("s_09", MonitoringMode.Rpe, At));
        using var client = _board.Subscribe()!;

        _board.Restore(history);

        Assert.Equal("s_01", Assert.Single(_board.Snapshot().Sessions).Sid);
        Assert.Equal("a1", Assert.Single(_board.Snapshot().Alerts).Data.Aid);
        Drain(client);
        Assert.True(client.Messages.Completion.IsCompleted);
        Assert.Equal(0, _board.SlowClients);
    }

    [Fact]
    public void No_more_clients_than_allowed_are_taken_and_one_that_leaves_makes_room()
    {
        var board = new LiveBoard(new() { MaxClients = 1 }, TimeProvider.System);
        var first = board.Subscribe();
        Assert.NotNull(first);
        Assert.Null(board.Subscribe());
        first.Dispose();
        Assert.NotNull(board.Subscribe());
    }

    [Fact]
    public void Nobody_takes_the_places_of_the_others()
    {
        var board = new LiveBoard(new() { MaxClients = 4 }, TimeProvider.System);
        var mine = new[] { board.Subscribe("nurse-1", 2), board.Subscribe("nurse-1", 2) };
        Assert.All(mine, Assert.NotNull);
        Assert.Null(board.Subscribe("nurse-1", 2));
        Assert.NotNull(board.Subscribe("nurse-2", 2));
        mine[0]!.Dispose();
        Assert.NotNull(board.Subscribe("nurse-1", 2));
    }

    [Fact]
    public async Task It_may_be_fed_and_read_from_many_threads_at_once()
    {
        var board = new LiveBoard(new(), TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                board.Apply([Live($"s_{n:00}", Value($"s_{n:00}", MonitoringMode.Rpe, At.AddSeconds(i), 90 + n))]);
                using var client = board.Subscribe();
                board.Snapshot();
            }
        })));

        Assert.Equal(8, board.Snapshot().Sessions.Count);
        Assert.Equal(0, board.Clients);
    }

    private static List<BoardMessage> Drain(BoardSubscription client)
    {
        var messages = new List<BoardMessage>();
        while (client.Messages.TryRead(out var message)) messages.Add(message);
        return messages;
    }

    private static SummaryEvent Summary(DateTimeOffset at) => new()
    {
        T = 1800,
        At = at,
        Rpe = [],
        Alerts = new(0, 0, 0),
        Prompts = new(0, 0, 0),
        CoveragePercent = 100,
        Reasons = new Dictionary<string, string>(),
    };
}
