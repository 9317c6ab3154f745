using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.Straps;

/// <summary>
/// The file <c>straps.db</c> in the data folder: the straps that are known here, apart from the journal, so that a strap is forgotten by deleting one
/// row. One process writes. What it holds is convenience: a damaged file is set aside and a new one begun, and no session depends on it.
/// </summary>
/// <remarks>Not thread-safe: whoever owns it calls it from one thread at a time.</remarks>
public sealed class StrapStore : IDisposable
{
    /// <summary>"HRMS": tells it from any other SQLite file.</summary>
    private const int ApplicationId = 0x48524D53;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS strap(
          id TEXT PRIMARY KEY, name TEXT, serial TEXT, firmware TEXT, location TEXT, sensor TEXT, owner TEXT, owner_by TEXT,
          first_seen_us INTEGER, last_seen_us INTEGER, bound_us INTEGER, bound_by TEXT) STRICT;
        """;

    private const string SaveRow = """
        INSERT OR REPLACE INTO strap(id, name, serial, firmware, location, sensor, owner, owner_by, first_seen_us, last_seen_us, bound_us, bound_by)
        VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    private readonly SqliteConnection _connection;

    private StrapStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="SqliteException">The disk does not answer.</exception>
    /// <exception cref="IOException">A damaged file cannot be set aside.</exception>
    public static StrapStore Open(string folder)
    {
        var path = Path.Combine(folder, "straps.db");
        OwnerOnly.MakeFile(path);
        foreach (var companion in new[] { "", "-wal", "-shm" }) OwnerOnly.Narrow(path + companion);
        try
        {
            return new(OpenChecked(path));
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            foreach (var companion in new[] { "", "-wal", "-shm" })
                if (File.Exists(path + companion)) File.Move(path + companion, path + ".corrupt" + companion, overwrite: true);
            return new(OpenChecked(path));
        }
    }

    public IReadOnlyList<StrapRecord> All()
    {
        using var query = _connection.Query("SELECT id, name, serial, firmware, location, sensor, owner, owner_by, first_seen_us, last_seen_us, bound_us, bound_by FROM strap ORDER BY id");
        using var row = query.ExecuteReader();
        var all = new List<StrapRecord>();
        while (row.Read())
            all.Add(new(row.GetString(0))
            {
                Name = Text(row, 1),
                Serial = Text(row, 2),
                Firmware = Text(row, 3),
                Location = KebabCase.Parse<BodySensorLocation>(Text(row, 4)) ?? default,
                Sensor = KebabCase.Parse<SensorClass>(Text(row, 5)),
                Owner = Text(row, 6),
                OwnerBy = Text(row, 7),
                FirstSeen = Time(row, 8),
                LastSeen = Time(row, 9),
                BoundAt = Time(row, 10),
                BoundBy = Text(row, 11),
            });
        return all;
    }

    /// <summary>Saves some and deletes some, all or none; on disk when it returns.</summary>
    /// <exception cref="SqliteException">The disk does not answer.</exception>
    public void Change(IEnumerable<StrapRecord> saved, IEnumerable<string> forgotten)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var id in forgotten) Forget(id);
        foreach (var strap in saved) Save(strap);
        transaction.Commit();
    }

    private void Save(StrapRecord strap)
    {
        using var save = _connection.Query(
            SaveRow, strap.Id, Or(strap.Name), Or(strap.Serial), Or(strap.Firmware), KebabCase.Of(strap.Location), Or(strap.Sensor is { } sensor ? KebabCase.Of(sensor) : null),
            Or(strap.Owner), Or(strap.OwnerBy), Or(strap.FirstSeen), Or(strap.LastSeen), Or(strap.BoundAt), Or(strap.BoundBy));
        save.ExecuteNonQuery();
    }

    private void Forget(string id)
    {
        using var delete = _connection.Query("DELETE FROM strap WHERE id = $0", id);
        delete.ExecuteNonQuery();
    }

    /// <summary>Writes the file anew without what was deleted from it, and empties its log.</summary>
    /// <exception cref="SqliteException">The disk did not take it.</exception>
    public void LeaveNoTrace()
    {
        _connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        _connection.Execute("VACUUM");
        _connection.Number("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose() => _connection.Dispose();

    private static SqliteConnection OpenChecked(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            connection.Execute(JournalSchema.WriterPragmas);
            connection.Execute("PRAGMA secure_delete=ON"); // forgotten is forgotten
            if (connection.Text("PRAGMA quick_check(1)") is var verdict && verdict != "ok") throw new SqliteException($"The page check says: {verdict}", SQLitePCL.raw.SQLITE_CORRUPT);
            connection.Execute(Schema);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id={ApplicationId}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static object Or(string? text) => text is null ? DBNull.Value : text;

    private static object Or(DateTimeOffset? at) => at is { } known ? known.ToUnixMicroseconds() : DBNull.Value;

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(row.GetInt64(column));
}
