namespace HeartMonitor.Core.Recordings;

/// <summary>The forms that text of a recording can have.</summary>
internal enum RecordingForm
{
    /// <summary>A header and columns by name.</summary>
    Csv,

    /// <summary>XML.</summary>
    Tcx,

    /// <summary>A number a line.</summary>
    RrText,
}

/// <summary>Tells the form of a recording by its first characters.</summary>
internal static class RecordingOpening
{
    /// <summary>How much is looked at to tell the form.</summary>
    private const int SniffedCharacters = 4096;

    /// <summary>Looks at the start of <paramref name="text"/>, which the caller keeps.</summary>
    /// <returns>The form and all of the text again without a byte order mark; or, for text that is empty or no text, what is wrong.</returns>
    internal static (RecordingForm Form, TextReader Whole, string? Wrong) Of(TextReader text, string needed)
    {
        var buffer = new char[SniffedCharacters];
        var length = text.ReadBlock(buffer, 0, buffer.Length);
        var opening = buffer.AsSpan(0, length).TrimStart('\uFEFF');
        if (LooksBinary(opening, out var kind)) return (default, TextReader.Null, $"This is {kind}; needed is {needed}.");

        var start = opening.TrimStart();
        if (start.IsEmpty && length < SniffedCharacters) return (default, TextReader.Null, $"The file is empty; needed is {needed}.");

        var whole = new PrefixedTextReader(new string(opening), text);
        if (!start.IsEmpty && start[0] == '<') return (RecordingForm.Tcx, whole, null);
        return (IsNumberAlone(start) ? RecordingForm.RrText : RecordingForm.Csv, whole, null);
    }

    private static bool IsNumberAlone(ReadOnlySpan<char> start)
    {
        var end = start.IndexOfAny('\r', '\n');
        var line = end < 0 ? start : start[..end];
        if (RecordingNumber.TryParse(line, out _)) return true;
        return line.Length > 0 && !line.Contains(',') && (char.IsAsciiDigit(line[0]) || line[0] is '-' or '+' or '.');
    }

    /// <summary>Text has no NUL, hardly any control characters, and mostly decodes.</summary>
    private static bool LooksBinary(ReadOnlySpan<char> opening, out string kind)
    {
        kind = opening.Length > 12 && opening[..Math.Min(20, opening.Length)].Contains(".FIT", StringComparison.Ordinal)
            ? "a FIT file, which is not read here (export it as TCX)"
            : "a binary file";
        var odd = 0;
        foreach (var character in opening)
        {
            if (character == '\0') return true;
            if (character == '\uFFFD' || (char.IsControl(character) && character is not ('\t' or '\r' or '\n' or '\f'))) odd++;
        }

        return odd * 20 > opening.Length;
    }
}
