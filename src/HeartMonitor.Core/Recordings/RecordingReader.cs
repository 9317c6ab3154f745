namespace HeartMonitor.Core.Recordings;

/// <summary>
/// Reads a recording in any of the forms of contracts section 1: TCX, CSV with columns by name, or RR text. The form is told by the
/// content; the file's name only appears in faults. Time and memory are linear in the number of rows.
/// </summary>
public static class RecordingReader
{
    /// <summary>A recording longer than this has a broken clock: the rules tick through every second of it.</summary>
    internal static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    /// <summary>Rows, ours: a day at 20 a second. A week of beats is a million.</summary>
    internal const int MostRows = 2_000_000;

    /// <summary>Years that a recording may be of: outside them a clock was never set, and time ends there.</summary>
    internal const int EarliestYear = 1970;

    internal const int LatestYear = 2199;

    internal static readonly string TooManyRows = FormattableString.Invariant($"The recording has more than {MostRows:N0} rows.");

    internal const string Needed =
        "a CSV header with time_s and hr_bpm or rr_ms (or rr_ms alone), a TCX file, or RR intervals in milliseconds, one a line";

    /// <summary>Reads all of <paramref name="text"/>.</summary>
    /// <param name="text">Opened by the caller, UTF-8; not disposed.</param>
    /// <param name="fileName">For faults.</param>
    /// <returns>A recording with at least one row, or the first fault. Never throws for what the text says.</returns>
    public static RecordingResult Read(TextReader text, string fileName)
    {
        var (form, whole, wrong) = RecordingOpening.Of(text, Needed);
        if (wrong is not null) return RecordingResult.Failed(new(fileName, 1, wrong));
        using (whole)
        {
            return form switch
            {
                RecordingForm.Tcx => new TcxRecordingParser(fileName).Parse(whole),
                RecordingForm.RrText => new RrTextParser(fileName).Parse(whole),
                RecordingForm.Csv => new CsvRecordingParser(fileName).Parse(whole),
            };
        }
    }
}
