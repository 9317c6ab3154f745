using System.Globalization;
using System.Text.Json.Nodes;

namespace HeartMonitor.Core.Tests.Patients;

/// <summary>Spoils a JSON text in one place the way people, spreadsheets and converters do. The same seed spoils the same place.</summary>
internal static class JsonMutator
{
    private static readonly string[] Strings = ["", " ", "NaN", "null", "0001-01-01", "9999-12-31", "2026-13-40", "1e999", "\u200b", "\u0000", "<b>", "-1", "{}"];

    private static readonly (char From, char To)[] LookAlikes = [('o', '\u043e'), ('e', '\u0435'), ('a', '\u0430'), ('p', '\u0440'), ('c', '\u0441'), ('C', '\u0421'), ('A', '\u0391'), ('B', '\u0412'), ('0', 'O'), ('l', '\u04cf')];

    /// <summary>The spoilt text, and whether a medicine left the list cleanly.</summary>
    internal static (string Text, bool Removed) Spoil(string json, int seed)
    {
        var random = new Random(seed);
        var root = JsonNode.Parse(json)!;
        if (random.Next(10) == 0) return (Doubled(root.ToJsonString(), random), false);
        var members = Members(root).ToList();
        var (owner, name) = members[random.Next(members.Count)];
        var isMedicine = owner[name] is JsonArray && name == "medications";
        var removed = Apply(owner, name, random) && isMedicine;
        if (random.Next(15) == 0 && root["medications"] is JsonArray { Count: > 0 } list)
        {
            list.RemoveAt(random.Next(list.Count));
            removed = true;
        }

        return (root.ToJsonString(), removed);
    }

    /// <summary>True when the value is gone, or stands there as nothing or as an empty list.</summary>
    private static bool Apply(JsonObject owner, string name, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                return owner.Remove(name);
            case 1:
                var value = owner[name];
                owner.Remove(name);
                owner[Renamed(name, random)] = value;
                return false;
            case 2:
                owner[name] = Other(random);
                return owner[name] is null or JsonArray;
            default:
                owner[name] = owner[name] switch
                {
                    JsonValue text when text.TryGetValue<string>(out var written) => Rewritten(written, random),
                    JsonValue number when number.TryGetValue<double>(out _) => Numbers(random),
                    _ => Other(random),
                };
                return owner[name] is null or JsonArray { Count: 0 };
        }
    }

    private static JsonNode? Other(Random random) => random.Next(8) switch
    {
        0 => null,
        1 => new JsonArray(),
        2 => new JsonObject(),
        3 => random.Next(2) == 0 ? "yes" : "",
        4 => Numbers(random),
        5 => new JsonArray(new JsonArray()),
        6 => JsonNode.Parse(new string('[', 20) + new string(']', 20)),
        _ => Strings[random.Next(Strings.Length)],
    };

    private static JsonNode Numbers(Random random) => random.Next(5) switch { 0 => -1, 1 => 1e300, 2 => 0, 3 => 0.5, _ => int.MaxValue };

    private static string Rewritten(string written, Random random)
    {
        var at = random.Next(written.Length + 1);
        var (from, to) = LookAlikes[random.Next(LookAlikes.Length)];
        return random.Next(8) switch
        {
            0 => written.Replace(from, to),
            1 => written.Insert(at, "\u200b"),
            2 => written.ToUpper(CultureInfo.InvariantCulture),
            3 => written[..at],
            4 => written + "xx",
            5 => $" {written}\t",
            6 => written.ToLower(CultureInfo.InvariantCulture),
            _ => Strings[random.Next(Strings.Length)],
        };
    }

    private static string Renamed(string name, Random random) => random.Next(4) switch
    {
        0 => name + "s",
        1 => name.ToUpper(CultureInfo.InvariantCulture) + "_",
        2 => string.Concat(name.Reverse()),
        _ => "x_" + name,
    };

    /// <summary>A member written twice, the first time as nothing.</summary>
    private static string Doubled(string text, Random random)
    {
        var colons = Enumerable.Range(0, text.Length - 1).Where(i => text[i] == '"' && text[i + 1] == ':').ToList();
        var end = colons[random.Next(colons.Count)];
        var start = text.LastIndexOf('"', end - 1);
        return text.Insert(start, $"{text[start..(end + 1)]}:null,");
    }

    private static IEnumerable<(JsonObject Owner, string Name)> Members(JsonNode? node) => node switch
    {
        JsonObject owner => owner.SelectMany(member => Members(member.Value).Prepend((owner, member.Key))),
        JsonArray list => list.SelectMany(Members),
        _ => [],
    };
}
