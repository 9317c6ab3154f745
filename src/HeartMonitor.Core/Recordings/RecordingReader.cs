namespace HeartMonitor.Core.Recordings;

/// <summary>
/// Reads a recording in any of the forms of contracts section 1: TCX, CSV with columns by name, or RR text. The form is told by the
/// content; the file's name only appears in faults. Time and memory are linear in the number of rows.
/// </summary>
public static class RecordingReader
{
    /// <summary>How much is looked at to tell the form.</summary>
    private const int SniffedCharacters = 4096;

    /// <summary>A recording longer than this has a broken clock: the rules tick through every second of it.</summary>
    internal static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    internal const string Needed =
        "a CSV header with time_s and hr_bpm or rr_ms (or rr_ms alone), a TCX file, or RR intervals in milliseconds, one a line";

    /// <summary>Reads all of <paramref name="text"/>.</summary>
    /// <param name="text">Opened by the caller, UTF-8; not disposed.</param>
    /// <param name="fileName">For faults.</param>
    /// <returns>A recording with at least one row, or the first fault. Never throws for what the text says.</returns>
    public static RecordingResult Read(TextReader text, string fileName)
    {
        var buffer = new char[SniffedCharacters];
        var length = text.ReadBlock(buffer, 0, buffer.Length);
        var opening = buffer.AsSpan(0, length).TrimStart('\uFEFF');
        if (LooksBinary(opening, out var kind)) return Fault(1, $"This is {kind}; needed is {Needed}.");

        var start = opening.TrimStart();
        if (start.IsEmpty && length < SniffedCharacters) return Fault(1, $"The file is empty; needed is {Needed}.");

        using var whole = new PrefixedTextReader(new string(opening), text);
        if (!start.IsEmpty && start[0] == '<') return new TcxRecordingParser(fileName).Parse(whole);
        return IsNumberAlone(start) ? new RrTextParser(fileName).Parse(whole) : new CsvRecordingParser(fileName).Parse(whole);

        RecordingResult Fault(int line, string said) => RecordingResult.Failed(new(fileName, line, said));
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
