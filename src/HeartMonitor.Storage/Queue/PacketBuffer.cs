using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HeartMonitor.Storage.Queue;

/// <summary>
/// A gateway's queue in the file <c>gateway.db</c>: one row a packet until the site has it. Kept as the journal is (write-ahead log, synchronous FULL).
/// A file that is damaged is set aside, told, and a fresh one begun. One thread at a time.
/// </summary>
public sealed class PacketBuffer : IPacketBuffer, IDisposable
{
    /// <summary>"HRMQ": tells a queue from any other SQLite file.</summary>
    private const int ApplicationId = 0x48524D51;

    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS boot(key INTEGER PRIMARY KEY, boot TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE IF NOT EXISTS strap(key INTEGER PRIMARY KEY, dev TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE IF NOT EXISTS packet(
          seq INTEGER PRIMARY KEY, boot INTEGER NOT NULL, dev INTEGER NOT NULL, n INTEGER NOT NULL, mono_us INTEGER NOT NULL, b BLOB NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS anchor(
          one INTEGER PRIMARY KEY CHECK(one = 1), last_seq INTEGER NOT NULL, mono_us INTEGER NOT NULL, machine TEXT NOT NULL, machine_us INTEGER NOT NULL,
          wall_us INTEGER NOT NULL) STRICT;
        """;

    private readonly SqliteConnection _connection;
    private readonly JournalStatement _begin, _commit, _addBoot, _findBoot, _addStrap, _findStrap, _add, _remove, _anchor, _oldest;
    private readonly Dictionary<string, long> _boots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _straps = new(StringComparer.Ordinal);
    private bool _isCounted;

    private PacketBuffer(SqliteConnection connection)
    {
        _connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _addBoot = new(connection, "INSERT OR IGNORE INTO boot(boot) VALUES(?1)");
        _findBoot = new(connection, "SELECT key FROM boot WHERE boot = ?1");
        _addStrap = new(connection, "INSERT OR IGNORE INTO strap(dev) VALUES(?1)");
        _findStrap = new(connection, "SELECT key FROM strap WHERE dev = ?1");
        _add = new(connection, "INSERT OR REPLACE INTO packet(seq, boot, dev, n, mono_us, b) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
        _remove = new(connection, "DELETE FROM packet WHERE seq = ?1 RETURNING length(b)");
        _oldest = new(connection, "SELECT mono_us FROM packet ORDER BY seq LIMIT 1");
        _anchor = new(connection, "INSERT OR REPLACE INTO anchor(one, last_seq, mono_us, machine, machine_us, wall_us) VALUES(1, ?1, ?2, ?3, ?4, ?5)");
        LastSeq = Math.Max(connection.Number("SELECT max(seq) FROM packet"), connection.Number("SELECT last_seq FROM anchor"));
        CountAnew();
        OldestUs = _oldest.Find();
    }

    /// <inheritdoc/>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public long LastSeq { get; private set; }

    /// <inheritdoc/>
    public long? OldestUs { get; private set; }

    /// <inheritdoc/>
    public string? Fault { get; private set; }

    /// <summary>Where a damaged file went when this one was opened; null when there was none.</summary>
    public string? SetAside { get; private init; }

    /// <summary>How the clocks stood at the last write; null in a fresh file.</summary>
    public QueueAnchor? Anchor
    {
        get
        {
            using var command = _connection.Query("SELECT mono_us, machine, machine_us, wall_us FROM anchor");
            using var reader = command.ExecuteReader();
            return reader.Read() ? new(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3)) : null;
        }
    }

    /// <summary>Opens the queue of a data folder, or begins one.</summary>
    /// <exception cref="JournalRefusedException">The file is of a newer version or of another program.</exception>
    /// <exception cref="SqliteException">The disk does not answer.</exception>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static PacketBuffer Open(string folder)
    {
        OwnerOnly.MakeFolder(folder);
        var path = Path.Combine(folder, "gateway.db");
        OwnerOnly.MakeFile(path);
        foreach (var companion in (string[])["", "-wal", "-shm"]) OwnerOnly.Narrow(path + companion);
        try
        {
            return new(Connect(path));
        }
        catch (SqliteException damage) when (JournalFile.IsDamage(damage))
        {
            var aside = $"{path}.corrupt-{Guid.NewGuid().ToString("n")[..8]}";
            foreach (var companion in (string[])["", "-wal", "-shm"])
                if (File.Exists(path + companion)) File.Move(path + companion, aside + companion);
            return new(Connect(path)) { SetAside = aside };
        }
    }

    /// <summary>All packets of a queue that another process has open, or that was left behind.</summary>
    public static IReadOnlyList<QueuedPacket> ReadAll(string folder)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "gateway.db"), Pooling = false }.ToString());
        connection.Open();
        connection.Execute("PRAGMA busy_timeout=5000; PRAGMA query_only=ON");
        return Read(connection, -1, int.MaxValue);
    }

    /// <inheritdoc/>
    public bool TryWrite(IReadOnlyList<QueuedPacket> added, IReadOnlyCollection<long> removed, QueueAnchor anchor) => Try(() =>
    {
        var last = LastSeq;
        foreach (var packet in added)
        {
            _add.Bind(1, packet.Seq).Bind(2, KeyOf(_boots, _addBoot, _findBoot, packet.Boot)).Bind(3, KeyOf(_straps, _addStrap, _findStrap, packet.Device))
                .Bind(4, packet.Number).Bind(5, packet.MonoUs).Bind(6, packet.Packet.Span).Run();
            last = Math.Max(last, packet.Seq);
            Hold(1, packet.Packet.Length);
        }

        foreach (var seq in removed)
            if (_remove.Bind(1, seq).Find() is { } length) Hold(-1, -length);
        _anchor.Bind(1, last).Bind(2, anchor.MonoUs).Bind(3, anchor.Machine ?? "").Bind(4, anchor.MachineUs).Bind(5, anchor.WallUs).Run();
        _commit.Run();
        LastSeq = last;
    });

    /// <inheritdoc/>
    public IReadOnlyList<QueuedPacket> Read(long after, int most)
    {
        try
        {
            return Read(_connection, after, most);
        }
        catch (SqliteException away)
        {
            Fault = Plain(away);
            return [];
        }
    }

    /// <inheritdoc/>
    public int Drop(long mostBytes, long oldestUs)
    {
        var before = Count;
        var isDone = Try(() =>
        {
            while ((Bytes > mostBytes || OldestUs < oldestUs) && DropSome(mostBytes, oldestUs)) OldestUs = _oldest.Find();
            _commit.Run();
        });
        return isDone ? (int)(before - Count) : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (JournalStatement[])[_begin, _commit, _addBoot, _findBoot, _addStrap, _findStrap, _add, _remove, _anchor, _oldest]) statement.Dispose();
        _connection.Dispose();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            JournalFile.RequireSqlite(connection.ServerVersion);
            var application = connection.Number("PRAGMA application_id");
            var isNew = application == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
            if (application != ApplicationId && !isNew)
                throw new JournalRefusedException(JournalRefusal.ForeignFile, "The file gateway.db in the data folder belongs to another program; move it or choose another folder.");
            if (connection.Number("PRAGMA user_version") > Version)
                throw new JournalRefusedException(JournalRefusal.NewerVersion, "The queue gateway.db was written by a newer version of this program.");
            connection.Execute(JournalSchema.WriterPragmas);
            if (connection.Text("PRAGMA quick_check(1)") is { } verdict && verdict != "ok") throw new SqliteException($"The page check says: {verdict}", raw.SQLITE_CORRUPT);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version}; {Tables} COMMIT"));
            connection.Execute("DELETE FROM boot WHERE key NOT IN (SELECT boot FROM packet); DELETE FROM strap WHERE key NOT IN (SELECT dev FROM packet)");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>One transaction; whatever goes wrong in it, nothing of it stays.</summary>
    private bool Try(Action work)
    {
        var (count, bytes, oldest) = (Count, Bytes, OldestUs);
        try
        {
            _begin.Run();
            work();
            if (!_isCounted) CountAnew();
            OldestUs = _oldest.Find();
            Fault = null;
            return true;
        }
        catch (SqliteException away)
        {
            Fault = Plain(away);
            (Count, Bytes, OldestUs, _isCounted) = (count, bytes, oldest, false);
            _boots.Clear();
            _straps.Clear();
            TryRollBack();
            return false;
        }
    }

    private void TryRollBack()
    {
        try
        {
            if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0) _connection.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // The next transaction says it.
        }
    }

    private static long KeyOf(Dictionary<string, long> known, JournalStatement add, JournalStatement find, string name)
    {
        if (known.TryGetValue(name, out var key)) return key;
        add.Bind(1, name).Run();
        return known[name] = find.Bind(1, name).Find() ?? throw new InvalidOperationException("A row that was just added is not there.");
    }

    /// <summary>At most a thousand of the oldest; false when there was none to drop.</summary>
    private bool DropSome(long mostBytes, long oldestUs)
    {
        var last = 0L;
        using (var command = _connection.Query("SELECT seq, mono_us, length(b) FROM packet ORDER BY seq LIMIT 1000"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read() && (Bytes > mostBytes || reader.GetInt64(1) < oldestUs))
            {
                last = reader.GetInt64(0);
                Hold(-1, -reader.GetInt64(2));
            }
        }

        if (last > 0) _connection.Number("DELETE FROM packet WHERE seq <= $0", last);
        return last > 0;
    }

    private void Hold(int packets, long bytes) => (Count, Bytes) = (Count + packets, Bytes + bytes + (packets * IPacketBuffer.BytesBeside));

    /// <summary>After anything that went wrong nothing is certain, and everything is counted anew.</summary>
    private void CountAnew()
    {
        (Count, Bytes) = (0, 0);
        Hold((int)_connection.Number("SELECT count(*) FROM packet"), _connection.Number("SELECT sum(length(b)) FROM packet"));
        _isCounted = true;
    }

    private static List<QueuedPacket> Read(SqliteConnection connection, long after, int most)
    {
        var packets = new List<QueuedPacket>();
        using var command = connection.Query(
            "SELECT p.seq, t.boot, s.dev, p.n, p.mono_us, p.b FROM packet p JOIN boot t ON t.key = p.boot JOIN strap s ON s.key = p.dev WHERE p.seq > $0 ORDER BY p.seq LIMIT $1",
            after, (long)most);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            packets.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetFieldValue<byte[]>(5)));
        return packets;
    }

    private static string Plain(SqliteException away) => away.SqliteErrorCode == raw.SQLITE_FULL
        ? "the disk is full"
        : string.Create(CultureInfo.InvariantCulture, $"the disk does not take it (SQLite {away.SqliteExtendedErrorCode})");
}
