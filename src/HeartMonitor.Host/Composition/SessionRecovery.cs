using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Composition;

/// <summary>What a start found of the time before it.</summary>
/// <param name="Rebuilt">Sessions that go on, owe an alert or wait for an answer, with the stamp of their last row.</param>
/// <param name="Failed">Sessions that could not be rebuilt, and why.</param>
/// <param name="History">Facts and decisions of the sessions, in the journal's order.</param>
internal sealed record Recovered(
    IReadOnlyList<(RunningSession Session, DateTimeOffset Last)> Rebuilt,
    IReadOnlyList<(StoredSession Of, Exception Fault)> Failed,
    IReadOnlyList<JournalRow> History);

/// <summary>
/// After a start: sessions that are open, owe an alert or wait for the answer about the whole session are rebuilt by running their journal through the fold again, decisions and ids
/// included. The journal is read once, whatever the number of sessions (ecosystem-reliability P6).
/// </summary>
/// <remarks>
/// A snapshot of a fold would have to name the state of some forty classes, and one that is forgotten would change an alert without a word; rows cannot. So
/// there is none, and the start is bounded by what a row costs (src/HeartMonitor.Storage/README.md has the figure).
/// </remarks>
internal static class SessionRecovery
{
    /// <summary>Rows that are dealt out to the sessions together: some ten milliseconds of every core.</summary>
    private const int RowsAtOnce = 10_000;

    /// <summary>Rebuilds the sessions that still matter into the registry. One that was written by a clock ahead of ours keeps its own time.</summary>
    /// <param name="sessions">Sessions that may still matter.</param>
    /// <param name="journal">Their rows.</param>
    /// <param name="registry">Where those that do go on.</param>
    /// <param name="setup">What all sessions share.</param>
    /// <param name="now">The present of the host's clock.</param>
    internal static Recovered Run(IReadOnlyList<StoredSession> sessions, JournalReader journal, SessionRegistry registry, EngineSetup setup, DateTimeOffset now)
    {
        var replays = sessions.ToDictionary(s => s.Session, s => new SessionReplay(s.Session, setup), StringComparer.Ordinal);
        var history = new List<JournalRow>();
        foreach (var rows in journal.ReadSessions(replays.Keys.ToHashSet(StringComparer.Ordinal)).Chunk(RowsAtOnce))
        {
            Parallel.ForEach(rows.GroupBy(row => row.Entry.Session, StringComparer.Ordinal), session => // a fold is its own; what they share never changes
            {
                foreach (var row in session) replays[session.Key].Take(row.Entry);
            });
            history.AddRange(rows.Where(row => row.Entry.Kind != JournalKind.Sample));
        }

        var rebuilt = new List<(RunningSession, DateTimeOffset)>();
        var failed = new List<(StoredSession, Exception)>();
        foreach (var session in sessions)
        {
            var replay = replays[session.Session];
            replay.Finish();
            if (replay.Engine is { IsSettled: true }) continue;
            if (replay.Engine is { } engine) rebuilt.Add((registry.Adopt(engine, replay.Known, replay.Last > now ? replay.Last - now : default), replay.Last));
            else failed.Add((session, replay.Fault ?? new InvalidOperationException("The session has no rows.")));
        }

        return new(rebuilt, failed, history);
    }
}
