using System.Text.RegularExpressions;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Wording;

/// <summary>What is wrong with configured words, whatever they mean: nobody may read half a sentence in an alert.</summary>
internal static partial class WordsCheck
{
    /// <summary>Ours: what fits on a tablet's tile and its detail line.</summary>
    internal const int LongestSentence = 300;

    private const int FewestWords = 3; // ours: what was seen and what to do is not said in less

    /// <summary>Faults of words of any kind, each the end of a sentence that begins with their place.</summary>
    internal static IEnumerable<string> Faults(string words)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            yield return "is empty";
            yield break;
        }

        if (ForbiddenWords.AnyIn(words)) yield return "holds a word or a dose that is never shown";
        if (words.Any(char.IsControl)) yield return "holds a line end or another control character";
        if (Placeholder().Replace(words, "").AsSpan().ContainsAny('{', '}')) yield return "has a brace that belongs to no placeholder";
        if (Unfinished().Match(words) is { Success: true } mark) yield return $"is not finished: it holds {mark.Value}";
    }

    /// <summary>Faults of a sentence for staff.</summary>
    internal static IEnumerable<string> FaultsOfSentence(string words)
    {
        foreach (var fault in Faults(words)) yield return fault;
        if (string.IsNullOrWhiteSpace(words)) yield break;
        if (words.Length > LongestSentence) yield return $"is longer than {LongestSentence} characters";
        if (Word().Count(Placeholder().Replace(words, "x")) < FewestWords) yield return $"says nothing: it has fewer than {FewestWords} words";
    }

    /// <summary>Faults of a sentence in another language beside the English one: the same numbers and names must be told.</summary>
    internal static IEnumerable<string> FaultsBeside(string english, string words)
    {
        var (wanted, told) = (PlaceholdersOf(english), PlaceholdersOf(words));
        foreach (var name in wanted.Except(told)) yield return $"leaves out {{{name}}}, which the English text has";
        foreach (var name in told.Except(wanted)) yield return $"has {{{name}}}, which the English text has not";
    }

    internal static IReadOnlyList<string> PlaceholdersOf(string words) => [.. Placeholder().Matches(words).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{([A-Za-z0-9]+)\}")]
    internal static partial Regex Placeholder();

    [GeneratedRegex(@"\b(todo|tbd|tba|fixme|xxx+|lorem|ipsum|asdf\w*)\b|\?\?+|_{3,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
