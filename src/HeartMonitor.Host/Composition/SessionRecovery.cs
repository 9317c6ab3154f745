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
    IReadOnlyList<(string Session, Exception Fault)> Failed,
    IReadOnlyList<JournalRow> History);

/// <summary>
/// After a start: sessions that are open, owe an alert or wait for the answer about the whole session are rebuilt by running their journal through the fold again, decisions and ids
/// included. The journal is read once, whatever the number of sessions (ecosystem-reliability P6).
/// </summary>
internal static class SessionRecovery
{
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
        foreach (var row in journal.ReadSessions(replays.Keys.ToHashSet(StringComparer.Ordinal)))
        {
            replays[row.Entry.Session].Take(row.Entry);
            if (row.Entry.Kind != JournalKind.Sample) history.Add(row);
        }

        var rebuilt = new List<(RunningSession, DateTimeOffset)>();
        var failed = new List<(string, Exception)>();
        foreach (var session in sessions)
        {
            var replay = replays[session.Session];
            replay.Finish();
            if (replay.Engine is { IsSettled: true }) continue;
            if (replay.Engine is { } engine) rebuilt.Add((registry.Adopt(engine, replay.Known, replay.Last > now ? replay.Last - now : default), replay.Last));
            else failed.Add((session.Session, replay.Fault ?? new InvalidOperationException("The session has no rows.")));
        }

        return new(rebuilt, failed, history);
    }
}
