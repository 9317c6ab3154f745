using HeartMonitor.Core;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.People;

/// <summary>People and every revision of them. Names are here and nowhere else.</summary>
public sealed class PersonStore
{
    private const string Columns = "id, rev, name, contact, file, at_us, by";

    private readonly PeopleDatabase _database;
    private long _writes;

    internal PersonStore(PeopleDatabase database) => _database = database;

    /// <summary>Grows with everything that was written; who has seen the number has seen it all.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    public IReadOnlyList<PersonRecord> All() => _database.Read(c => Read(c, $"SELECT {Columns} FROM person ORDER BY id"));

    public PersonRecord? Find(string id) => _database.Read(c => Find(c, id));

    /// <summary>Every revision, oldest first.</summary>
    public IReadOnlyList<PersonRevision> History(string id) => _database.Read(c =>
    {
        using var query = c.Query($"SELECT {Columns}, part FROM person_revision WHERE id = $0 ORDER BY rev", id);
        using var row = query.ExecuteReader();
        var all = new List<PersonRevision>();
        while (row.Read()) all.Add(new(Of(row), row.GetString(7)));
        return all;
    });

    /// <summary>
    /// Adds somebody. The same <paramref name="request"/> again gives the person that it made before; null when the id is taken otherwise.
    /// </summary>
    public PersonRecord? Add(PersonRecord person, string request) => Write(c =>
    {
        if (c.Text("SELECT id FROM person_revision WHERE request = $0", request) is { } made) return Find(c, made);
        if (Find(c, person.Id) is not null) return null;
        Save(c, person with { Revision = 1 }, "person", request);
        return person with { Revision = 1 };
    });

    /// <summary>What a request made, as it was then; null when it made nobody.</summary>
    public PersonRecord? MadeBy(string request) => _database.Read(c => Read(c, $"SELECT {Columns} FROM person_revision WHERE request = $0", request).SingleOrDefault());

    /// <summary>
    /// Saves a new revision on top of <paramref name="onTopOf"/>; null when somebody else has changed the person since, or there is none.
    /// </summary>
    public PersonRecord? Change(PersonRecord person, int onTopOf, string part) => Write(c =>
    {
        if (Find(c, person.Id) is not { } before || before.Revision != onTopOf) return null;
        var next = person with { Revision = onTopOf + 1 };
        Save(c, next, part, null);
        return next;
    });

    /// <summary>
    /// Deletes somebody with all their revisions, overwritten on the disk, in the write-ahead log too; their pseudonym stays where it was used. False when there is none.
    /// </summary>
    public bool Forget(string id)
    {
        var was = Write(c => Erase(c, id));
        if (was) _database.Empty();
        return was;
    }

    private static bool Erase(SqliteConnection c, string id)
    {
        c.Number("DELETE FROM person_revision WHERE id = $0", id);
        RosterStore.Forget(c, id);
        using var delete = c.Query("DELETE FROM person WHERE id = $0", id);
        return delete.ExecuteNonQuery() > 0;
    }

    private T Write<T>(Func<SqliteConnection, T> write)
    {
        var result = _database.Write(write);
        Interlocked.Increment(ref _writes);
        return result;
    }

    private static void Save(SqliteConnection c, PersonRecord person, string part, string? request)
    {
        object name = person.Name is null ? DBNull.Value : person.Name, contact = person.Contact is null ? DBNull.Value : person.Contact;
        using var current = c.Query(
            "INSERT OR REPLACE INTO person(id, rev, name, contact, file, at_us, by) VALUES($0, $1, $2, $3, $4, $5, $6)",
            person.Id, person.Revision, name, contact, person.File, person.At.ToUnixMicroseconds(), person.By);
        current.ExecuteNonQuery();
        using var revision = c.Query(
            "INSERT INTO person_revision(id, rev, name, contact, file, at_us, by, part, request) VALUES($0, $1, $2, $3, $4, $5, $6, $7, $8)",
            person.Id, person.Revision, name, contact, person.File, person.At.ToUnixMicroseconds(), person.By, part, request is null ? DBNull.Value : request);
        revision.ExecuteNonQuery();
    }

    private static PersonRecord? Find(SqliteConnection c, string id) => Read(c, $"SELECT {Columns} FROM person WHERE id = $0", id).SingleOrDefault();

    private static List<PersonRecord> Read(SqliteConnection c, string sql, params ReadOnlySpan<object> values)
    {
        using var query = c.Query(sql, values);
        using var row = query.ExecuteReader();
        var all = new List<PersonRecord>();
        while (row.Read()) all.Add(Of(row));
        return all;
    }

    private static PersonRecord Of(SqliteDataReader row) => new(
        row.GetString(0), (int)row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4),
        Microseconds.FromUnixMicroseconds(row.GetInt64(5)), row.GetString(6));
}
