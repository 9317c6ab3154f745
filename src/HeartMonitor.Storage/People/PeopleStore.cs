using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.People;

/// <summary>Everything of <c>people.db</c>: people, accounts, tokens, sign-ins, the roster, the audit. One for a process.</summary>
public sealed class PeopleStore : IDisposable
{
    private readonly PeopleDatabase _database;

    private PeopleStore(PeopleDatabase database)
    {
        _database = database;
        (Accounts, Tokens, SignIns, Audit, People, Roster) = (new(database), new(database), new(database), new(database), new(database), new(database));
    }

    /// <summary>Opens the file in <paramref name="folder"/>, or makes it.</summary>
    /// <exception cref="PeopleRefusedException">The file is damaged, of a newer version, of another program, or cannot be reached.</exception>
    public static PeopleStore Open(string folder) => new(PeopleDatabase.Open(folder));

    public AccountStore Accounts { get; }

    public TokenStore Tokens { get; }

    public SignInStore SignIns { get; }

    public AuditTrail Audit { get; }

    public PersonStore People { get; }

    public RosterStore Roster { get; }

    /// <summary>Writes the file anew without what was deleted from it, and empties its log.</summary>
    /// <exception cref="SqliteException">The disk did not take it.</exception>
    public void LeaveNoTrace() => _database.Read(c =>
    {
        c.Number("PRAGMA wal_checkpoint(TRUNCATE)");
        c.Execute("VACUUM");
        return c.Number("PRAGMA wal_checkpoint(TRUNCATE)");
    });

    public void Dispose() => _database.Dispose();
}
