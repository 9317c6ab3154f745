namespace HeartMonitor.Storage.Journal;

/// <summary>The tables, and the steps from one version of them to the next. A version that was released is never edited.</summary>
/// <remarks>
/// Rows of one session are found by the range <c>first_seq</c> to <c>last_seq</c> of its session row, read in one sequential pass: an
/// index on <c>journal(session)</c> would dirty one page a session and commit, the range costs nothing on append.
/// </remarks>
internal static class JournalSchema
{
    /// <summary>"HRMJ": tells a journal from any other SQLite file.</summary>
    internal const int ApplicationId = 0x48524D4A;

    /// <summary>Number of the newest migration.</summary>
    internal static int Version => Migrations.Length;

    /// <summary>Settings of every writing connection, in this order (ecosystem-reliability 1f).</summary>
    internal const string WriterPragmas = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON;
        PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA journal_size_limit=67108864;
        PRAGMA wal_autocheckpoint=1000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;
        """;

    /// <summary>The same for readers, without what only a writer may set.</summary>
    internal const string ReaderPragmas = """
        PRAGMA busy_timeout=5000; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;
        PRAGMA mmap_size=0; PRAGMA query_only=ON;
        """;

    /// <summary>For readers of a file of version 1 that no service has opened since: it looks like one of version 2.</summary>
    internal const string FirstAsSecond = """
        PRAGMA temp_store=MEMORY;
        CREATE TEMP VIEW journal AS SELECT seq, kind, session, t_utc_us, src, boot, n, body, NULL AS crc FROM main.journal;
        CREATE TEMP VIEW session AS SELECT *, 0 AS packed_seq, 0 AS cleared_seq, NULL AS dropped_us FROM main.session;
        CREATE TEMP TABLE block(
          first_seq INTEGER PRIMARY KEY, last_seq INTEGER, session INTEGER, sid TEXT, participant TEXT, samples INTEGER, first_us INTEGER, last_us INTEGER,
          crc INTEGER, body BLOB);
        """;

    /// <summary>Rows that are not yet in the counts of their sessions, by session.</summary>
    internal const string UncountedRows = """
        SELECT session, sum(kind = 1) AS samples, sum(kind = 2) AS facts, sum(kind = 3) AS events FROM journal
        WHERE seq > (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'counted_seq') GROUP BY session
        """;

    /// <summary>Brings the counts of sessions up to the newest row. Never back: packed rows leave the table after they were counted.</summary>
    internal const string CountRows = $"""
        UPDATE session SET samples = session.samples + new.samples, facts = session.facts + new.facts, events = session.events + new.events
        FROM ({UncountedRows}) AS new WHERE new.session = session.key;
        UPDATE meta SET value = CAST(max(CAST(value AS INTEGER), (SELECT coalesce(max(seq), 0) FROM journal)) AS TEXT) WHERE key = 'counted_seq';
        """;

    /// <summary>Element k brings version k to k + 1.</summary>
    internal static readonly string[] Migrations =
    [
        """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        INSERT INTO meta(key, value) VALUES('counted_seq', '0');
        CREATE TABLE session(
          key INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, participant TEXT NOT NULL,
          started_us INTEGER, ended_us INTEGER, first_seq INTEGER NOT NULL, last_seq INTEGER,
          samples INTEGER NOT NULL DEFAULT 0, facts INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE journal(
          seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, session INTEGER NOT NULL, t_utc_us INTEGER NOT NULL,
          src TEXT, boot TEXT, n INTEGER, body BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX journal_origin ON journal(src, boot, n) WHERE n IS NOT NULL;
        CREATE TABLE cursor(sink TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
        CREATE TABLE dead(
          id INTEGER PRIMARY KEY, sink TEXT NOT NULL, seq INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        CREATE UNIQUE INDEX dead_once ON dead(sink, seq);
        CREATE TABLE alert(
          aid TEXT PRIMARY KEY, sid TEXT NOT NULL, rev INTEGER NOT NULL, state TEXT NOT NULL, t_utc_us INTEGER NOT NULL,
          json TEXT NOT NULL) STRICT;
        CREATE INDEX alert_open ON alert(sid) WHERE state <> 'closed';
        CREATE TABLE command(id TEXT PRIMARY KEY, result TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
        """,

        // Checksums of rows (older rows have none), and blocks of packed samples. Up to its session's packed_seq a sample is in a block, up to
        // cleared_seq its row is gone; -1: never pack. Both only say where the work stands: what is read is decided by blocks and rows alone. Blocks
        // name their session in full, so that they can be read without the table of sessions.
        """
        ALTER TABLE journal ADD COLUMN crc INTEGER;
        ALTER TABLE session ADD COLUMN packed_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN cleared_seq INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN dropped_us INTEGER;
        CREATE TABLE block(
          first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, session INTEGER NOT NULL, sid TEXT NOT NULL, participant TEXT NOT NULL,
          samples INTEGER NOT NULL, first_us INTEGER NOT NULL, last_us INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE INDEX block_last ON block(last_seq);
        CREATE TABLE damaged(
          id INTEGER PRIMARY KEY, what TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, sid TEXT, rows INTEGER NOT NULL,
          at INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        """,
    ];
}
