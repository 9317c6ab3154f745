using System.Text.RegularExpressions;

namespace HeartMonitor.Core.Medications;

/// <summary>What somebody wrote, as it may be quoted: no control characters, no word or dose that is never shown, and short.</summary>
internal static partial class Quoted
{
    private const int Longest = 60;
    private const string Masked = "\u2026";

    /// <summary>For reasons and notes; null when nothing is left to show.</summary>
    internal static string? Of(string? written)
    {
        var text = Printable(written ?? "");
        text = ForbiddenWords.Mask(text, Masked);
        if (LookAlike.Plain(text) is var plain && ForbiddenWords.AnyIn(plain)) text = ForbiddenWords.Mask(plain, Masked); // forbidden in other letters
        text = Cut(text);
        return text.Any(char.IsLetterOrDigit) && !ForbiddenWords.AnyIn(text) ? text : null;
    }

    /// <summary>For the path of a fault, which is no text for staff.</summary>
    internal static string Path(string name) => Cut(Printable(name));

    private static string Printable(string text) => Space().Replace(Control().Replace(text, " "), " ").Trim();

    private static string Cut(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)].TrimEnd();

    /// <summary>Control and format characters, halves of surrogate pairs and line separators.</summary>
    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]", RegexOptions.CultureInvariant)]
    private static partial Regex Control();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Space();
}
