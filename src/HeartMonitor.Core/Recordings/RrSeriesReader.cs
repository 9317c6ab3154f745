namespace HeartMonitor.Core.Recordings;

/// <summary>
/// Reads RR intervals alone (contracts 1, verb <c>hrv</c>): milliseconds, one a line, or CSV with a column <c>rr_ms</c> (or <c>rr</c> beside <c>since start</c>, as
/// the app HRV Logger has it), whose other columns may hold anything. A blank line or cell is no interval; a cell may hold several, separated by blanks. Stricter than
/// <see cref="RecordingReader"/>: in a replay an interval of 0 is passed over, in a statistic it would be a beat that never was.
/// </summary>
public sealed class RrSeriesReader
{
    /// <summary>A minute without a beat is no interval of a heart; what a strap can send beyond it is its counter at the stop (domain-facts
    /// 1.4, B20).</summary>
    public const int LongestMs = 60_000;

    private const string Needed = "RR intervals in milliseconds, one a line, or a CSV header with rr_ms";

    private readonly List<double> _intervals = [];
    private readonly IntervalUnit _unit = new();
    private readonly string _fileName;
    private RecordingFault? _fault;

    private RrSeriesReader(string fileName) => _fileName = fileName;

    /// <summary>Reads all of <paramref name="text"/>, in time linear in its length.</summary>
    /// <param name="text">Opened by the caller, UTF-8; not disposed.</param>
    /// <param name="fileName">For the fault.</param>
    /// <returns>At least one interval, or the first fault with its line. Never throws for what the text says.</returns>
    public static RrSeries Read(TextReader text, string fileName) => new RrSeriesReader(fileName).Read(text);

    private RrSeries Read(TextReader text)
    {
        var (form, whole, wrong) = RecordingOpening.Of(text, Needed);
        using (whole)
        {
            if (wrong is not null) Fail(1, wrong);
            else if (form == RecordingForm.Tcx) Fail(1, $"This is XML, which holds no RR intervals; needed is {Needed}.");
            else if (form == RecordingForm.RrText) ReadLines(whole);
            else ReadCells(new CsvCells(whole));
        }

        if (_unit.LooksLikeSeconds) Fail(_unit.FirstLine, IntervalUnit.Complaint);
        return _fault is { } fault ? RrSeries.Failed(fault) : RrSeries.Of(_intervals);
    }

    private void ReadLines(TextReader text)
    {
        var line = 0;
        while (_fault is null && text.ReadLine() is { } said)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(said)) Take(said, line);
        }
    }

    private void ReadCells(CsvCells csv)
    {
        var cells = new List<string>();
        var column = ReadHeader(csv, cells);
        var header = csv.Line;
        while (_fault is null && csv.TryRead(cells))
        {
            if (csv.IsTooLong) Fail(csv.Line, CsvCells.TooLong);
            else if (csv.IsUnclosed) Fail(csv.Line, "A quote is opened here and never closed.");
            else if (column < cells.Count)
                foreach (var said in cells[column].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) Take(said, csv.Line);
        }

        if (_intervals.Count == 0) Fail(header, $"There is no interval in the column {CsvColumns.RrName}.");
    }

    /// <summary>The place of <c>rr_ms</c>; -1 after a fault.</summary>
    private int ReadHeader(CsvCells csv, List<string> cells)
    {
        while (csv.TryRead(cells) && !csv.IsTooLong)
        {
            if (cells.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            if (cells.Exists(IsSinceStart) && cells.FindIndex(IsHrvLoggerRr) is >= 0 and var logged) return logged;
            var column = cells.FindIndex(IsRr);
            if (column < 0) Fail(csv.Line, $"The header is {RecordingNumber.Quote(string.Join(',', cells), most: 200)}; needed is {Needed}.");
            else if (cells.FindLastIndex(IsRr) != column) Fail(csv.Line, $"The column {CsvColumns.RrName} is there twice.");
            return column;
        }

        Fail(csv.Line, csv.IsTooLong ? CsvCells.TooLong : $"The file is empty; needed is {Needed}.");
        return -1;
    }

    /// <summary>The app HRV Logger writes <c>date,rr,since start</c>.</summary>
    private static bool IsSinceStart(string name) => name.AsSpan().Trim().Equals("since start", StringComparison.OrdinalIgnoreCase);

    private static bool IsHrvLoggerRr(string name) => name.AsSpan().Trim().Equals("rr", StringComparison.OrdinalIgnoreCase);

    private static bool IsRr(string name) => name.AsSpan().Trim().Equals(CsvColumns.RrName, StringComparison.OrdinalIgnoreCase);

    private void Take(string said, int line)
    {
        if (!RecordingNumber.TryParse(said, out var interval) || interval is <= 0 or > LongestMs)
        {
            Fail(line, $"{RecordingNumber.Quote(said)} is not an RR interval; a number of milliseconds over 0 and up to {LongestMs} is needed.");
            return;
        }

        if (_intervals.Count == RecordingReader.MostRows) Fail(line, RecordingReader.TooManyRows);
        else _intervals.Add((double)interval);
        _unit.Saw((double)interval, line);
    }

    private void Fail(int line, string text) => _fault ??= new(_fileName, line, text);
}
