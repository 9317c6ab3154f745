using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.People;

/// <summary>Bearer tokens of scripts and gateways, by the hash of their secrets.</summary>
public sealed class TokenStore
{
    private readonly PeopleDatabase _database;

    internal TokenStore(PeopleDatabase database) => _database = database;

    public IReadOnlyList<ScriptToken> All() => Read("SELECT id, role, by, at_us, ends_us FROM token ORDER BY id");

    /// <summary>Whose secret it is, expired or not.</summary>
    public ScriptToken? Find(string secret) => Read("SELECT id, role, by, at_us, ends_us FROM token WHERE hash = $0", DrawnSecret.HashOf(secret)).SingleOrDefault();

    /// <summary>False when the id is taken, by a token that has not ended or an account; one that has ended gives its place.</summary>
    public bool Add(ScriptToken token, string secret) => _database.Write(c =>
    {
        c.Number("DELETE FROM token WHERE id = $0 AND ends_us <= $1", token.Id, token.MadeAt.ToUnixMicroseconds());
        if (AccountStore.IsTaken(c, token.Id)) return false;
        using var insert = c.Query(
            "INSERT INTO token(id, role, hash, by, at_us, ends_us) VALUES($0, $1, $2, $3, $4, $5)",
            token.Id, KebabCase.Of(token.Role), DrawnSecret.HashOf(secret), token.By, token.MadeAt.ToUnixMicroseconds(), token.EndsAt.ToUnixMicroseconds());
        insert.ExecuteNonQuery();
        return true;
    });

    /// <summary>It ends now; false when there is none that lasts.</summary>
    public bool Revoke(string id, DateTimeOffset at) => _database.Write(c =>
    {
        using var end = c.Query("UPDATE token SET ends_us = $1 WHERE id = $0 AND ends_us > $1", id, at.ToUnixMicroseconds());
        return end.ExecuteNonQuery() > 0;
    });

    private List<ScriptToken> Read(string sql, params object[] values) => _database.Read(c =>
    {
        using var query = c.Query(sql, values);
        using var row = query.ExecuteReader();
        var all = new List<ScriptToken>();
        while (row.Read())
            all.Add(new(row.GetString(0), KebabCase.Parse<Role>(row.GetString(1)) ?? Role.Researcher, row.GetString(2), Microseconds.FromUnixMicroseconds(row.GetInt64(3)), Microseconds.FromUnixMicroseconds(row.GetInt64(4))));
        return all;
    });
}
