using System.Text;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Mqtt;
using HeartMonitor.Mqtt.Board;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Topics;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class MqttAlertTargetTests
{
    private const string AlertTopic = "hrm/1/gym1/dn/session/s_1/alert/a1";
    private const string PromptTopic = "hrm/1/gym1/dn/session/s_1/prompt/p1";
    private const string StateTopic = "hrm/1/gym1/dn/session/s_1/state";
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly List<OutboundMessage> _sent = [];
    private readonly Dictionary<string, OutboundMessage> _retained = [];
    private readonly SetClock _clock = new(Start.AddSeconds(100));
    private readonly MqttRows _rows = new("s_1", Start);
    private readonly MqttAlertTarget _target;
    private bool _isUp = true;
    private int _failAfter = int.MaxValue;

    public MqttAlertTargetTests() => _target = NewTarget();

    [Fact]
    public async Task An_alert_is_retained_until_it_is_closed_and_its_end_is_seen_before_it_is_cleared()
    {
        await AcceptAsync([.. _rows.Begun(), _rows.Alert(60, "a1", 1, AlertState.Raised), _rows.Alert(70, "a1", 2, AlertState.Cleared)]);
        Assert.Contains("\"state\":\"cleared\"", Text(_retained[AlertTopic]), StringComparison.Ordinal);

        _sent.Clear();
        await AcceptAsync(_rows.Alert(80, "a1", 3, AlertState.Closed));
        Assert.Equal([false, true], _sent.Select(m => m.Retain));
        Assert.Contains("\"state\":\"closed\"", Text(_sent[0]), StringComparison.Ordinal);
        Assert.Empty(_sent[1].Payload);
        Assert.DoesNotContain(AlertTopic, _retained.Keys);
    }

    [Fact]
    public async Task An_alert_of_the_service_has_a_topic_of_its_own_and_leaves_no_trace_of_a_session()
    {
        const string topic = "hrm/1/gym1/dn/svc/svc/alert/b1";
        var rows = new MqttRows("w_abcdefghijkl", Start, "service");

        await AcceptAsync(rows.Alert(60, "b1", 1, AlertState.Raised, AlertCode.SinkDown, "No connection to influxdb for 30 s."));

        var data = Json(_retained[topic]).GetProperty("data");
        Assert.Equal(("service", "sink-down"), (data.GetProperty("participant").GetString(), data.GetProperty("code").GetString()));
        await AcceptAsync([rows.Alert(70, "b1", 2, AlertState.Closed, AlertCode.SinkDown), rows.Fact(700, new SessionEnded())]);
        _clock.Now = Start.AddSeconds(700 + 601);
        await _target.SweepAsync(Cancellation);
        Assert.Empty(_retained);
        Assert.All(_sent, m => Assert.Equal(topic, m.Topic));
    }

    [Theory]
    [InlineData(PromptState.Answered)]
    [InlineData(PromptState.Missed)]
    [InlineData(PromptState.Withdrawn)]
    public async Task A_prompt_is_retained_for_its_window_and_cleared_when_it_is_over(PromptState end)
    {
        await AcceptAsync([.. _rows.Begun(), _rows.Prompt(60, "p1", 1, PromptState.Open, 60)]);
        Assert.Equal(Start.AddSeconds(240), _retained[PromptTopic].ExpiresAt);
        await AcceptAsync(_rows.Prompt(90, "p1", 2, end, 60, end == PromptState.Answered ? 13 : null));
        Assert.DoesNotContain(PromptTopic, _retained.Keys);
        Assert.Contains(_sent, m => !m.Retain && Text(m).Contains($"\"state\":\"{end.ToString().ToLowerInvariant()}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_change_of_a_session_is_told_in_order_and_only_the_last_stays()
    {
        await AcceptAsync(
            [.. _rows.Begun(), _rows.Fact(1, new PhaseEntered(SessionPhase.Work)), _rows.Fact(5, new SessionPaused()), _rows.Fact(9, new SessionResumed()),
             _rows.Fact(20, new PhaseEntered(SessionPhase.Recovery)), _rows.Fact(30, new SessionEnded())]);
        var states = _sent.Select(m => Json(m).GetProperty("data").GetProperty("state").GetString());
        Assert.Equal(["active", "active", "paused", "active", "recovery", "ended"], states);
        Assert.Single(_sent, m => m.Retain);
        Assert.Contains("\"state\":\"ended\"", Text(_retained[StateTopic]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_session_leaves_the_broker_ten_minutes_later()
    {
        await AcceptAsync([.. _rows.Begun(), _rows.Fact(30, new SessionEnded())]);
        _clock.Now = Start.AddSeconds(30 + 599);
        await _target.SweepAsync(Cancellation);
        Assert.Contains(StateTopic, _retained.Keys);
        _clock.Now = Start.AddSeconds(30 + 600);
        await _target.SweepAsync(Cancellation);
        Assert.Empty(_retained);
    }

    [Fact]
    public async Task With_the_broker_away_the_rows_are_kept()
    {
        _isUp = false;
        Assert.IsType<ForwardResult.Keep>(await _target.SendAsync([_rows.Started()], Cancellation));
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task Rows_that_come_again_after_a_failure_have_the_same_ids_and_the_newest_revision_stays()
    {
        JournalRow[] rows = [.. _rows.Begun(), _rows.Alert(60, "a1", 1, AlertState.Raised), _rows.Alert(65, "a1", 2, AlertState.Acknowledged)];
        _failAfter = 2;
        Assert.IsType<ForwardResult.Keep>(await _target.SendAsync(rows, Cancellation));
        _failAfter = int.MaxValue;
        await AcceptAsync(rows);
        await AcceptAsync(rows);
        Assert.Contains("\"rev\":2", Text(_retained[AlertTopic]), StringComparison.Ordinal);
        Assert.Equal(["a1.1", "a1.2"], _sent.Where(m => m.Topic == AlertTopic).Select(m => Json(m).GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_closed_alert_never_comes_back_when_old_rows_come_again()
    {
        JournalRow[] rows = [.. _rows.Begun(), _rows.Alert(60, "a1", 1, AlertState.Raised), _rows.Alert(65, "a1", 2, AlertState.Closed)];
        await AcceptAsync(rows);
        await AcceptAsync(rows[2]);
        Assert.DoesNotContain(AlertTopic, _retained.Keys);
    }

    [Fact]
    public async Task What_expired_while_the_broker_was_away_is_not_shown_but_the_state_is_right()
    {
        _clock.Now = Start.AddHours(1);
        await AcceptAsync([.. _rows.Begun(), _rows.Prompt(60, "p1", 1, PromptState.Open, 60), _rows.Alert(70, "a1", 1, AlertState.Raised)]);
        Assert.DoesNotContain(PromptTopic, _sent.Where(m => m.Payload.Length > 0).Select(m => m.Topic));
        Assert.Equal([AlertTopic, StateTopic], _retained.Keys.Order());

        _clock.Now = Start.AddHours(25);
        await _target.SweepAsync(Cancellation);
        Assert.DoesNotContain(AlertTopic, _retained.Keys);
    }

    [Fact]
    public async Task On_return_the_open_state_is_said_again_and_unknown_topics_are_cleared()
    {
        await AcceptAsync([.. _rows.Begun(), _rows.Alert(60, "a1", 1, AlertState.Raised), _rows.Alert(61, "a2", 1, AlertState.Raised), _rows.Alert(62, "a2", 2, AlertState.Closed)]);
        _retained.Clear();
        _sent.Clear();
        const string poison = "hrm/1/gym1/dn/session/s_9/alert/fake";
        Assert.True(await _target.RepublishAsync([poison, AlertTopic], Cancellation));
        Assert.Equal(poison, Assert.Single(_sent, m => m.Payload.Length == 0).Topic);
        Assert.Equal([AlertTopic, StateTopic], _retained.Keys.Order());
    }

    [Fact]
    public async Task A_fresh_start_restores_from_rows_without_saying_anything_until_it_is_connected()
    {
        var fresh = NewTarget();
        fresh.Restore([.. _rows.Begun(), _rows.Sample(1), _rows.Unreadable(), _rows.Alert(60, "a1", 1, AlertState.Raised), _rows.Prompt(70, "p1", 1, PromptState.Open, 70)]);
        Assert.Empty(_sent);
        Assert.True(await fresh.RepublishAsync([], Cancellation));
        Assert.Equal([AlertTopic, PromptTopic, StateTopic], _retained.Keys.Order());
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_a_dead_letter_and_the_rest_goes_on()
    {
        var result = await _target.SendAsync([.. _rows.Begun(), _rows.Unreadable(), _rows.Sample(2), _rows.Alert(60, "a1", 1, AlertState.Raised)], Cancellation);
        Assert.Equal(3, Assert.Single(Assert.IsType<ForwardResult.Accepted>(result).Rejected).Seq);
        Assert.Contains(AlertTopic, _retained.Keys);
    }

    [Fact]
    public async Task No_medicine_and_no_address_leaves_the_house()
    {
        await AcceptAsync(
            [.. _rows.Begun(),
             _rows.Alert(60, "a1", 1, AlertState.Raised, AlertCode.MedicationUnknown, "Zzzprolol is not in the catalogue."),
             _rows.Alert(61, "a2", 1, AlertState.Raised, AlertCode.HrUnexpectedlyHigh, "Rate above 116 although on Atenolol."),
             _rows.Alert(62, "a3", 1, AlertState.Raised, AlertCode.SignalLost, "Strap aa:bb:cc:dd:ee:ff is silent."),
             _rows.Alert(63, "a4", 1, AlertState.Raised, AlertCode.HrCeiling, "112 bpm for 20 s: slow down.")]);
        var all = string.Concat(_sent.Select(Text));
        foreach (var secret in new[] { "atenolol", "C07AB03", "Zzzprolol", "AA:BB" }) Assert.DoesNotContain(secret, all, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("112 bpm for 20 s: slow down.", all, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Text(OutboundMessage message) => Encoding.UTF8.GetString(message.Payload);

    private static global::System.Text.Json.JsonElement Json(OutboundMessage message) => global::System.Text.Json.JsonDocument.Parse(message.Payload).RootElement;

    private async Task AcceptAsync(params JournalRow[] rows) => Assert.IsType<ForwardResult.Accepted>(await _target.SendAsync(rows, Cancellation));

    private MqttAlertTarget NewTarget() => new(new(new SiteTopics("gym1"), "svc"), new("gym1", "svc", 1), PublishAsync, () => _isUp, _clock);

    /// <summary>A broker of one dictionary.</summary>
    private Task<bool> PublishAsync(OutboundMessage message, CancellationToken cancellation)
    {
        if (_sent.Count >= _failAfter) return Task.FromResult(false);
        _sent.Add(message);
        if (message.Retain && message.Payload.Length == 0) _retained.Remove(message.Topic);
        else if (message.Retain) _retained[message.Topic] = message;
        return Task.FromResult(true);
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
