using System.Text.RegularExpressions;

namespace HeartMonitor.Core.Medications;

/// <summary>Words that never appear in text for people, in the languages that ship (product.md, decision 15; decisions 22).</summary>
internal static partial class ForbiddenWords
{
    internal static bool AnyIn(string text) => Words().IsMatch(text);

    /// <summary>The text with each word that is never shown replaced, the rest of that word too.</summary>
    internal static string Mask(string text, string mask) => Parts().Replace(text, mask);

    /// <summary>As <see cref="Words"/>, with the letters around a part of a word.</summary>
    [GeneratedRegex(
        @"\w*(normal|arrhythmi|vorhofflimmer|unbedenklich)\w*|atrial fibrillation|\bsafe\b|\bsicher(e|er|es|en|em)?\b|\d+([.,]\d+)?\s*(mg|mcg|µg|ug)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    /// <summary>The words, and figures with a unit of mass: no dose appears in a text.</summary>
    [GeneratedRegex(
        @"normal|arrhythmi|atrial fibrillation|vorhofflimmer|\bsafe\b|\bsicher(e|er|es|en|em)?\b|unbedenklich|\d\s*(mg|mcg|µg|ug)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
