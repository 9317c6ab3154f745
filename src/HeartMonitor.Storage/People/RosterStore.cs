using System.Globalization;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Storage.People;

/// <summary>Who is expected on a day, in the order that staff gave them.</summary>
public sealed class RosterStore
{
    private readonly PeopleDatabase _database;

    internal RosterStore(PeopleDatabase database) => _database = database;

    public IReadOnlyList<string> Of(DateOnly day) => _database.Read(c =>
    {
        using var query = c.Query("SELECT person FROM roster WHERE day = $0 ORDER BY place, person", Text(day));
        using var row = query.ExecuteReader();
        var all = new List<string>();
        while (row.Read()) all.Add(row.GetString(0));
        return all;
    });

    /// <summary>Puts these in place of whoever was expected.</summary>
    public void Set(DateOnly day, IReadOnlyList<string> people) => _database.Write(c =>
    {
        c.Number("DELETE FROM roster WHERE day = $0", Text(day));
        for (var place = 0; place < people.Count; place++)
            c.Number("INSERT INTO roster(day, person, place) VALUES($0, $1, $2)", Text(day), people[place], place);
        return people.Count;
    });

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
