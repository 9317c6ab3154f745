using System.Globalization;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Query;

/// <summary>Which sessions somebody wants.</summary>
/// <param name="From">Started then or later.</param>
/// <param name="To">Started before.</param>
/// <param name="Participant">Pseudonym.</param>
/// <param name="State"><c>open</c>, <c>ended</c> or a state of the board.</param>
/// <param name="Limit">Most on a page.</param>
/// <param name="Before">Older than this session.</param>
internal sealed record SessionWish(DateTimeOffset? From, DateTimeOffset? To, string? Participant, string? State, int Limit, string? Before)
{
    private const int MostOnPage = 1_000;
    private const int UsuallyOnPage = 100;

    internal static SessionWish Read(QueryText query, TimeZoneInfo zone)
    {
        var wish = new SessionWish(
            query.Instant("from", zone), query.Instant("to", zone), query.Text("participant"),
            query.Text("state") is null ? null : query.Choice("state", "", "open", "ended", "active", "paused", "recovery", "aborted"),
            query.Whole("limit", UsuallyOnPage, 1, MostOnPage), query.Text("before"));
        if (wish.From >= wish.To) query.Refuse("from is before to.");
        return wish;
    }

    /// <summary>The query of the next page.</summary>
    internal QueryString QueryBefore(string session)
    {
        var query = QueryString.Empty;
        if (From is { } from) query = query.Add("from", Stamp(from));
        if (To is { } to) query = query.Add("to", Stamp(to));
        if (Participant is { } participant) query = query.Add("participant", participant);
        if (State is { } state) query = query.Add("state", state);
        return query.Add("limit", Limit.ToString(CultureInfo.InvariantCulture)).Add("before", session);
    }

    internal bool Wants(StoredSession s) => !(s.Started < From) && !(s.Started >= To) && (Participant is null || s.Participant == Participant);

    /// <summary>The state is the wanted one; the row is made only where it is needed to tell.</summary>
    internal bool Wants(StoredSession s, Func<SessionRow> row) => State switch
    {
        null => true,
        "open" => s.Ended is null,
        "ended" => s.Ended is not null,
        _ => row().State == State,
    };

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A page of sessions, oldest first; pages go back in time.</summary>
/// <param name="Rows">Its sessions.</param>
/// <param name="Total">How many are wanted altogether.</param>
/// <param name="Older">The page before ends where this session begins; null when there is none.</param>
/// <param name="Fault">One sentence when the page cannot be found.</param>
internal sealed record SessionPage(IReadOnlyList<SessionRow> Rows, int Total, string? Older, string? Fault = null);

/// <summary>What is on the board and what is in the store, as one list.</summary>
internal static class SessionListing
{
    /// <summary>Everybody who has a session, by pseudonym.</summary>
    internal static IReadOnlyList<ParticipantRow> Participants(IReadOnlyList<StoredSession> stored, SnapshotData board)
    {
        var shown = BoardEndpoints.SessionsOf(board).ToLookup(s => s.Participant, StringComparer.Ordinal);
        var known = stored.ToLookup(s => s.Participant, StringComparer.Ordinal);
        return
        [
            .. shown.Select(g => g.Key).Concat(known.Select(g => g.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(who =>
                new ParticipantRow(who, shown[who].LastOrDefault(s => s.Ended is null)?.Id, [.. shown[who].Select(s => s.Id)])
                {
                    StoredSessions = known[who].Count(),
                    LastStarted = known[who].Select(s => (DateTimeOffset?)s.Started).DefaultIfEmpty(null).Max(),
                }),
        ];
    }

    internal static SessionPage Page(SessionWish wish, StoredSessions store, SnapshotData board)
    {
        var all = store.All();
        var shown = BoardEndpoints.SessionsOf(board).ToDictionary(s => s.Id, StringComparer.Ordinal);
        var last = store.LastStamp();
        if (wish.State is not (null or "open" or "ended")) store.LoadCards([.. all.Where(wish.Wants)]);
        var wanted = all.Where(wish.Wants).Where(s => wish.Wants(s, () => RowOf(s, shown, store, last))).ToList();
        var end = wanted.Count;
        if (wish.Before is { } before)
        {
            var place = all.ToList().FindIndex(s => s.Session == before);
            if (place < 0) return new([], 0, null, "before: there is no such session.");
            end = wanted.Count(s => Place(all, s) < place);
        }

        var begin = Math.Max(0, end - wish.Limit);
        store.LoadCards(wanted[begin..end]);
        return new([.. wanted[begin..end].Select(s => RowOf(s, shown, store, last))], wanted.Count, begin > 0 && begin < end ? wanted[begin].Session : null);
    }

    private static int Place(IReadOnlyList<StoredSession> all, StoredSession session)
    {
        for (var i = 0; i < all.Count; i++)
            if (ReferenceEquals(all[i], session)) return i;
        return -1;
    }

    /// <summary>One on the board is as the board has it; the cards of ended ones are read once.</summary>
    private static SessionRow RowOf(StoredSession stored, Dictionary<string, SessionRow> shown, StoredSessions store, DateTimeOffset? last)
    {
        var until = stored.Ended ?? last ?? stored.Started;
        var card = stored.Ended is null && shown.ContainsKey(stored.Session) ? null : store.CardOf(stored);
        return (shown.GetValueOrDefault(stored.Session) ?? Stored(stored, card!)) with
        {
            LengthSeconds = Math.Max(0, (until - stored.Started).TotalSeconds),
            Samples = stored.Samples,
            Alerts = card?.Alerts,
            Prompts = card?.Summary?.Prompts,
            CoveragePercent = card?.Summary?.CoveragePercent,
            MetMinutes = card?.Summary?.MetMinutes,
            RulesVersions = card?.Rules,
            CatalogueVersions = card?.Catalogues,
        };
    }

    private static SessionRow Stored(StoredSession stored, SessionCard card) => new()
    {
        Id = stored.Session,
        Participant = stored.Participant,
        State = stored.Ended is null ? "active" : card.EndedWhy is null ? "ended" : "aborted",
        Mode = card.Mode ?? MonitoringMode.Rpe,
        Phase = card.Phase,
        Started = stored.Started,
        Ended = stored.Ended,
        Binding = BindingState.None,
        OpenAlerts = card.OpenAlerts,
    };
}
