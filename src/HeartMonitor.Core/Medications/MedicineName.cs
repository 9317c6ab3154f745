using System.Text;

namespace HeartMonitor.Core.Medications;

/// <summary>Names of medicines as people write them.</summary>
internal static class MedicineName
{
    private const int LongestShown = 40;
    private const int ShortestPair = 5; // as the beginning of a name in the catalogue

    private static readonly string[] Units = ["mg", "mcg", "ug", "g", "ml", "ie", "iu", "mmol"];

    /// <summary>Beginnings of the second half of a class of medicines in two words.</summary>
    private static readonly string[] Seconds = ["block", "antag", "channel", "kanal", "rezeptor", "receptor", "adreno"];

    /// <summary>Words about how it is taken, which name no medicine.</summary>
    private static readonly string[] Manner =
        ["daily", "once", "twice", "day", "morning", "evening", "night", "tablet", "tablets", "tab", "tabs", "capsule", "capsules", "drops", "oral", "prn", "bid", "tid", "low", "dose",
        "weekly", "evenings", "mornings", "units", "puff", "puffs", "spray", "inhaler", "needed", "bedtime", "food", "pill", "pills",
        "morgens", "mittags", "abends", "nachts", "taglich", "wochentlich", "einmal", "zweimal", "dreimal", "tablette", "tabletten", "tbl", "kapsel", "kapseln", "tropfen", "bei", "bedarf", "stuck",
        "hub", "hubs", "einheiten", "woche", "tag"];

    /// <summary>The parts of a mixture, as words: what stands between commas, strokes, plus signs and "and"; units and the like left out.</summary>
    internal static IEnumerable<List<string>> Parts(string? written) => (written ?? "")
        .Replace(" and ", ",", StringComparison.OrdinalIgnoreCase).Replace(" und ", ",", StringComparison.OrdinalIgnoreCase).Replace(" with ", ",", StringComparison.OrdinalIgnoreCase)
        .Split(',', '/', '+', '&', ';')
        .Select(part => Joined(part).Where(w => w.Length > 2 && !Units.Contains(w) && !Manner.Contains(w)).ToList())
        .Where(words => words.Count > 0);

    /// <summary>Runs of letters as the eye reads them, lower case.</summary>
    internal static IReadOnlyList<string> Words(string? written) => written is null ? [] : Runs(LookAlike.Plain(written));

    /// <summary>As <see cref="Words"/>, but "beta blocker" and "calcium antagonist" are one word: neither half of it is the medicine.</summary>
    internal static IReadOnlyList<string> Joined(string? written)
    {
        var joined = new List<string>();
        foreach (var word in Words(written))
            if (joined is [.., "beta" or "b" or "calcium" or "kalzium" or "kalium" or "alpha"] && Seconds.Any(word.StartsWith)) joined[^1] += word;
            else joined.Add(word);
        return joined;
    }

    /// <summary>Each two words that stand together as one: <c>Nif-Ten</c>, <c>Beta-Adalat</c>.</summary>
    internal static IEnumerable<string> Pairs(IReadOnlyList<string> words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
            if (words[i].Length > 1 && words[i + 1].Length > 1 && words[i].Length + words[i + 1].Length >= ShortestPair) yield return words[i] + words[i + 1];
    }

    private static List<string> Runs(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text.ToLowerInvariant())
        {
            if (char.IsLetter(c)) word.Append(c);
            else Flush(word, words);
        }

        Flush(word, words);
        return words;
    }

    /// <summary>What may be shown of a free text: words only, so neither doses nor anything else that a name should not hold.</summary>
    internal static string? Shown(string? written)
    {
        var words = Runs(written ?? "").Where(w => !Units.Contains(w) && !ForbiddenWords.AnyIn(LookAlike.Plain(w)));
        var shown = string.Join(' ', words);
        if (shown.Length > LongestShown) shown = shown[..LongestShown].TrimEnd();
        return shown.Length == 0 || ForbiddenWords.AnyIn(LookAlike.Plain(shown)) ? null : shown;
    }

    private static void Flush(StringBuilder word, List<string> words)
    {
        if (word.Length > 0) words.Add(word.ToString());
        word.Clear();
    }
}
