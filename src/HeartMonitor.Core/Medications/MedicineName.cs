using System.Text;

namespace HeartMonitor.Core.Medications;

/// <summary>Names of medicines as people write them.</summary>
internal static class MedicineName
{
    private const int LongestShown = 40;

    private static readonly string[] Units = ["mg", "mcg", "ug", "g", "ml", "ie", "iu", "mmol"];

    /// <summary>Runs of letters, lower case.</summary>
    internal static IReadOnlyList<string> Words(string? written)
    {
        if (written is null) return [];
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in written.ToLowerInvariant())
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
        var words = Words(written).Where(w => !Units.Contains(w) && !ForbiddenWords.AnyIn(w));
        var shown = string.Join(' ', words);
        if (shown.Length > LongestShown) shown = shown[..LongestShown].TrimEnd();
        return shown.Length == 0 || ForbiddenWords.AnyIn(shown) ? null : shown;
    }

    private static void Flush(StringBuilder word, List<string> words)
    {
        if (word.Length > 0) words.Add(word.ToString());
        word.Clear();
    }
}
