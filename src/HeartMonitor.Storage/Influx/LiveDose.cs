using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Messages;

namespace HeartMonitor.Storage.Influx;

/// <summary>
/// Minutes of the dose of sessions that go on, for a store that is watched while they do. Nothing of it is kept on disk: the session's summary
/// holds every minute and writes the same points again. Offered on the journal's thread, written on the forwarder's.
/// </summary>
internal sealed class LiveDose
{
    /// <summary>Sessions at once; more are told at their end only.</summary>
    private const int MostSessions = 2_000;

    /// <summary>Minutes of one session in one request.</summary>
    private const int MostMinutes = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Told> _sessions = new(StringComparer.Ordinal);

    /// <summary>Takes note of the minutes that are final.</summary>
    internal void Offer(string session, LiveData live)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session, out var told))
            {
                if (live.DoseMinutes.Count == 0 || _sessions.Count >= MostSessions) return;
                _sessions.Add(session, told = new(live.Participant, live.StartedAt));
            }

            told.Minutes = live.DoseMinutes;
            told.SeenAt = live.At;
        }
    }

    /// <summary>Writes what was not sent yet; returns up to where, for <see cref="Sent"/>.</summary>
    internal IReadOnlyList<(string Session, int Count)> Write(JournalLines lines, InfluxDialect dialect)
    {
        lock (_gate)
        {
            Forget();
            var written = new List<(string, int)>();
            foreach (var (session, told) in _sessions)
            {
                var end = Math.Min(told.Minutes.Count, told.Sent + MostMinutes);
                for (var i = told.Sent; i < end; i++) lines.AddDoseMinute(session, told.Participant, told.StartedAt, told.Minutes[i], dialect);
                if (end > told.Sent) written.Add((session, end));
            }

            return written;
        }
    }

    /// <summary>They are at the store.</summary>
    internal void Sent(IReadOnlyList<(string Session, int Count)> written)
    {
        lock (_gate)
        {
            foreach (var (session, count) in written)
                if (_sessions.TryGetValue(session, out var told)) told.Sent = count;
        }
    }

    /// <summary>A session that says nothing for a minute while others do has ended.</summary>
    private void Forget()
    {
        if (_sessions.Count == 0) return;
        var newest = _sessions.Values.Max(told => told.SeenAt);
        foreach (var (session, told) in _sessions.ToList())
            if (told.SeenAt < newest.AddMinutes(-1) && told.Sent == told.Minutes.Count) _sessions.Remove(session);
    }

    private sealed class Told(string participant, DateTimeOffset startedAt)
    {
        internal string Participant { get; } = participant;

        internal DateTimeOffset StartedAt { get; } = startedAt;

        internal IReadOnlyList<MetStretch> Minutes { get; set; } = [];

        internal DateTimeOffset SeenAt { get; set; }

        internal int Sent { get; set; }
    }
}
