using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Storage.Journal;
using Microsoft.Data.Sqlite;

namespace HeartMonitor.Storage.People;

/// <summary>Who is expected on a day.</summary>
/// <param name="Revision">Grows by one with every change; 0 before the first.</param>
/// <param name="By">Who changed it last; null before the first change.</param>
/// <param name="People">Pseudonyms, in the order that staff gave them.</param>
public sealed record RosterDay(int Revision, string? By, IReadOnlyList<string> People);

/// <summary>Who is expected on a day, in the order that staff gave them.</summary>
public sealed class RosterStore
{
    private readonly PeopleDatabase _database;

    internal RosterStore(PeopleDatabase database) => _database = database;

    public RosterDay Of(DateOnly day) => _database.Read(c => Read(c, Text(day)));

    /// <summary>
    /// Puts these in place of whoever was expected, on top of the revision that was seen; null when somebody has changed the day since, and nothing is changed then.
    /// </summary>
    public RosterDay? Set(DateOnly day, IReadOnlyList<string> people, int onTopOf, string by, DateTimeOffset at) => _database.Write(c =>
    {
        var text = Text(day);
        if (Read(c, text).Revision != onTopOf) return null;
        c.Number("DELETE FROM roster WHERE day = $0", text);
        for (var place = 0; place < people.Count; place++)
            c.Number("INSERT INTO roster(day, person, place) VALUES($0, $1, $2)", text, people[place], place);
        c.Number("INSERT OR REPLACE INTO roster_day(day, rev, by, at_us) VALUES($0, $1, $2, $3)", text, onTopOf + 1, by, at.ToUnixMicroseconds());
        return Read(c, text);
    });

    /// <summary>Takes somebody off every day; who holds one of these lists is told so when they change it.</summary>
    internal static void Forget(SqliteConnection c, string person)
    {
        c.Number("UPDATE roster_day SET rev = rev + 1 WHERE day IN (SELECT day FROM roster WHERE person = $0)", person);
        c.Number("DELETE FROM roster WHERE person = $0", person);
    }

    private static RosterDay Read(SqliteConnection c, string day)
    {
        var people = new List<string>();
        using (var query = c.Query("SELECT person FROM roster WHERE day = $0 ORDER BY place, person", day))
        using (var row = query.ExecuteReader())
            while (row.Read()) people.Add(row.GetString(0));
        using var state = c.Query("SELECT rev, by FROM roster_day WHERE day = $0", day);
        using var found = state.ExecuteReader();
        return found.Read() ? new((int)found.GetInt64(0), found.GetString(1), people) : new(0, null, people);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
