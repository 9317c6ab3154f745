namespace HeartMonitor.Core.Medications;

/// <summary>
/// Finds the rule for a condition as people write it: our code, another name or abbreviation of it, with words around it, with a slip of the
/// pen, or a code of the ICD-10. What is not found and sounds like a heart condition is in doubt (product.md, decision 4).
/// </summary>
internal sealed class ConditionNames
{
    private const int ShortestSlip = 7; // a shorter name may be one letter off and another name

    private readonly (string Name, ConditionRule Rule)[] _names;
    private readonly ConditionNet? _net;

    internal ConditionNames(IReadOnlyList<ConditionRule> rules, ConditionNet? net)
    {
        _net = net;
        _names = [.. rules.SelectMany(r => r.Also.Append(r.Code), (rule, name) => (name, rule)).OrderByDescending(n => n.rule.Effect).ThenBy(n => n.rule.Code, StringComparer.Ordinal)];
    }

    /// <summary>Null for a condition that is not known and not in doubt. Of several that are named the most restricting one counts.</summary>
    internal ConditionRule? Find(string written)
    {
        var plain = LookAlike.Plain(written).Trim();
        string[] spellings = [Tidy(plain), Tidy(FreeText.Spaced(plain))];
        return Exact(spellings[0]) ?? spellings.Select(s => Inside(_net?.WithoutFriends(s) ?? s)).OfType<ConditionRule>().OrderByDescending(r => r.Effect).FirstOrDefault()
            ?? Slip(spellings[0]) ?? (spellings.Any(s => _net?.Catches(s) == true) ? _net!.Rule : null);
    }

    /// <summary>Lower case, words with a hyphen between them.</summary>
    internal static string Tidy(string text)
    {
        var words = string.Concat(text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('-', WithoutScheme(words));
    }

    /// <summary>Our code or another name of it, nothing around it.</summary>
    internal ConditionRule? Exact(string code) => _names.FirstOrDefault(n => n.Name == code).Rule;

    /// <summary>
    /// Conditions named in a text, tidied, and those that sound like one of the heart. In a name of somebody or something only whole words count,
    /// and no abbreviation of two letters.
    /// </summary>
    internal IEnumerable<ConditionRule> InText(string tidy, bool isProper)
    {
        var shortest = isProper ? 3 : 2;
        var rest = _net?.WithoutFriends(tidy) ?? tidy;
        var named = _names.Where(n => n.Name.Length >= shortest && $"-{rest}-".Contains($"-{n.Name}-", StringComparison.Ordinal)).Select(n => n.Rule).ToList();
        return named.Count == 0 && !isProper && _net?.Catches(tidy) == true ? [_net.Rule] : named.Distinct();
    }

    /// <summary>A name of ours as whole words of the text.</summary>
    private ConditionRule? Inside(string text) => _names.FirstOrDefault(n => $"-{text}-".Contains($"-{n.Name}-", StringComparison.Ordinal)).Rule;

    private ConditionRule? Slip(string text)
    {
        string[] candidates = [text, .. text.Split('-')];
        return _names.Where(n => n.Name.Length >= ShortestSlip && candidates.Any(c => c.Length >= ShortestSlip && NearMiss.Is(c, n.Name))).Select(n => n.Rule).FirstOrDefault();
    }

    /// <summary><c>ICD-10: I48.0</c> names no device.</summary>
    private static IEnumerable<string> WithoutScheme(string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is "icd9" or "icd10" or "icd11" or "icd10cm" or "icd10gm") continue;
            if (words[i] == "icd" && i + 1 < words.Length && words[i + 1] is ("9" or "10" or "11")) i++;
            else yield return words[i];
        }
    }
}

/// <summary>Catches conditions of the heart that the catalogue does not know, by the sound of their name.</summary>
/// <param name="Contains">Parts of a name, lower case.</param>
/// <param name="Words">Whole words.</param>
/// <param name="Beginnings">Beginnings of words, such as those of a chapter of the ICD-10.</param>
/// <param name="FalseFriends">Parts that sound alike and are not of the heart; taken out first.</param>
/// <param name="Rule">What a caught condition counts as.</param>
internal sealed record ConditionNet(
    IReadOnlyList<string> Contains, IReadOnlyList<string> Words, IReadOnlyList<string> Beginnings, IReadOnlyList<string> FalseFriends, ConditionRule Rule)
{
    internal string WithoutFriends(string tidy) => FalseFriends.Aggregate(tidy, (text, friend) => text.Replace(friend, "", StringComparison.Ordinal));

    internal bool Catches(string tidy)
    {
        var rest = WithoutFriends(tidy);
        return Contains.Any(part => rest.Contains(part, StringComparison.Ordinal))
            || rest.Split('-').Any(word => Words.Contains(word) || Beginnings.Any(b => word.StartsWith(b, StringComparison.Ordinal)));
    }
}
