using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Pipeline;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Composition;

/// <summary>After a start: sessions that are open, or owe an alert, are rebuilt by running their journal through the fold again, decisions and ids included.</summary>
internal static class SessionRecovery
{
    /// <summary>Rebuilds the sessions that still matter into the registry.</summary>
    /// <returns>Rebuilt sessions with the stamp of their last row; and how many could not be rebuilt.</returns>
    internal static (IReadOnlyList<(RunningSession Session, DateTimeOffset Last)> Rebuilt, int Failed) Run(
        IReadOnlyList<StoredSession> sessions, JournalReader journal, SessionRegistry registry, EngineSetup setup)
    {
        var rebuilt = new List<(RunningSession, DateTimeOffset)>();
        var failed = 0;
        foreach (var stored in sessions)
        {
            var (engine, last) = Rebuild(stored.Session, journal.ReadSession(stored.Session), setup);
            if (engine is null) failed++;
            else rebuilt.Add((registry.Adopt(engine, journal.KnownEvents(stored.Session)), last));
        }

        return (rebuilt, failed);
    }

    private static (SessionEngine? Engine, DateTimeOffset Last) Rebuild(string session, IEnumerable<JournalRow> rows, EngineSetup setup)
    {
        SessionEngine? engine = null;
        var last = DateTimeOffset.MinValue;
        var step = new SessionStep();
        foreach (var row in rows)
        {
            if (row.Entry.At > last) last = row.Entry.At;
            if (ToInput(row.Entry) is not { } input) continue;
            if (engine is null && input.Fact is SessionStarted { Participant: not null } start) engine = new(session, start, input.At, setup);
            if (engine is null) return (null, last);
            step.ForFact(session, engine.Person.Id, input.At, input.Fact);
            engine.Apply(input, step);
        }

        engine?.AdvanceTo(last, step.ForFact(session, "", last, null));
        return (engine, last);
    }

    private static SessionInput? ToInput(in JournalEntry entry) => entry.Kind switch
    {
        JournalKind.Sample => SampleBody.TryRead(entry.Body, out var label, out var packet)
            ? SessionInput.OfPacket(entry.At, packet, label.Reasons.HasFlag(SignalReasons.Late))
            : null,
        JournalKind.Fact => SessionInput.OfFact(entry.At, MonitorJson.ReadFact(entry.Body.Span)),
        _ => null,
    };
}
