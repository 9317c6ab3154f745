using System.Globalization;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HeartMonitor.Storage.People;

/// <summary>
/// The file <c>people.db</c>: names, accounts and what was signed, beside the journal and apart from it. A damaged file is refused and never set
/// aside by itself: a service that began anew without its accounts would stand open. Readable by its owner alone.
/// </summary>
/// <remarks>Thread-safe: one connection, one caller at a time; every write is on disk when it returns.</remarks>
internal sealed class PeopleDatabase : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;

    private PeopleDatabase(SqliteConnection connection) => _connection = connection;

    internal static string PathIn(string folder) => Path.Combine(folder, "people.db");

    /// <exception cref="PeopleRefusedException">The file is damaged, of a newer version, of another program, or cannot be reached.</exception>
    internal static PeopleDatabase Open(string folder)
    {
        var path = PathIn(folder);
        try
        {
            OwnerOnly.MakeFolder(folder);
            OwnerOnly.MakeFile(path); // its companions take its mode over
            OwnerOnly.Narrow(path);
            return new(OpenChecked(path));
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            throw new PeopleRefusedException(
                "people.db in the data folder is damaged, and names and accounts are in it: put a copy of it back from a backup, or move it away to begin without anybody.", damage);
        }
        catch (Exception refused) when (refused is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new PeopleRefusedException($"people.db in the data folder cannot be used: {refused.Message}", refused);
        }
    }

    /// <summary>Reads under the lock.</summary>
    internal T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_gate) return read(_connection);
    }

    /// <summary>All of it or nothing; committed when it returns.</summary>
    /// <exception cref="SqliteException">The disk did not take it.</exception>
    internal T Write<T>(Func<SqliteConnection, T> write)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            var result = write(_connection);
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Writes the log into the file and cuts it to nothing: what was deleted is in neither.</summary>
    internal void Empty()
    {
        lock (_gate) _connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public void Dispose()
    {
        lock (_gate) _connection.Dispose();
    }

    private static SqliteConnection OpenChecked(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            RefuseForeign(connection);
            connection.Execute(PeopleSchema.Pragmas);
            if (connection.Text("PRAGMA quick_check(1)") is var verdict && verdict != "ok") throw new SqliteException($"The page check says: {verdict}", raw.SQLITE_CORRUPT);
            Migrate(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void RefuseForeign(SqliteConnection connection)
    {
        var application = connection.Number("PRAGMA application_id");
        if (application != PeopleSchema.ApplicationId && (application != 0 || connection.Number("SELECT count(*) FROM sqlite_schema") != 0))
            throw new PeopleRefusedException("people.db in the data folder belongs to another program; move it or choose another folder.");
        if (connection.Number("PRAGMA user_version") is var version && version > PeopleSchema.Migrations.Length)
            throw new PeopleRefusedException(string.Create(
                CultureInfo.InvariantCulture,
                $"people.db was written by a newer version of this program (format {version}, this one knows {PeopleSchema.Migrations.Length})."));
    }

    private static void Migrate(SqliteConnection connection)
    {
        connection.Execute("BEGIN IMMEDIATE");
        var from = (int)connection.Number("PRAGMA user_version");
        foreach (var migration in PeopleSchema.Migrations[from..]) connection.Execute(migration);
        connection.Execute(string.Create(
            CultureInfo.InvariantCulture, $"PRAGMA application_id={PeopleSchema.ApplicationId}; PRAGMA user_version={PeopleSchema.Migrations.Length}"));
        connection.Execute("COMMIT");
    }
}
