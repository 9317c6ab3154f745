using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Host.Composition;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>
/// The same journal gives the same alerts (ecosystem-reliability P9), after eight kills. A restart leaves nothing out of this: the gap
/// itself is a fact in the journal, so the fold skips it again, and decisions that a kill took before their commit were taken again
/// from the same inputs and stored by the next life.
/// </summary>
[Collection(KilledProcesses.Name)]
public sealed class RebuildTests(KilledStory story)
{
    [Fact]
    public void Replaying_the_inputs_decides_what_the_journal_holds_with_the_same_ids_and_revisions()
    {
        var (setup, faults) = ConfigFiles.ReadRules(Path.Combine(AppContext.BaseDirectory, "config"), "gym1", "en");
        Assert.Empty(faults);
        var sessions = story.Rows.GroupBy(row => row.Entry.Session).ToList();
        Assert.True(sessions.Count >= 8);
        var compared = 0;
        foreach (var session in sessions)
        {
            var stored = JournalEvents.Outline(JournalEvents.Events(session).Select(e => e.Event)).ToList();
            var decided = JournalEvents.Outline(Replay(session.Key, [.. session], setup!)).ToList();
            Assert.Equal(stored, decided);
            compared += stored.Count;
        }

        Assert.True(compared > 100, $"Only {compared} decisions were compared.");
    }

    private static List<SessionEvent> Replay(string id, IReadOnlyList<JournalRow> rows, EngineSetup setup)
    {
        var events = new List<SessionEvent>();
        var step = new SessionStep();
        var start = (SessionStarted)JournalEvents.Facts(rows).First().Fact;
        var engine = new SessionEngine(id, start, rows[0].Entry.At, setup);
        foreach (var row in rows.Where(row => row.Entry.Kind != JournalKind.Event))
        {
            engine.Apply(Input(row.Entry), step.ForFact(id, "", row.Entry.At, null));
            events.AddRange(step.Events);
        }

        var end = rows.Max(row => row.Entry.At);
        engine.AdvanceTo(end, step.ForFact(id, "", end, null));
        return [.. events, .. step.Events];
    }

    private static SessionInput Input(in JournalEntry entry)
    {
        if (entry.Kind == JournalKind.Fact) return SessionInput.OfFact(entry.At, MonitorJson.ReadFact(entry.Body.Span));
        Assert.True(SampleBody.TryRead(entry.Body, out var label, out var packet));
        return SessionInput.OfPacket(entry.At, packet, label.Reasons.HasFlag(SignalReasons.Late));
    }
}
