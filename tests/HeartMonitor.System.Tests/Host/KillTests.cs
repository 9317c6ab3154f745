using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>Nothing that was acknowledged is lost, and nothing is doubled, however it is killed (ecosystem-reliability P1, P2, P6).</summary>
[Collection(KilledProcesses.Name)]
public sealed class KillTests(KilledStory story)
{
    [Fact]
    public void Everything_that_was_accepted_is_in_the_journal_exactly_once()
    {
        var accepted = story.Asked.Where(a => a.Results[0] is "accepted" or "duplicate").ToList();
        Assert.All(story.Asked, a => Assert.NotEmpty(a.Results));
        Assert.True(accepted.Count > 100, $"Only {accepted.Count} were accepted.");
        Assert.All(accepted, a => Assert.Equal(CommandResult.Accepted, story.Receipt(a.Key)?.Result));

        var facts = JournalEvents.Facts(story.Rows).Select(f => f.Fact).ToList();
        foreach (var kind in accepted.GroupBy(a => a.Key.Split('-')[0]))
        {
            if (kind.Key == "hard") Assert.Equal(kind.Count(), facts.Count(f => f is RpeAnswered { Value: 18, By: AnsweredBy.Staff }));
            else Assert.Equal(kind.Select(a => (a.Mark, 1)), kind.Select(a => (a.Mark, facts.Count(f => IsOf(f, a.Mark)))));
        }

        Assert.Equal(["ack", "answer", "hard", "room"], accepted.Select(a => a.Key.Split('-')[0]).Distinct().Order());
    }

    [Fact]
    public void What_was_not_accepted_was_never_stored_twice_either()
    {
        var facts = JournalEvents.Facts(story.Rows).Select(f => f.Fact).ToList();
        Assert.All(story.Asked.Where(a => a.Mark.Length > 0), a => Assert.InRange(facts.Count(f => IsOf(f, a.Mark)), 0, 1));
    }

    [Fact]
    public void An_old_key_sent_again_is_a_duplicate()
    {
        Assert.True(story.Repeats.Count >= 10);
        Assert.All(story.Repeats, repeat => Assert.Equal("duplicate", repeat.Again));
    }

    [Fact]
    public void No_alert_is_doubled_and_revisions_grow_by_one()
    {
        var alerts = JournalEvents.Alerts(story.Rows).Select(a => a.Alert).GroupBy(a => a.Id).ToList();
        Assert.True(alerts.Count > 10, $"Only {alerts.Count} alerts.");
        Assert.All(alerts, one => Assert.Equal(Enumerable.Range(1, one.Count()), one.Select(a => a.Rev)));
        var stamps = story.Rows.Select(r => r.Seq).ToList();
        Assert.Equal(Enumerable.Range(1, stamps.Count).Select(n => (long)n), stamps);
    }

    [Fact]
    public void Every_alert_that_a_tablet_saw_as_stored_is_in_the_journal_in_that_state()
    {
        var stored = JournalEvents.Alerts(story.Rows).ToDictionary(a => (a.Alert.Id, a.Alert.Rev), a => a.Alert);
        var seen = story.Seen.Where(m => m.Event == "alert" && m.Data.GetProperty("stored").GetBoolean()).ToList();
        Assert.True(seen.Count > 20, $"Only {seen.Count} changes of alerts were seen.");
        Assert.All(seen, m =>
        {
            var alert = stored[(m.Text("aid"), m.Data.GetProperty("rev").GetInt32())];
            Assert.Equal(m.Text("state"), KebabCase.Of(alert.State));
        });
    }

    [Fact]
    public void On_one_tablet_no_revision_of_an_alert_comes_twice_or_goes_back()
    {
        foreach (var connection in story.Seen.Where(m => m.Event == "alert").GroupBy(m => (m.Connection, m.Text("aid"))))
        {
            var revs = connection.Where(m => m.Data.GetProperty("stored").GetBoolean()).Select(m => m.Data.GetProperty("rev").GetInt32()).ToList();
            Assert.Equal(revs.Distinct().Order(), revs);
        }
    }

    [Fact]
    public void An_open_alert_is_still_open_after_the_restart_and_its_acknowledgement_is_remembered()
    {
        var (owed, acknowledged) = (0, 0);
        foreach (var life in story.Lives.Skip(1))
        {
            var shown = life.FirstSnapshot.Data.GetProperty("alerts").EnumerateArray()
                .Select(a => a.GetProperty("data")).ToDictionary(a => a.GetProperty("aid").GetString()!);
            foreach (var alert in life.Owed)
            {
                owed++;
                Assert.True(shown.TryGetValue(alert.Id, out var now), $"{alert.Code} {alert.Id} was open and is gone.");
                Assert.True(now.GetProperty("rev").GetInt32() >= alert.Rev);
                if (alert.AckedBy is null) continue;
                acknowledged++;
                if (now.GetProperty("rev").GetInt32() == alert.Rev) Assert.Equal(alert.AckedBy, now.GetProperty("acked_by").GetString());
            }
        }

        Assert.True(owed > 10 && acknowledged > 0, $"{owed} open alerts, {acknowledged} of them acknowledged: the story shows nothing.");
    }

    [Fact]
    public void Whoever_had_an_open_question_is_asked_again_after_the_restart()
    {
        var ends = story.Lives.Skip(1).Select(life => life.From).Append(story.Seen.Count).ToList();
        var asked = 0;
        for (var i = 1; i < story.Lives.Count; i++)
        {
            var prompts = story.Seen.Take(ends[i]).Skip(story.Lives[i].From).Where(m => m.Event == "prompt" && m.Text("state") == "open").Select(m => m.Session).ToHashSet();
            Assert.All(story.Lives[i].Asking, session => Assert.Contains(session, prompts));
            asked += story.Lives[i].Asking.Count;
        }

        Assert.True(asked > 0, "Nobody had an open question at any kill: the story shows nothing.");
    }

    [Fact]
    public void The_first_fresh_tile_comes_within_five_seconds_of_every_restart()
    {
        Assert.All(story.Lives, life => Assert.InRange(life.FirstTile.TotalSeconds, 0, 5));
        var epochs = story.Lives.Select(life => life.FirstSnapshot.Envelope.GetProperty("epoch").GetInt64());
        Assert.Equal(Enumerable.Range(1, story.Lives.Count).Select(n => (long)n), epochs);
    }

    private static bool IsOf(SessionFact fact, string mark) => fact switch
    {
        AlertAcknowledged ack => ack.By == mark,
        RpeAnswered { By: AnsweredBy.Staff } answer => answer.Prompt == mark,
        RoomMeasured room => room.Celsius.ToString("0.0000", global::System.Globalization.CultureInfo.InvariantCulture) == mark,
        _ => false,
    };
}
