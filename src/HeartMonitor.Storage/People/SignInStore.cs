using HeartMonitor.Core;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.People;

/// <summary>Browsers that are signed in, by the hash of their cookies: a restart of the service signs nobody out.</summary>
public sealed class SignInStore
{
    private readonly PeopleDatabase _database;

    internal SignInStore(PeopleDatabase database) => _database = database;

    public SignInRecord? Find(string cookie) => _database.Read(c =>
    {
        using var query = c.Query("SELECT account, seen_us, ends_us FROM sign_in WHERE hash = $0", DrawnSecret.HashOf(cookie));
        using var row = query.ExecuteReader();
        return row.Read() ? new SignInRecord(row.GetString(0), Microseconds.FromUnixMicroseconds(row.GetInt64(1)), Microseconds.FromUnixMicroseconds(row.GetInt64(2))) : null;
    });

    /// <summary>Adds one, and forgets those that ended.</summary>
    public void Add(string cookie, SignInRecord signIn) => _database.Write(c =>
    {
        c.Number("DELETE FROM sign_in WHERE ends_us <= $0", signIn.SeenAt.ToUnixMicroseconds());
        return c.Number(
            "INSERT INTO sign_in(hash, account, at_us, seen_us, ends_us) VALUES($0, $1, $2, $2, $3)",
            DrawnSecret.HashOf(cookie), signIn.Account, signIn.SeenAt.ToUnixMicroseconds(), signIn.EndsAt.ToUnixMicroseconds());
    });

    /// <summary>Somebody did something with it.</summary>
    public void Seen(string cookie, DateTimeOffset at) => _database.Write(c =>
        c.Number("UPDATE sign_in SET seen_us = $1 WHERE hash = $0", DrawnSecret.HashOf(cookie), at.ToUnixMicroseconds()));

    public void Remove(string cookie) => _database.Write(c => c.Number("DELETE FROM sign_in WHERE hash = $0", DrawnSecret.HashOf(cookie)));
}
