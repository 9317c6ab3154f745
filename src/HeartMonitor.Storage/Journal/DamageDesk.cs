using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Journal;

/// <summary>Hears of rows whose checksum is wrong, from whoever meets them and as often as they are met; tells each once. Any thread.</summary>
internal sealed partial class DamageDesk(ILogger log)
{
    /// <summary>A disk that falls apart is told by then.</summary>
    private const int MostTold = 10_000;

    private readonly ConcurrentDictionary<(long FirstSeq, bool IsBlock), bool> _known = new();
    private long _rows;

    /// <summary>Once for each.</summary>
    internal event Action<JournalDamage>? Found;

    internal long Rows => Interlocked.Read(ref _rows);

    internal void Take(JournalDamage damage)
    {
        if (_known.Count >= MostTold || !_known.TryAdd((damage.FirstSeq, damage.IsBlock), true)) return;
        Interlocked.Add(ref _rows, damage.Rows);
        LogDamaged(log, damage.Rows, damage.Session, damage.FirstSeq, damage.LastSeq);
        Found?.Invoke(damage);
    }

    [LoggerMessage(5113, LogLevel.Critical, "journal-corrupt: {Rows} rows of session {Session}, positions {First} to {Last}, are not what was written; they are set aside and the rest is read")]
    private static partial void LogDamaged(ILogger log, long rows, string session, long first, long last);
}
