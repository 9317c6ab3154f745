using System.Globalization;
using System.Text;
using HeartMonitor.Ble.Bus;

namespace HeartMonitor.Ble.Straps;

/// <summary>Texts that a strap says of itself: whatever it sends, what is passed on is short, printable and holds no address.</summary>
internal static class DeviceText
{
    /// <summary>Characters kept. Ours: serials and revisions of straps have under 20, their names under 30.</summary>
    internal const int Longest = 64;

    /// <summary>Bytes looked at: the longest value of a characteristic (Core Specification, Vol 3 Part F, 3.2.9).</summary>
    private const int MostBytes = 512;

    /// <summary>The text of a characteristic, UTF-8; null when nothing printable is in it or it is longer than a value can be.</summary>
    internal static string? Of(ReadOnlySpan<byte> value) => value.Length > MostBytes ? null : Clean(Encoding.UTF8.GetString(value));

    /// <summary>The name that a device advertises, or that its user gave it; null when it has none, or one that holds its address, as BlueZ makes up.</summary>
    internal static string? NameOf(BluezTree tree, string path)
    {
        var given = tree.Get<string>(path, BluezNames.Device, "Name") ?? tree.Get<string>(path, BluezNames.Device, "Alias");
        return given is not null && Clean(given) is { } name && !Holds(name, tree.Get<string>(path, BluezNames.Device, "Address")) ? name : null;
    }

    /// <summary>The digits of the address are in the text, whatever stands between them.</summary>
    internal static bool Holds(string text, string? address) =>
        address is not null && Digits(address) is { Length: > 0 } digits && Digits(text).Contains(digits, StringComparison.OrdinalIgnoreCase);

    /// <summary>Without control and formatting characters, bytes that are no text, and blanks around it; cut to <see cref="Longest"/>.</summary>
    internal static string? Clean(string text)
    {
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length >= Longest) break;
            if (IsShown(rune)) kept.Append(rune);
        }

        return kept.ToString().Trim() is { Length: > 0 } clean ? clean : null;
    }

    private static bool IsShown(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
}
