using System.Globalization;
using System.Text;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Text as the eye reads it: letters of other scripts that look like Latin ones become those, accents and characters without width go.
/// A medicine must not get past the catalogue because somebody pasted its name.
/// </summary>
internal static class LookAlike
{
    /// <summary>Cyrillic, Greek and accented Latin letters, and what they look like; pairs of letter and likeness.</summary>
    private const string Pairs =
        "аaвbеeкkмmнhоoрpсcтtуyхxѕsіiјjԁdԛqԝwһhӏlьbгrпnАAВBЕEЗ3КKМMНHІIЈJОOРPСCЅSТTУYХXԚQԜW"
        + "αaβbγyεeηnιiκkνvοoρpτtυuχxωwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX"
        + "ıiſsɑaɡgøoØOłlŁLđdĐDħhßsæaœo‐-‑-‒-–-—-−-⁄/∕/";

    private static readonly Dictionary<char, char> Likeness = Enumerable.Range(0, Pairs.Length / 2).ToDictionary(i => Pairs[2 * i], i => Pairs[(2 * i) + 1]);

    /// <summary>Never throws, whatever the text: half surrogate pairs become a space.</summary>
    internal static string Plain(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune == Rune.ReplacementChar ? " " : rune.ToString());
        var plain = new StringBuilder(whole.Length);
        foreach (var c in whole.ToString().Normalize(NormalizationForm.FormKD))
            if (!HasNoWidth(c)) plain.Append(Likeness.GetValueOrDefault(c, c));
        return plain.ToString();
    }

    private static bool HasNoWidth(char c) => CharUnicodeInfo.GetUnicodeCategory(c)
        is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || c is '\u115f' or '\u1160' or '\u3164';
}
