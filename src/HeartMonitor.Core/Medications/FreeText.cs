using System.Text.RegularExpressions;

namespace HeartMonitor.Core.Medications;

/// <summary>A free text of a file, cut into what names may hide in. Every text is looked through whole, or counts as not understood.</summary>
internal sealed partial class FreeText
{
    /// <summary>Longer than this is no note, and nobody looks it through.</summary>
    private const int LongestText = 20_000;

    /// <summary>Longer than this is no word: a picture, a signature.</summary>
    private const int LongestWord = 60;

    private const int ShortestSplit = 5; // as the beginning of a name in the catalogue
    private const int ShortestCode = 7;

    private const string Digits = "0o1i3e4a5s7t8b";

    private readonly string _plain;

    /// <param name="text">As written.</param>
    /// <param name="phrases">What is harmless as a whole.</param>
    /// <param name="isName">A name of something and no sentence: words of two letters count in any case.</param>
    internal FreeText(string text, IReadOnlyList<string> phrases, bool isName = false)
    {
        IsTooLong = text.Length > LongestText;
        _plain = IsTooLong ? "" : TimeOfDay().Replace(LookAlike.Plain(text), " ");
        var tidy = ConditionNames.Tidy(string.Join(' ', Tokens(Spaced(_plain), isName)));
        Tidy = phrases.Aggregate($"-{tidy}-", (rest, phrase) => rest.Replace($"-{phrase}-", "-", StringComparison.Ordinal)).Trim('-');
        Words = [.. AllWords().Distinct()];
        Codes = [.. _plain.Split((char[]?)null).Select(part => AtcCode.Normalise(part)).OfType<string>().Where(code => code.Length == ShortestCode).Distinct()];
    }

    internal bool IsTooLong { get; }

    /// <summary>Lower case, words with a hyphen between them, harmless phrases taken out; words of two letters only where they are capitals.</summary>
    internal string Tidy { get; }

    /// <summary>Words for names of medicines: as written, put together where a blank or single letters tear one apart, and with digits read as letters.</summary>
    internal IReadOnlyList<string> Words { get; }

    /// <summary>Complete ATC codes.</summary>
    internal IReadOnlyList<string> Codes { get; }

    /// <summary>Something that cannot be read as words of a Latin script.</summary>
    internal bool IsUnreadable => IsTooLong || _plain.Any(c => c > 127 && char.IsLetter(c)) || _plain.Contains('\uFFFD', StringComparison.Ordinal)
        || LettersAndDigits().Matches(_plain).Any(word => word.Length > LongestWord);

    /// <summary>Figures with a unit of a dose, or a pattern of taking such as 1-0-1.</summary>
    internal bool HoldsDose => Dose().IsMatch(_plain);

    /// <summary><c>heartTransplant</c> is two words.</summary>
    internal static string Spaced(string text) =>
        string.Concat(text.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(text[i - 1]) ? $" {c}" : c.ToString()));

    /// <summary>Holds one of the words: parts of a word from five letters on, else whole words; what has no letter is looked for as it is.</summary>
    internal bool Tells(IReadOnlyList<string> telling)
    {
        var words = Tidy.Split('-');
        return telling.Any(t => !t.Any(char.IsLetter) ? _plain.Contains(t, StringComparison.Ordinal)
            : t.Length >= ShortestSplit ? words.Any(w => w.Contains(t, StringComparison.Ordinal)) : words.Contains(t));
    }

    private static IEnumerable<string> Tokens(string text, bool isName) => LettersAndDigits().Matches(text).Select(m => m.Value)
        .Where(word => isName || word.Length > 2 || word.Any(char.IsAsciiDigit) || word.Length == 1 || word.All(char.IsUpper));

    private IEnumerable<string> AllWords()
    {
        var rest = Tidy.Replace('-', ' ');
        var words = MedicineName.Joined(rest);
        foreach (var word in words) yield return word;
        foreach (var pair in MedicineName.Pairs(words)) yield return pair;
        if (_plain.Trim() is { Length: 2 } abbreviation) yield return abbreviation.ToLowerInvariant();
        foreach (Match run in SingleLetters().Matches(_plain.ToLowerInvariant()))
            yield return string.Concat(run.Value.Where(char.IsLetter));
        foreach (var word in rest.Split(' ').Where(w => w.Any(char.IsAsciiDigit) && w.Any(char.IsLetter)))
            yield return string.Concat(word.Select(c => Digits.IndexOf(c, StringComparison.Ordinal) is var at and >= 0 && char.IsAsciiDigit(c) ? Digits[at + 1] : c));
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+", RegexOptions.CultureInvariant)]
    private static partial Regex LettersAndDigits();

    [GeneratedRegex(@"(?<!\p{L})\p{L}(?:[\s.\-_]+\p{L}){3,}(?!\p{L})", RegexOptions.CultureInvariant)]
    private static partial Regex SingleLetters();

    [GeneratedRegex(@"\b\d{1,2}([.:]\d\d)?\s*[ap]\.?m\b\.?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"\d\s*(mg|mcg|ug|\u03bcg|milligram\w*|mikrogramm|tbl|tabs?|hub|puffs?|drops?|tropfen|caps?|kps)\b|(?<![\d\-/.])\d(\s?[-/]\s?\d){2,3}(?![\d\-/.])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dose();
}
