using System.Collections.Concurrent;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Query;

/// <summary>Cards of the stored sessions. One is read from the journal again only when the session has rows that it had not before. Any thread.</summary>
/// <param name="journal">Committed rows.</param>
internal sealed class SessionCards(JournalReader journal)
{
    private readonly ConcurrentDictionary<string, SessionCard> _known = new(StringComparer.Ordinal);

    /// <summary>All sessions, oldest first.</summary>
    internal IReadOnlyList<SessionCard> All()
    {
        var sessions = journal.Sessions();
        Load(sessions);
        return [.. sessions.Select(Of)];
    }

    /// <summary>Reads the cards of many sessions in one pass over their facts and decisions; those that are known and as they were are not read.</summary>
    internal void Load(IReadOnlyCollection<StoredSession> sessions)
    {
        var missing = sessions.Where(s => !(_known.TryGetValue(s.Session, out var card) && card.Stored == s)).ToDictionary(s => s.Session, s => (Stored: s, Maker: new SessionCardMaker()), StringComparer.Ordinal);
        if (missing.Count == 0) return;
        foreach (var row in journal.ReadDecisions(missing.Keys.ToHashSet(StringComparer.Ordinal))) missing[row.Entry.Session].Maker.Take(row.Entry);
        foreach (var (stored, maker) in missing.Values) _known[stored.Session] = maker.Make(stored);
    }

    /// <summary>The card of a session as the journal lists it now.</summary>
    internal SessionCard Of(StoredSession stored)
    {
        Load([stored]);
        return _known[stored.Session];
    }

    /// <summary>The session as the journal lists it; null for an unknown one.</summary>
    internal StoredSession? Find(string session) => journal.Sessions().FirstOrDefault(s => string.Equals(s.Session, session, StringComparison.Ordinal));
}
