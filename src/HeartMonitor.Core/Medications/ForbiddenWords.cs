using System.Text.RegularExpressions;

namespace HeartMonitor.Core.Medications;

/// <summary>Words that never appear in text for people, in the languages that ship (product.md, decision 15; decisions 22).</summary>
internal static partial class ForbiddenWords
{
    internal static bool AnyIn(string text) => Words().IsMatch(text);

    /// <summary>The words, and figures with a unit of mass: no dose appears in a text.</summary>
    [GeneratedRegex(
        @"normal|arrhythmi|atrial fibrillation|vorhofflimmer|\bsafe\b|\bsicher(e|er|es|en|em)?\b|unbedenklich|\d\s*(mg|mcg|µg|ug)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
