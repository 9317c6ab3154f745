using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HeartMonitor.Core.Ports;

/// <summary>
/// The Bluetooth address of a strap, 48 bits. It is personal data (ecosystem-reliability 2f): outside the source that talks to the radio a
/// strap goes by its <see cref="PseudonymOf"/> (contracts 6).
/// </summary>
/// <remarks><see cref="ToString"/> gives no digit of the address, so that none gets into a log by accident.</remarks>
public readonly record struct StrapAddress
{
    /// <summary>Shortest key that is taken, in bytes: as long as the hash (RFC 2104, section 3).</summary>
    public const int ShortestKey = 32;

    private const string Prefix = "d_";
    private const int Digits = 12;
    private const int PseudonymDigits = 16;

    private static readonly SearchValues<char> SmallHex = SearchValues.Create("0123456789abcdef");

    private readonly ulong _bits;

    private StrapAddress(ulong bits) => _bits = bits;

    /// <summary>
    /// Reads an address as people and programs write it: twelve hexadecimal digits of either case, bare or in equal groups of two or four
    /// between <c>:</c>, <c>-</c>, <c>_</c>, <c>.</c> or blanks, one kind of them in one address. Anything else is not an address.
    /// </summary>
    public static bool TryParse(string? text, out StrapAddress address)
    {
        address = default;
        if (text?.Trim() is not { Length: >= Digits and <= Digits + 5 } written) return false;
        var separators = written.Where(c => !char.IsAsciiHexDigit(c)).ToArray();
        var digits = string.Concat(written.Where(char.IsAsciiHexDigit));
        if (digits.Length != Digits || separators.Any(c => c != separators[0] || c is not (':' or '-' or '_' or '.' or ' '))) return false;
        if (separators.Length > 0 && !IsGrouped(written, separators[0])) return false;
        address = new(ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return true;
    }

    /// <summary>True for a text of the form of <see cref="PseudonymOf"/>: <c>d_</c> and 16 small hexadecimal digits.</summary>
    public static bool IsPseudonym(string? text) =>
        text is { Length: 2 + PseudonymDigits } && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.AsSpan(2).IndexOfAnyExcept(SmallHex) < 0;

    /// <summary>
    /// <c>d_</c> and the first 16 hexadecimal digits of HMAC-SHA256 over the address as 17 ASCII characters, capitals and colons
    /// (<c>AA:BB:CC:DD:EE:FF</c>), with the site's key: the same for every gateway of a site, and of no use to anybody without the key.
    /// </summary>
    /// <param name="key">At least <see cref="ShortestKey"/> bytes.</param>
    /// <exception cref="ArgumentException">The key is shorter.</exception>
    public string PseudonymOf(ReadOnlySpan<byte> key)
    {
        if (key.Length < ShortestKey) throw new ArgumentException($"A key has at least {ShortestKey} bytes.", nameof(key));
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(Written()), digest);
        return Prefix + Convert.ToHexStringLower(digest[..(PseudonymDigits / 2)]);
    }

    /// <summary>Strap id of <paramref name="text"/>: the pseudonym when it is an address in any spelling, else the text without outer blanks.</summary>
    public static string NameOf(string text, ReadOnlySpan<byte> key) => TryParse(text, out var address) ? address.PseudonymOf(key) : text.Trim();

    public override string ToString() => "(an address)";

    private static bool IsGrouped(string written, char separator)
    {
        var groups = written.Split(separator);
        return groups.Length is 6 or 3 && groups.All(group => group.Length == Digits / groups.Length);
    }

    private string Written()
    {
        var digits = _bits.ToString("X12", CultureInfo.InvariantCulture);
        return string.Join(':', Enumerable.Range(0, 6).Select(i => digits.Substring(2 * i, 2)));
    }
}
