using HeartMonitor.Core;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.People;

/// <summary>Who did what when. The file itself refuses to change or delete a line.</summary>
public sealed class AuditTrail
{
    private readonly PeopleDatabase _database;

    internal AuditTrail(PeopleDatabase database) => _database = database;

    public void Add(DateTimeOffset at, string who, string what, string about = "") => _database.Write(c =>
        c.Number("INSERT INTO audit(at_us, who, what, about) VALUES($0, $1, $2, $3)", at.ToUnixMicroseconds(), who, what, about));

    /// <summary>Lines older than number <paramref name="before"/>, newest first, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<AuditRow> Before(long before, int most) => _database.Read(c =>
    {
        using var query = c.Query("SELECT n, at_us, who, what, about FROM audit WHERE n < $0 ORDER BY n DESC LIMIT $1", before, most);
        using var row = query.ExecuteReader();
        var all = new List<AuditRow>();
        while (row.Read()) all.Add(new(row.GetInt64(0), Microseconds.FromUnixMicroseconds(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetString(4)));
        return all;
    });
}
