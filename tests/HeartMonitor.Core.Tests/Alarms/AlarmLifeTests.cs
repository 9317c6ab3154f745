using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>The table of an alert's life, every phase with every priority and everything that can happen (domain-facts 8.1).</summary>
public sealed class AlarmLifeTests
{
    private static readonly AlarmPhase[] Phases = Enum.GetValues<AlarmPhase>();
    private static readonly AlertPriority[] Priorities = Enum.GetValues<AlertPriority>();
    private static readonly AlarmStimulus[] Stimuli = Enum.GetValues<AlarmStimulus>();

    private static readonly AlarmStimulus[] ShelfIsOver = [AlarmStimulus.Unshelve, AlarmStimulus.ShelfEnds];

    [Fact]
    public void The_page_holds_the_table_as_it_is() => WrittenPage.Check("src/alarm-life.md", AlarmLifePage.Write());

    [Fact]
    public void Every_case_has_an_answer_in_a_phase_that_exists()
    {
        var all = Table().ToList();

        Assert.Equal(8 * 3 * 19, all.Count);
        Assert.All(all, row => Assert.Contains(row.To, Phases));
        Assert.All(Phases, phase => Assert.Contains(all, row => row.To == phase)); // none is out of reach
    }

    [Fact]
    public void An_alert_closes_only_on_the_way_to_rest_and_always_there()
    {
        foreach (var row in Table())
        {
            var ends = AlarmLife.IsOwed(row.From) && !AlarmLife.IsOwed(row.To);
            Assert.Equal(ends ? 1 : 0, row.Told.Count(state => state == AlertState.Closed));
            if (ends) Assert.Equal((AlarmPhase.Idle, AlertState.Closed), (row.To, row.Told[^1]));
        }
    }

    [Fact]
    public void A_high_alert_closes_only_when_somebody_took_note_or_takes_note_now()
    {
        AlarmPhase[] noted = [AlarmPhase.ActiveAcknowledged, AlarmPhase.SuppressedAcknowledged];

        Assert.All(
            Table().Where(row => row.Priority == AlertPriority.High && row.Told.Contains(AlertState.Closed) && !noted.Contains(row.From)),
            row => Assert.Equal((AlarmPhase.ClearedUnacknowledged, AlarmStimulus.Acknowledge), (row.From, row.Stimulus)));
        Assert.All(Table().Where(row => noted.Contains(row.To) && !noted.Contains(row.From)), row => Assert.Equal(AlarmStimulus.Acknowledge, row.Stimulus));
    }

    [Fact]
    public void A_high_alert_is_never_put_aside() => Assert.All(
        Table().Where(row => row is { Priority: AlertPriority.High, From: not (AlarmPhase.Shelved or AlarmPhase.SuppressedUnacknowledged or AlarmPhase.SuppressedAcknowledged) }),
        row => Assert.False(row.To is AlarmPhase.Shelved or AlarmPhase.SuppressedUnacknowledged or AlarmPhase.SuppressedAcknowledged, row.ToString()));

    [Fact]
    public void A_medium_alert_that_nobody_took_note_of_closes_only_by_a_graver_one() => Assert.All(
        Table().Where(row => row.Priority == AlertPriority.Medium && row.Told.Contains(AlertState.Closed)
            && row.From is AlarmPhase.ActiveUnacknowledged or AlarmPhase.SuppressedUnacknowledged),
        row => Assert.Equal(AlarmStimulus.Supersede, row.Stimulus));

    [Fact]
    public void A_low_alert_never_waits_for_anybody_after_its_condition() => Assert.DoesNotContain(
        Table(), row => row is { Priority: AlertPriority.Low, To: AlarmPhase.ClearedUnacknowledged, From: not AlarmPhase.ClearedUnacknowledged });

    [Fact]
    public void What_was_put_aside_comes_back_when_its_time_is_over_and_is_asked_about_again()
    {
        Assert.All(
            Table().Where(row => row.From == AlarmPhase.Shelved && ShelfIsOver.Contains(row.Stimulus)),
            row => Assert.Equal((AlarmPhase.ActiveUnacknowledged, AlertState.Returned), (row.To, Assert.Single(row.Told))));
        Assert.All(
            Table().Where(row => row.From is AlarmPhase.SuppressedUnacknowledged or AlarmPhase.SuppressedAcknowledged && row.Stimulus == AlarmStimulus.SuppressionEnds),
            row => Assert.Equal(AlertState.Returned, Assert.Single(row.Told)));
    }

    [Fact]
    public void What_is_put_aside_or_noted_is_not_escalated_by_time() => Assert.All(
        Table().Where(row => row.Stimulus == AlarmStimulus.TimeUp),
        row => Assert.Equal(AlarmLife.Asks(row.From) ? [AlertState.Escalated] : [], row.Told));

    [Fact]
    public void Time_and_silence_change_no_phase_that_somebody_waits_for() => Assert.All(
        Table().Where(row => AlarmLife.Asks(row.From) && (row.Stimulus is AlarmStimulus.TimeUp or AlarmStimulus.NoJudgement or AlarmStimulus.ShelfEnds)),
        row => Assert.Equal(row.From, row.To));

    [Fact]
    public void Only_a_condition_that_holds_raises() => Assert.All(
        Table().Where(row => row.Told.Contains(AlertState.Raised)),
        row => Assert.True(row.Stimulus is AlarmStimulus.Held or AlarmStimulus.FurtherUp || (row.Stimulus == AlarmStimulus.Seen && row.From == AlarmPhase.ClearedUnacknowledged), row.ToString()));

    [Fact]
    public void Further_up_asks_again_only_where_somebody_took_note_of_less() => Assert.All(
        Table().Where(row => row.Stimulus == AlarmStimulus.FurtherUp),
        row => Assert.Equal(row.From is AlarmPhase.ActiveAcknowledged or AlarmPhase.Shelved or AlarmPhase.SuppressedAcknowledged, row.Told.Contains(AlertState.Raised)));

    [Fact]
    public void What_is_told_and_where_it_goes_agree()
    {
        foreach (var row in Table())
        {
            if (row.Told.Count == 0) Assert.True(row.To == row.From || !AlarmLife.IsOwed(row.From), row.ToString());
            Assert.Equal(AlarmLife.IsActive(row.From) && !AlarmLife.IsActive(row.To), row.Told.Contains(AlertState.Cleared));
            Assert.Equal(row.To == AlarmPhase.Shelved && row.From != row.To, row.Told.Contains(AlertState.Shelved));
            if (row.Told.Contains(AlertState.Returned)) Assert.True(row.To is AlarmPhase.ActiveUnacknowledged or AlarmPhase.ActiveAcknowledged, row.ToString());
        }
    }

    [Fact]
    public void Acknowledging_twice_is_acknowledging_once()
    {
        foreach (var phase in Phases)
        {
            foreach (var priority in Priorities)
            {
                var once = AlarmLife.Next(phase, priority, AlarmStimulus.Acknowledge).To;
                var twice = AlarmLife.Next(once, priority, AlarmStimulus.Acknowledge);
                Assert.Equal(once, twice.To);
                Assert.Empty(twice.Told);
            }
        }
    }

    private static IEnumerable<Row> Table() =>
        from phase in Phases
        from priority in Priorities
        from stimulus in Stimuli
        let next = AlarmLife.Next(phase, priority, stimulus)
        select new Row(phase, priority, stimulus, next.To, next.Told);

    private sealed record Row(AlarmPhase From, AlertPriority Priority, AlarmStimulus Stimulus, AlarmPhase To, IReadOnlyList<AlertState> Told);
}
