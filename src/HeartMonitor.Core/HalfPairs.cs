using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace HeartMonitor.Core;

/// <summary>
/// Text in JSON that is no text: one half of a surrogate pair, written as an escape such as <c>\ud800</c>, or bytes that are not UTF-8. The parser lets
/// both through, and whoever asks for the value later gets an exception in place of a sentence about the file.
/// </summary>
public static class HalfPairs
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where the first is, in plain words that begin with its line; null when there is none, and for text that is no JSON, of which its own reader tells.</summary>
    public static string? FaultOf(string json) =>
        json.Contains("\\ud", StringComparison.OrdinalIgnoreCase) ? FaultOf(Encoding.UTF8.GetBytes(json.TrimStart('\uFEFF'))) : null;

    /// <summary>As above, for the bytes as they came.</summary>
    public static string? FaultOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String) || IsText(reader.ValueSpan, reader.ValueIsEscaped)) continue;
                var before = json[..(int)reader.TokenStartIndex];
                return string.Create(CultureInfo.InvariantCulture,
                    $"line {before.Count((byte)'\n') + 1}, position {before.Length - before.LastIndexOf((byte)'\n')}: this text holds half a character, such as \\ud800 without its other half");
            }
        }
        catch (JsonException)
        {
            // No JSON: whoever parses it says so, with the line.
        }

        return null;
    }

    private static bool IsText(ReadOnlySpan<byte> written, bool escaped)
    {
        if (!Utf8.IsValid(written)) return false;
        var half = false; // the half before this one waits for its other half
        while (escaped && written.Length > 0)
        {
            var code = CodeAt(written);
            var isLow = code is >= 0xDC00 and <= 0xDFFF;
            if (half != isLow) return false;
            half = code is >= 0xD800 and <= 0xDBFF;
            written = written[(code is not null ? 6 : written[0] == (byte)'\\' ? 2 : 1)..];
        }

        return !half;
    }

    /// <summary>The number of an escape of the form <c>\uXXXX</c> that stands here; null for anything else.</summary>
    private static int? CodeAt(ReadOnlySpan<byte> written) =>
        written.Length >= 6 && written[0] == (byte)'\\' && written[1] == (byte)'u'
            && int.TryParse(written.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
}
