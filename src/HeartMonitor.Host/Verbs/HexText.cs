namespace HeartMonitor.Host.Verbs;

/// <summary>Hex as people and tools write it: blanks, <c>-</c>, <c>:</c> and a <c>0x</c> before a byte are ignored (decisions 38).</summary>
internal static class HexText
{
    /// <summary>How many bytes a text of <paramref name="length"/> characters can touch, a lone last digit with them.</summary>
    internal static int MostBytes(int length) => (length / 2) + 1;

    /// <summary>Reads all of <paramref name="text"/> or nothing.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="bytes">At least <see cref="MostBytes"/> long.</param>
    /// <param name="count">Bytes written; 0 when not hex.</param>
    /// <returns>False for any other character and for an odd number of digits.</returns>
    internal static bool TryParse(ReadOnlySpan<char> text, Span<byte> bytes, out int count)
    {
        var digits = 0;
        count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '-' or ':' || char.IsWhiteSpace(c)) continue;

            // Only where a byte begins: in "10x1" it would join two halves that were never one byte.
            if (c == '0' && digits % 2 == 0 && i + 1 < text.Length && text[i + 1] is 'x' or 'X')
            {
                i++;
                continue;
            }

            if (!char.IsAsciiHexDigit(c)) return false;
            var digit = HexValue(c);
            bytes[digits / 2] = (byte)(digits % 2 == 0 ? digit << 4 : bytes[digits / 2] | digit);
            digits++;
        }

        if (digits % 2 != 0) return false;
        count = digits / 2;
        return true;
    }

    private static int HexValue(char digit) => digit <= '9' ? digit - '0' : (digit | ' ') - 'a' + 10;
}
