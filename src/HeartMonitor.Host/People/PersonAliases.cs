using System.Globalization;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary>
/// What a person is called on the floor: the given name and as much of the family name as tells them from everybody else of the clinic ("Hilde K.",
/// "Hilde Ke."). Two of the very same name have the pseudonym behind it. Nobody without a name is in here. Pure.
/// </summary>
internal static class PersonAliases
{
    /// <summary>Ours: longer than that fits on no tile.</summary>
    private const int LongestGiven = 20;

    /// <summary>Pseudonym to alias.</summary>
    internal static SortedDictionary<string, string> Of(IEnumerable<PersonRecord> people)
    {
        var named = people.Select(p => (p.Id, Name: Parts(p.Name))).Where(p => p.Name.Given.Length > 0).ToList();
        var aliases = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var same in named.GroupBy(p => p.Name.Given, StringComparer.OrdinalIgnoreCase))
        {
            var families = same.Select(p => p.Name.Family).ToList();
            foreach (var (id, name) in same) aliases[id] = Alias(id, name.Given, name.Family, families);
        }

        return aliases;
    }

    /// <summary>Given name and family name; a title ("Dr.") belongs to neither. One word alone is the given name.</summary>
    private static (string Given, string Family) Parts(string? name)
    {
        if (name is null) return ("", "");
        var comma = name.Split(',', 2, StringSplitOptions.TrimEntries);
        if (comma is [{ Length: > 0 } family, { Length: > 0 } given]) name = $"{given} {family.Split(' ')[^1]}";
        var words = name.Replace(',', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList();
        while (words.Count > 1 && words[0].EndsWith('.') && words[0].Length > 2) words.RemoveAt(0);
        if (words.Count == 0) return ("", "");
        var first = words[0].Length <= LongestGiven ? words[0] : new StringInfo(words[0]).SubstringByTextElements(0, LongestGiven - 1) + "\u2026";
        return (first, words.Count == 1 ? "" : words[^1]);
    }

    private static string Alias(string id, string given, string family, List<string> families)
    {
        if (families.Count(f => Same(f, family)) > 1) return family.Length == 0 ? $"{given} ({id})" : $"{given} {family} ({id})";
        if (family.Length == 0) return given;
        var letters = new StringInfo(family);
        for (var n = 1; n < letters.LengthInTextElements; n++)
        {
            var begin = letters.SubstringByTextElements(0, n);
            if (families.Count(f => f.StartsWith(begin, StringComparison.OrdinalIgnoreCase)) == 1) return $"{given} {begin}.";
        }

        return $"{given} {family}";
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
