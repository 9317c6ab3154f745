using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Storage.Journal.Salvage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// The file <c>journal.db</c>: opened, checked, brought to the newest version. When it is damaged it is set aside whole, and what is readable in it is saved
/// into a fresh one.
/// </summary>
/// <remarks>One file and not one a day (ecosystem-reliability 1f): adr/0010 says why.</remarks>
internal sealed partial class JournalFile(JournalOptions options, TimeProvider time, ILogger log)
{
    /// <summary>SQLite 3.7.0 to 3.51.2 can corrupt a WAL database with two connections (ecosystem-reliability D8).</summary>
    private static readonly Version OldestSqlite = new(3, 51, 3);

    /// <summary>An old file is rewritten once, so that it can give pages back, when what it holds is at most this; bytes, some second of work.</summary>
    private const long RewriteUpTo = 64L * 1024 * 1024;

    internal string Path { get; } = PathIn(options.Folder);

    /// <summary>Where the last damaged file went, or null.</summary>
    internal string? SetAside { get; private set; }

    /// <summary>How many rows of it were saved.</summary>
    internal long SavedRows { get; private set; }

    internal static string PathIn(string folder) => System.IO.Path.Combine(folder, "journal.db");

    /// <summary>A connection for the one writer, to a file of the newest version that passed its check.</summary>
    /// <exception cref="JournalRefusedException">The file is of a newer version or of another program.</exception>
    /// <exception cref="SqliteException">The disk does not answer.</exception>
    internal SqliteConnection OpenForWriting()
    {
        try
        {
            var earlier = new JournalRescue(Path);
            if (earlier.IsUnfinished) SaveInto(earlier, "it was being rescued when the service stopped");
            if (LogCheck.Of(Path) is { } damage) throw new SqliteException(damage, raw.SQLITE_CORRUPT);
            var connection = OpenChecked();
            earlier.Finish();
            return connection;
        }
        catch (SqliteException damage) when (IsDamage(damage))
        {
            Rescue(damage);
            return OpenChecked();
        }
    }

    /// <exception cref="JournalRefusedException"><paramref name="version"/> is below 3.51.3.</exception>
    internal static void RequireSqlite(string version)
    {
        if (!Version.TryParse(version, out var found) || found < OldestSqlite)
            throw new JournalRefusedException(
                JournalRefusal.SqliteTooOld,
                $"The SQLite library is version {version}; the journal needs {OldestSqlite} or newer because older ones can corrupt it.");
    }

    /// <summary>A write met damage that the check at opening did not see. Where the file cannot be moved, the next opening tries again.</summary>
    internal void TrySetAside(SqliteException damage)
    {
        try
        {
            Rescue(damage);
        }
        catch (IOException stuck)
        {
            LogStuck(log, stuck.Message);
        }
    }

