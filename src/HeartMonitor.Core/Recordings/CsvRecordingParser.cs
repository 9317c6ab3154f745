namespace HeartMonitor.Core.Recordings;

/// <summary>
/// CSV with columns by name in any order, unknown ones ignored. With <c>rr_ms</c> and no <c>time_s</c>, time is the sum of the intervals:
/// a row stands where its interval ends, the first at zero. A cell of <c>rr_ms</c> may hold several intervals, separated by blanks.
/// </summary>
internal sealed class CsvRecordingParser(string fileName)
{
    private const decimal FarthestSeconds = 1e18m; // ours: an instant in nanoseconds; two of them still subtract

    private readonly List<RecordingRow> _rows = [];
    private readonly IntervalUnit _unit = new();
    private RecordingFault? _fault;
    private decimal? _firstTime;
    private decimal _sumMs;
    private int _line;

    internal RecordingResult Parse(TextReader text)
    {
        var csv = new CsvCells(text);
        var cells = new List<string>();
        var columns = ReadHeader(csv, cells);
        while (columns is not null && _fault is null && csv.TryRead(cells))
        {
            _line = csv.Line;
            if (csv.IsTooLong) Fail(CsvCells.TooLong);
            else if (_rows.Count == RecordingReader.MostRows) Fail(RecordingReader.TooManyRows);
            else if (csv.IsUnclosed) Fail("A quote is opened here and never closed.");
            else if (!cells.TrueForAll(string.IsNullOrWhiteSpace)) ReadRow(columns, cells);
        }

        if (_unit.LooksLikeSeconds) FailAt(_unit.FirstLine, IntervalUnit.Complaint);
        if (_rows.Count == 0) Fail("There is a header and no row after it.");
        return _fault is { } fault ? RecordingResult.Failed(fault) : RecordingResult.Of(new(null, _rows));
    }

    private CsvColumns? ReadHeader(CsvCells csv, List<string> cells)
    {
        while (csv.TryRead(cells))
        {
            _line = csv.Line;
            if (csv.IsTooLong)
            {
                Fail(CsvCells.TooLong);
                return null;
            }

            if (cells.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            var (columns, wrong) = CsvColumns.Read(cells);
            if (wrong is not null) Fail(wrong);
            return columns;
        }

        FailAt(1, $"The file is empty; needed is {RecordingReader.Needed}.");
        return null;
    }

    private void ReadRow(CsvColumns columns, List<string> cells)
    {
        var rr = Intervals(cells, columns.Rr);
        var offset = columns.Time >= 0 ? Stamp(cells, columns.Time) : SumOf(rr);
        var heartRate = Number(cells, columns.HeartRate, CsvColumns.HeartRateName, ushort.MaxValue);
        var power = Number(cells, columns.Power, CsvColumns.PowerName, int.MaxValue);
        var speed = Number(cells, columns.Speed, CsvColumns.SpeedName, int.MaxValue);
        if (_fault is not null) return;

        var bpm = heartRate is { } rate ? (int)decimal.Round(rate, MidpointRounding.AwayFromZero) : (int?)null;
        _rows.Add(new(offset, bpm, rr, (double?)power, (double?)speed));
    }

    private TimeSpan Stamp(List<string> cells, int column)
    {
        var cell = Cell(cells, column);
        if (!RecordingNumber.TryParse(cell, out var seconds) || Math.Abs(seconds) > FarthestSeconds)
        {
            Fail($"{CsvColumns.TimeName} is {RecordingNumber.Quote(cell)}; a number of seconds is needed.");
            return default;
        }

        _firstTime ??= seconds;
        return OffsetOf(seconds - _firstTime.Value, cell);
    }

    private TimeSpan SumOf(double[] intervals)
    {
        // The first row is the zero of time, so its own interval does not count.
        foreach (var interval in intervals) _sumMs += _firstTime is null ? 0 : (decimal)interval;
        if (intervals.Length > 0) _firstTime ??= 0;
        return OffsetOf(_sumMs / 1000, "the sum of intervals");
    }

    private TimeSpan OffsetOf(decimal seconds, string said)
    {
        if (Math.Abs(seconds) <= (decimal)RecordingReader.LongestSpan.TotalSeconds) return RecordingNumber.Seconds(seconds);
        Fail($"{RecordingNumber.Quote(said)} is more than {RecordingReader.LongestSpan.Days} days from the first row.");
        return default;
    }

    private double[] Intervals(List<string> cells, int column)
    {
        var cell = Cell(cells, column);
        if (cell.Length == 0) return [];
        var parts = cell.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var intervals = new double[parts.Length];
        for (var i = 0; i < parts.Length && _fault is null; i++)
        {
            intervals[i] = (double)(ParseWithin(parts[i], CsvColumns.RrName, IntervalUnit.LongestMs) ?? 0);
            _unit.Saw(intervals[i], _line);
        }

        return intervals;
    }

    private decimal? Number(List<string> cells, int column, string name, int most)
    {
        var cell = Cell(cells, column);
        return cell.Length == 0 ? null : ParseWithin(cell, name, most);
    }

    private decimal? ParseWithin(string cell, string name, int most)
    {
        if (RecordingNumber.TryParse(cell, out var value) && value >= 0 && value <= most) return value;
        Fail($"{name} is {RecordingNumber.Quote(cell)}; a number from 0 to {most} is needed.");
        return null;
    }

    private static string Cell(List<string> cells, int column) => column >= 0 && column < cells.Count ? cells[column].Trim() : string.Empty;

    private void Fail(string text) => FailAt(_line, text);

    private void FailAt(int line, string text) => _fault ??= new(fileName, line, text);
}
