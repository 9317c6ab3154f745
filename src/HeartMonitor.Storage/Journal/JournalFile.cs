using System.Globalization;
using HeartMonitor.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace HeartMonitor.Storage.Journal;

/// <summary>
/// The file <c>journal.db</c>: opened, checked, brought to the newest version, or set aside when it is damaged.
/// </summary>
/// <remarks>Day segments (ecosystem-reliability 1f) come with a later issue: this class is the only one that knows a file's name.</remarks>
internal sealed partial class JournalFile(JournalOptions options, TimeProvider time, ILogger log)
{
    /// <summary>SQLite 3.7.0 to 3.51.2 can corrupt a WAL database with two connections (ecosystem-reliability D8).</summary>
    private static readonly Version OldestSqlite = new(3, 51, 3);

    private static readonly string[] Companions = ["", "-wal", "-shm"];

    internal string Path { get; } = PathIn(options.Folder);

    /// <summary>Where the last damaged file went, or null.</summary>
    internal string? SetAside { get; private set; }

    internal static string PathIn(string folder) => System.IO.Path.Combine(folder, "journal.db");

    /// <summary>A connection for the one writer, to a file of the newest version that passed its check.</summary>
    /// <exception cref="JournalRefusedException">The file is of a newer version or of another program.</exception>
    /// <exception cref="SqliteException">The disk does not answer.</exception>
    internal SqliteConnection OpenForWriting()
    {
        try
        {
            return OpenChecked();
        }
        catch (SqliteException damage) when (IsDamage(damage))
        {
            SetDamagedFileAside(damage);
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
            SetDamagedFileAside(damage);
        }
        catch (IOException stuck)
        {
            LogStuck(log, stuck.Message);
        }
    }

    internal static bool IsDamage(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    private SqliteConnection OpenChecked()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            RequireSqlite(connection.ServerVersion);
            RefuseForeign(connection);
            connection.Execute(JournalSchema.WriterPragmas);
            CheckPages(connection);
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
        var isNew = application == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (application != JournalSchema.ApplicationId && !isNew)
            throw new JournalRefusedException(
                JournalRefusal.ForeignFile, "The file journal.db in the data folder belongs to another program; move it or choose another folder.");

        var version = connection.Number("PRAGMA user_version");
        if (version > JournalSchema.Version)
            throw new JournalRefusedException(
                JournalRefusal.NewerVersion,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The journal was written by a newer version of this program (format {version}, this one knows {JournalSchema.Version})."));
    }

    private void CheckPages(SqliteConnection connection)
    {
        if (new FileInfo(Path).Length > options.CheckUpToBytes) return;
        var verdict = connection.Text("PRAGMA quick_check(1)");
        if (verdict != "ok") throw new SqliteException($"The page check says: {verdict}", raw.SQLITE_CORRUPT);
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

    private void SetDamagedFileAside(SqliteException damage)
    {
        var stamp = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        var aside = $"{Path}.corrupt-{stamp}";
        foreach (var companion in Companions)
            if (File.Exists(Path + companion)) File.Move(Path + companion, aside + companion);
        SetAside = aside;
        LogSetAside(log, aside, damage.Message);
    }

    [LoggerMessage(5106, LogLevel.Critical, "The damaged journal cannot be set aside: {Reason}")]
    private static partial void LogStuck(ILogger log, string reason);

    [LoggerMessage(5101, LogLevel.Critical, "The journal is damaged and was set aside as {Path}; a fresh one was started: {Reason}")]
    private static partial void LogSetAside(ILogger log, string path, string reason);
}
