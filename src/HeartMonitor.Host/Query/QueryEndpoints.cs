using HeartMonitor.Core.Dose;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Research.Tables;
using HeartMonitor.Storage.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HeartMonitor.Host.Query;

/// <summary>
/// What is read over HTTP: people by pseudonym, sessions, series, events, weeks. Nothing of it names a person, an address of a strap, staff or a
/// medicine in words, so every role that may read may read all of it.
/// </summary>
internal static class QueryEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/participants", ParticipantsAsync).WithName("participants").RequireRole(RoleConventions.Readers).AllowWatching();
        api.MapGet("/participants/{participant}/week", WeekAsync).WithName("week").RequireRole(RoleConventions.Readers);
        api.MapGet("/sessions", SessionsAsync).WithName("sessions").RequireRole(RoleConventions.Readers).AllowWatching();
        api.MapGet("/sessions/{sid}", SessionAsync).WithName("session").RequireRole(RoleConventions.Readers);
        api.MapGet("/sessions/{sid}/series", SeriesEndpoint.AnswerAsync).WithName("series").RequireRole(RoleConventions.Readers);
        api.MapGet("/sessions/{sid}/events", EventsAsync).WithName("events").RequireRole(RoleConventions.Readers);
        ChartEndpoints.Map(api);
        api.MapGet("/dictionary", Dictionary).WithName("dictionary").RequireRole(RoleConventions.Readers);
    }

    private static async Task<IResult> ParticipantsAsync(HttpContext context, StoredSessions store, LiveBoard board, CancellationToken cancellation)
    {
        var query = QueryText.Of(context);
        if (query.Fault is not null) return query.Refusal();
        var rows = await store.ReadAsync(() => SessionListing.Participants(store.All(), board.Snapshot()), cancellation);
        return rows is null ? Busy(context) : TypedResults.Json(rows, TabletJsonContext.Default.IReadOnlyListParticipantRow);
    }

    private static async Task<IResult> SessionsAsync(HttpContext context, StoredSessions store, LiveBoard board, CancellationToken cancellation)
    {
        var query = QueryText.Of(context, "from", "to", "participant", "state", "limit", "before");
        var wish = SessionWish.Read(query, store.Zone);
        if (query.Fault is not null) return query.Refusal();
        var page = await store.ReadAsync(() => SessionListing.Page(wish, store, board.Snapshot()), cancellation);
        if (page is null) return Busy(context);
        if (page.Fault is { } fault) return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        context.Response.Headers["X-Total-Count"] = page.Total.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (page.Older is { } older) context.Response.Headers.Link = $"<{context.Request.Path}{wish.QueryBefore(older)}>; rel=\"next\"";
        return TypedResults.Json(page.Rows, TabletJsonContext.Default.IReadOnlyListSessionRow);
    }

    private static Task<IResult> SessionAsync(string sid, HttpContext context, StoredSessions store, CancellationToken cancellation) =>
        OfSessionAsync(sid, context, store, QueryText.Of(context), "", stored => TypedResults.Json(SessionDetail.Of(store.Read(stored).Series, store.CardOf(stored)), QueryJson.Context.SessionDetail), cancellation);

    private static Task<IResult> EventsAsync(string sid, HttpContext context, StoredSessions store, CancellationToken cancellation)
    {
        var query = QueryText.Of(context, "kinds");
        var kinds = query.Names("kinds", [.. EventRows.Kinds, .. EventRows.Earlier.Keys])?.Select(k => EventRows.Earlier.GetValueOrDefault(k, k)).ToHashSet(StringComparer.Ordinal);
        return OfSessionAsync(sid, context, store, query, string.Join(',', (kinds ?? (IEnumerable<string>)EventRows.Kinds).Order(StringComparer.Ordinal)), stored =>
            TypedResults.Json<IReadOnlyList<EventRow>>([.. EventRows.Of(store.Read(stored).Series).Where(e => kinds is null || kinds.Contains(e.Kind))], EventRows.Json.IReadOnlyListEventRow), cancellation);
    }

    /// <summary>Every column of every table, or of one: the same list that the tables are written by.</summary>
    private static IResult Dictionary(HttpContext context)
    {
        var query = QueryText.Of(context, "table", "format");
        var table = query.Choice("table", "", [.. TableGuide.All.Select(r => r.Table).Distinct()]);
        var format = query.Choice("format", "json", "json", "csv");
        if (query.Fault is not null) return query.Refusal();
        IReadOnlyList<DictionaryRow> rows = [.. TableGuide.All.Where(r => table.Length == 0 || r.Table == table)];
        return format == "json"
            ? TypedResults.Json(rows, QueryJson.Context.IReadOnlyListDictionaryRow)
            : TypedResults.Stream(output => CsvTable.WriteAsync(TableGuide.AsTable(rows), output, context.RequestAborted), "text/csv", "dictionary.csv");
    }

    private static async Task<IResult> WeekAsync(string participant, HttpContext context, StoredSessions store, TimeProvider clock, CancellationToken cancellation)
    {
        var query = QueryText.Of(context, "week");
        var week = query.Text("week") is { } name ? PersonWeek.Read(name) : ClinicWeek.Of(clock.GetUtcNow(), store.Zone);
        if (week is null) query.Refuse("week is an ISO week such as 2026-W10, of the years 1970 to 2199.");
        if (query.Fault is not null) return query.Refusal();
        var isKnown = true;
        var answer = await store.ReadAsync(() =>
        {
            isKnown = store.All().Any(s => s.Participant == participant);
            return store.WeekOf(participant, week!.Value);
        }, cancellation);
        if (answer is null) return Busy(context);
        return isKnown ? TypedResults.Json(answer, QueryJson.Context.PersonWeek) : NotFound("participant");
    }

    /// <summary>One session: found, not changed since (<c>If-None-Match</c>), or read.</summary>
    /// <param name="sid">Session id.</param>
    /// <param name="context">The request.</param>
    /// <param name="store">The store.</param>
    /// <param name="query">Its query, read.</param>
    /// <param name="view">What of the session is asked for: another view, another tag.</param>
    /// <param name="read">Makes the answer.</param>
    /// <param name="cancellation">The client has gone.</param>
    internal static async Task<IResult> OfSessionAsync(
        string sid, HttpContext context, StoredSessions store, QueryText query, string view, Func<StoredSession, IResult> read, CancellationToken cancellation)
    {
        if (query.Fault is not null) return query.Refusal();
        var answer = await store.ReadAsync(() =>
        {
            if (store.Find(sid) is not { } stored) return NotFound("session");
            return Tag(context, stored, store.Setup.RulesVersion, view) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : ReadOrTell(stored, read);
        }, cancellation);
        return answer ?? Busy(context);
    }

    /// <summary>Marks the answer by what it is made of: rows, rules of today, view. True when the client has it.</summary>
    private static bool Tag(HttpContext context, StoredSession stored, string rules, string view)
    {
        var made = FormattableString.Invariant($"{stored.Session}|{stored.Samples}|{stored.Facts}|{stored.Events}|{stored.Ended}|{rules}|{view}|{typeof(QueryEndpoints).Assembly.ManifestModule.ModuleVersionId}");
        var tag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(made)))[..24]}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache"; // kept by whoever asked, and asked anew each time
        return context.Request.Headers.IfNoneMatch.Any(known => known?.Split(',', StringSplitOptions.TrimEntries).Any(one => one == "*" || one == tag || one == "W/" + tag) == true);
    }

    private static IResult ReadOrTell(StoredSession stored, Func<StoredSession, IResult> read)
    {
        try
        {
            return read(stored);
        }
        catch (InvalidDataException damaged)
        {
            return TypedResults.Problem(damaged.Message, statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private static ProblemHttpResult NotFound(string what) => TypedResults.Problem($"There is no such {what} in the store.", statusCode: StatusCodes.Status404NotFound);

    private static ProblemHttpResult Busy(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem("Others are reading; try again in some seconds.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
