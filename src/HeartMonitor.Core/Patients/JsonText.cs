using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HeartMonitor.Core.Patients;

/// <summary>Text to a JSON document, or a fault that names the line.</summary>
internal static class JsonText
{
    /// <summary>Longest file read, characters: a participant file or a catalogue is some kilobytes.</summary>
    internal const int LongestCharacters = 1 << 20;

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 32,
    };

    /// <summary>The document, to be disposed; null with a fault in <paramref name="findings"/>.</summary>
    internal static JsonDocument? Parse(string text, InputFindings findings)
    {
        var json = text.AsSpan().TrimStart('\uFEFF');
        if (json.IsWhiteSpace())
        {
            findings.Fault("line 1", "the file is empty");
            return null;
        }

        if (json.Length > LongestCharacters)
        {
            findings.Fault("line 1", $"the file is longer than {LongestCharacters} characters");
            return null;
        }

        try
        {
            return JsonDocument.Parse(json.ToString(), Options);
        }
        catch (JsonException broken)
        {
            findings.Fault(Place(broken), "this is not JSON, or it is nested too deeply");
        }
        catch (ArgumentException)
        {
            findings.Fault("line 1", "the text holds characters that are not Unicode");
        }

        return null;
    }

    /// <summary>
    /// The first 8 hex digits of SHA-256 of a file's text; line ends do not count, so that a checkout on another system is the same file.
    /// </summary>
    internal static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF').ReplaceLineEndings("\n"))))[..8];

    private static string Place(JsonException broken) =>
        $"line {(broken.LineNumber ?? 0) + 1}, position {(broken.BytePositionInLine ?? 0) + 1}";
}
