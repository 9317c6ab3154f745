namespace HeartMonitor.Storage.People;

/// <summary>The tables of <c>people.db</c>, one migration a version. A migration that shipped is never changed.</summary>
internal static class PeopleSchema
{
    /// <summary>"HRMP": tells it from any other SQLite file.</summary>
    internal const int ApplicationId = 0x48524D50;

    /// <summary>As the journal's, and what is deleted is overwritten.</summary>
    internal const string Pragmas = """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;
        PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA secure_delete=ON;
        """;

    internal static ReadOnlySpan<string> Migrations => new[]
    {
        """
        CREATE TABLE person(id TEXT PRIMARY KEY, rev INTEGER NOT NULL, name TEXT, contact TEXT, file TEXT NOT NULL,
          at_us INTEGER NOT NULL, by TEXT NOT NULL) STRICT;
        CREATE TABLE person_revision(id TEXT NOT NULL, rev INTEGER NOT NULL, part TEXT NOT NULL, name TEXT, contact TEXT, file TEXT NOT NULL,
          at_us INTEGER NOT NULL, by TEXT NOT NULL, request TEXT UNIQUE, PRIMARY KEY(id, rev)) STRICT;
        CREATE TABLE account(id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, secret TEXT NOT NULL, is_pin INTEGER NOT NULL,
          is_disabled INTEGER NOT NULL, failures INTEGER NOT NULL, locked_until_us INTEGER NOT NULL, at_us INTEGER NOT NULL) STRICT;
        CREATE TABLE token(id TEXT PRIMARY KEY, role TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, by TEXT NOT NULL, at_us INTEGER NOT NULL,
          ends_us INTEGER NOT NULL) STRICT;
        CREATE TABLE sign_in(hash BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES account(id) ON DELETE CASCADE, at_us INTEGER NOT NULL,
          seen_us INTEGER NOT NULL, ends_us INTEGER NOT NULL) STRICT;
        CREATE TABLE roster(day TEXT NOT NULL, person TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY(day, person)) STRICT;
        CREATE TABLE audit(n INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL) STRICT;
        CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END;
        CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END;
        """,
        // A list that two tablets change at once: a day without a row here has revision 0.
        "CREATE TABLE roster_day(day TEXT PRIMARY KEY, rev INTEGER NOT NULL, by TEXT NOT NULL, at_us INTEGER NOT NULL) STRICT;",
    };
}