    internal static bool IsDamage(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    private SqliteConnection OpenChecked()
    {
        OwnerOnly.MakeFile(Path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            RequireSqlite(connection.ServerVersion);
            if (RefuseForeign(connection)) connection.Execute("PRAGMA auto_vacuum=INCREMENTAL");
            foreach (var companion in new[] { "", "-wal", "-shm" }) OwnerOnly.Narrow(Path + companion);
            connection.Execute(JournalSchema.WriterPragmas);
            CheckPages(connection);
            Migrate(connection);
            LearnToShrink(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>True for a file with nothing in it.</summary>
    private static bool RefuseForeign(SqliteConnection connection)
    {
        var application = connection.Number("PRAGMA application_id");
        var isNew = application == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (application != JournalSchema.ApplicationId && !isNew)
            throw new JournalRefusedException(
                JournalRefusal.ForeignFile, "The file journal.db in the data folder belongs to another program; move it or choose another folder.");
        RefuseNewer(connection);
        return isNew;
    }

    /// <exception cref="JournalRefusedException">The file is of a newer version of this program.</exception>
    internal static long RefuseNewer(SqliteConnection connection)
    {
        var version = connection.Number("PRAGMA user_version");
        if (version <= JournalSchema.Version) return version;
        throw new JournalRefusedException(
            JournalRefusal.NewerVersion,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The journal was written by a newer version of this program (format {version}, this one knows {JournalSchema.Version})."));
    }

    /// <summary>Page by page, as far as the time allows; what it does not reach is trusted until a read or write meets damage.</summary>
    private void CheckPages(SqliteConnection connection)
    {
        var begun = time.GetTimestamp();
        raw.sqlite3_progress_handler(connection.Handle, 20_000, _ => time.GetElapsedTime(begun) > options.CheckWithin ? 1 : 0, null);
        try
        {
            var verdict = connection.Text("PRAGMA quick_check(1)");
            if (verdict != "ok") throw new SqliteException($"The page check says: {verdict}", raw.SQLITE_CORRUPT);
        }
        catch (SqliteException late) when (late.SqliteErrorCode == raw.SQLITE_INTERRUPT)
        {
            LogCheckedInPart(log, options.CheckWithin.TotalSeconds);
        }
        finally
        {
            raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
        }
    }

    private static void Migrate(SqliteConnection connection)
    {
        connection.Execute("BEGIN IMMEDIATE");
        var from = (int)connection.Number("PRAGMA user_version");
        foreach (var migration in JournalSchema.Migrations.AsSpan(from)) connection.Execute(migration);
        if (from < JournalSchema.Version)
            connection.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA application_id={JournalSchema.ApplicationId}; PRAGMA user_version={JournalSchema.Version}"));
        connection.Execute("COMMIT");
    }

    /// <summary>A file of the first format keeps the pages that it frees and uses them again; rewritten once it gives them back. Where that fails it stays as it was.</summary>
    private void LearnToShrink(SqliteConnection connection)
    {
        if (connection.Number("PRAGMA auto_vacuum") != 0) return;
        var held = (connection.Number("PRAGMA page_count") - connection.Number("PRAGMA freelist_count")) * connection.Number("PRAGMA page_size");
        if (held > RewriteUpTo || DiskGuard.FreeBytes(options.Folder) < 3 * held) return;
        try
        {
            connection.Execute("PRAGMA auto_vacuum=INCREMENTAL; VACUUM");
        }
        catch (SqliteException refused) when (!IsDamage(refused))
        {
            LogKeepsLength(log, refused.Message);
        }
    }

    private void Rescue(SqliteException damage)
    {
        var rescue = new JournalRescue(Path);
        rescue.Begin($"{Path}.corrupt-{time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}");
        SaveInto(rescue, damage.Message);
    }

    private void SaveInto(JournalRescue rescue, string reason)
    {
        SetAside = rescue.MoveAside();
        try
        {
            SavedRows = rescue.Save(OpenFresh);
        }
        catch (Exception failed) when (failed is SqliteException or IOException or UnauthorizedAccessException)
        {
            LogNothingSaved(log, failed.Message);
        }

        rescue.Finish();
        LogSetAside(log, SetAside, SavedRows, reason);
    }

    private static SqliteConnection OpenFresh(string path)
    {
        OwnerOnly.MakeFile(path);
        var fresh = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            fresh.Open();
            fresh.Execute("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=MEMORY");
            Migrate(fresh);
            return fresh;
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }

    [LoggerMessage(5106, LogLevel.Critical, "The damaged journal cannot be set aside: {Reason}")]
    private static partial void LogStuck(ILogger log, string reason);

    [LoggerMessage(5101, LogLevel.Critical, "journal-corrupt: the journal is damaged and was set aside as {Path}; {Rows} rows were saved from it into a fresh one: {Reason}")]
    private static partial void LogSetAside(ILogger log, string path, long rows, string reason);

    [LoggerMessage(5107, LogLevel.Critical, "Nothing could be saved from the damaged journal: {Reason}")]
    private static partial void LogNothingSaved(ILogger log, string reason);

    [LoggerMessage(5108, LogLevel.Warning, "The check of the journal's pages was ended after {Seconds:0.0} s; the rest is trusted until a read meets damage")]
    private static partial void LogCheckedInPart(ILogger log, double seconds);

    [LoggerMessage(5109, LogLevel.Warning, "The journal's file keeps its length; freed pages are used again: {Reason}")]
    private static partial void LogKeepsLength(ILogger log, string reason);
}
