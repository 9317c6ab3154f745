using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Query;

/// <summary>The store for whoever reads: sessions, their series, weeks. Reading never touches what is judged; two readings at a time, the next waits. Any thread.</summary>
/// <param name="journal">Committed rows.</param>
/// <param name="setup">The rules of today: they read along for what no row says.</param>
/// <param name="zone">The clinic's time zone.</param>
internal sealed class StoredSessions(JournalReader journal, EngineSetup setup, TimeZoneInfo zone) : IDisposable
{
    /// <summary>Ours: a monitor of two cores keeps most of itself for monitoring.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _readers = new(AtOnce);
    private readonly SessionCards _cards = new(journal);

    internal TimeZoneInfo Zone => zone;

    internal EngineSetup Setup => setup;

    /// <summary>The newest stamp in the journal; null when it is empty.</summary>
    internal DateTimeOffset? LastStamp() => journal.LastStamp();

    /// <summary>All sessions, oldest first, without a look at their rows.</summary>
    internal IReadOnlyList<StoredSession> All() => journal.Sessions();

    internal StoredSession? Find(string session) => _cards.Find(session);

    /// <summary>Reads the cards of many sessions at once, for whoever asks for them one by one.</summary>
    internal void LoadCards(IReadOnlyCollection<StoredSession> sessions) => _cards.Load(sessions);

    internal SessionCard CardOf(StoredSession stored) => _cards.Of(stored);

    /// <summary>Reads a whole session.</summary>
    /// <exception cref="InvalidDataException">A row cannot be read.</exception>
    internal SessionReading Read(StoredSession stored) => SessionReading.Of(StoredSessionRows.Read(journal.ReadWhole(stored.Session)), setup);

    /// <summary>The report of a session, before anybody draws it.</summary>
    internal Research.Reports.SessionReport ReportOf(StoredSession stored, EngineSetup speaking, Research.Reports.ReportWords words) =>
        Verbs.ReportVerb.Of(StoredSessionRows.Read(journal.ReadWhole(stored.Session)), journal, speaking, zone, words);

    /// <summary>The week of a person.</summary>
    internal PersonWeek WeekOf(string participant, ClinicWeek week) => PersonWeek.Of(
        participant, week, CardsOf([.. All().Where(s => s.Participant == participant && ClinicWeek.Of(s.Started, zone) == week)]), zone, setup.Activities);

    private List<SessionCard> CardsOf(List<StoredSession> sessions)
    {
        LoadCards(sessions);
        return [.. sessions.Select(CardOf)];
    }

    /// <summary>Runs a reading away from the request's thread; null when too many others are reading.</summary>
    internal async Task<T?> ReadAsync<T>(Func<T> read, CancellationToken cancellation)
        where T : class
    {
        if (!await _readers.WaitAsync(LongestWait, cancellation)) return null;
        try
        {
            return await Task.Run(read, cancellation);
        }
        finally
        {
            _readers.Release();
        }
    }

    public void Dispose() => _readers.Dispose();
}
