using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.People;

/// <summary>Accounts, and what they are shut with.</summary>
public sealed class AccountStore
{
    private const string Columns = "id, name, role, is_pin, is_disabled, failures, locked_until_us, at_us";

    private readonly PeopleDatabase _database;

    internal AccountStore(PeopleDatabase database) => _database = database;

    public IReadOnlyList<Account> All() => _database.Read(c =>
    {
        using var query = c.Query($"SELECT {Columns} FROM account ORDER BY id");
        using var row = query.ExecuteReader();
        var all = new List<Account>();
        while (row.Read()) all.Add(Of(row));
        return all;
    });

    public Account? Find(string id) => _database.Read(c => Find(c, id));

    /// <summary>The stored form of an account's secret; null when there is no such account.</summary>
    public string? SecretOf(string id) => _database.Read(c => c.Text("SELECT secret FROM account WHERE id = $0", id));

    /// <summary>False when the id is taken, by an account or a token.</summary>
    public bool Add(Account account, string secret, DateTimeOffset at) => _database.Write(c =>
    {
        if (IsTaken(c, account.Id)) return false;
        using var insert = c.Query(
            "INSERT INTO account(id, name, role, secret, is_pin, is_disabled, failures, locked_until_us, at_us) VALUES($0, $1, $2, $3, $4, $5, 0, 0, $6)",
            account.Id, account.Name, KebabCase.Of(account.Role), secret, account.IsPin ? 1 : 0, account.IsDisabled ? 1 : 0, at.ToUnixMicroseconds());
        insert.ExecuteNonQuery();
        return true;
    });

    /// <summary>
    /// Changes name, role and the disabled mark, and the secret where one is given; ends the account's sign-ins when anything but the name changed.
    /// False when there is no such account, or nobody would be left to manage accounts.
    /// </summary>
    public bool Change(Account account, string? secret) => _database.Write(c =>
    {
        if (Find(c, account.Id) is not { } before) return false;
        using var update = c.Query("UPDATE account SET name = $1, role = $2, is_disabled = $3 WHERE id = $0", account.Id, account.Name, KebabCase.Of(account.Role), account.IsDisabled ? 1 : 0);
        update.ExecuteNonQuery();
        if (secret is not null)
        {
            using var change = c.Query("UPDATE account SET secret = $1, is_pin = $2, failures = 0, locked_until_us = 0 WHERE id = $0", account.Id, secret, account.IsPin ? 1 : 0);
            change.ExecuteNonQuery();
        }

        if (secret is not null || before.Role != account.Role || before.IsDisabled != account.IsDisabled) c.Number("DELETE FROM sign_in WHERE account = $0", account.Id);
        return c.Number("SELECT count(*) FROM account WHERE role = 'admin' AND is_disabled = 0") > 0 ? true : throw new LastAdminException();
    });

    /// <summary>Counts a wrong secret, or forgets those counted.</summary>
    public void Note(string id, int failures, DateTimeOffset lockedUntil) => _database.Write(c =>
        c.Number("UPDATE account SET failures = $1, locked_until_us = $2 WHERE id = $0", id, failures, lockedUntil.ToUnixMicroseconds()));

    internal static bool IsTaken(SqliteConnection c, string id) =>
        c.Number("SELECT (SELECT count(*) FROM account WHERE id = $0) + (SELECT count(*) FROM token WHERE id = $0)", id) > 0;

    private static Account? Find(SqliteConnection c, string id)
    {
        using var query = c.Query($"SELECT {Columns} FROM account WHERE id = $0", id);
        using var row = query.ExecuteReader();
        return row.Read() ? Of(row) : null;
    }

    private static Account Of(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), KebabCase.Parse<Role>(row.GetString(2)) ?? Role.Researcher, row.GetInt64(3) != 0, row.GetInt64(4) != 0)
        {
            Failures = (int)row.GetInt64(5),
            LockedUntil = Microseconds.FromUnixMicroseconds(row.GetInt64(6)),
            MadeAt = Microseconds.FromUnixMicroseconds(row.GetInt64(7)),
        };
}

/// <summary>The change would leave nobody to manage accounts; it was not made.</summary>
public sealed class LastAdminException() : Exception("This is the last admin that can sign in.");
