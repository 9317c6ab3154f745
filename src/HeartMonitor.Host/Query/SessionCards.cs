using System.Collections.Concurrent;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Query;

/// <summary>Cards of the stored sessions. One is read from the journal again only when the session has rows that it had not before. Any thread.</summary>
/// <param name="journal">Committed rows.</param>
internal sealed class SessionCards(JournalReader journal)
{
    private readonly ConcurrentDictionary<string, SessionCard> _known = new(StringComparer.Ordinal);

    /// <summary>All sessions, oldest first.</summary>
    internal IReadOnlyList<SessionCard> All() => [.. journal.Sessions().Select(Of)];

    /// <summary>The card of a session as the journal lists it now.</summary>
    internal SessionCard Of(StoredSession stored)
    {
        if (_known.TryGetValue(stored.Session, out var card) && card.Stored == stored) return card;
        return _known[stored.Session] = SessionCard.Of(stored, journal.ReadSession(stored.Session));
    }

    /// <summary>The session as the journal lists it; null for an unknown one.</summary>
    internal StoredSession? Find(string session) => journal.Sessions().FirstOrDefault(s => string.Equals(s.Session, session, StringComparison.Ordinal));
}
