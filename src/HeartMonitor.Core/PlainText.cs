using System.Globalization;
using System.Text;

namespace HeartMonitor.Core;

/// <summary>
/// Text that shows as it is written. Control characters, and those that turn the direction of what follows, hide or join (U+202E, U+200B, a soft hyphen), let a name
/// look like another one on a tile, in a log or in a terminal.
/// </summary>
public static class PlainText
{
    /// <summary>What is wrong with text that is none, after the name of its member.</summary>
    public const string Why = "holds characters that do not show, such as control characters or marks that turn the direction of writing";

    private const int Joiner = 0x200D;
    private const int NonJoiner = 0x200C;

    /// <summary>True when every character shows, or is a blank. Joiners between letters are part of how Persian and Indic names are written.</summary>
    public static bool Is(string text)
    {
        Rune? before = null;
        var joins = false; // the joiner before this one wants a letter
        foreach (var rune in text.EnumerateRunes())
        {
            if (joins && !IsOfWord(rune)) return false;
            joins = rune.Value is Joiner or NonJoiner;
            if (joins ? before is not { } letter || !IsOfWord(letter) : !Shows(rune)) return false;
            before = rune;
        }

        return !joins;
    }

    /// <summary>The same text with a space in place of each character that is not plain.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) plain.Append(Shows(rune) ? rune.ToString() : " ");
        return plain.ToString();
    }

    private static bool Shows(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) && rune != Rune.ReplacementChar;

    private static bool IsOfWord(Rune rune) => Rune.IsLetter(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
