using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HeartMonitor.Storage.Journal.Packing;

/// <summary>Sessions by their keys, looked up once.</summary>
internal sealed class SessionNames(SqliteConnection connection)
{
    private readonly Dictionary<long, NamedSession> _known = [];

    /// <exception cref="SqliteException">A row names a session that is not there.</exception>
    internal NamedSession this[long key]
    {
        get
        {
            if (!_known.TryGetValue(key, out var session)) _known.Add(key, session = Find(key));
            return session;
        }
    }

    private NamedSession Find(long key)
    {
        using var command = connection.Query("SELECT sid, participant FROM session WHERE key = $0", key);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new(reader.GetString(0), reader.GetString(1))
            : throw new SqliteException("A row names a session that is not there.", raw.SQLITE_CORRUPT);
    }
}

/// <param name="Session">Session id.</param>
/// <param name="Participant">Pseudonym.</param>
internal sealed record NamedSession(string Session, string Participant);
