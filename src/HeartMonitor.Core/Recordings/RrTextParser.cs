namespace HeartMonitor.Core.Recordings;

/// <summary>RR text: intervals in milliseconds, one a line, blank lines allowed and nothing else.</summary>
internal sealed class RrTextParser(string fileName)
{
    internal RecordingResult Parse(TextReader text)
    {
        var rows = new List<RecordingRow>();
        var unit = new IntervalUnit();
        var sumMs = 0m;
        var line = 0;
        while (text.ReadLine() is { } said)
        {
            line++;
            if (string.IsNullOrWhiteSpace(said)) continue;
            if (!RecordingNumber.TryParse(said, out var interval) || interval is < 0 or > IntervalUnit.LongestMs)
            {
                return Fault(line, $"{RecordingNumber.Quote(said)} is not an RR interval; "
                    + $"a number of milliseconds from 0 to {IntervalUnit.LongestMs}, one a line, is needed.");
            }

            if (rows.Count > 0) sumMs += interval;
            var offset = RecordingNumber.Milliseconds(sumMs);
            if (offset > RecordingReader.LongestSpan) return Fault(line, $"The recording is longer than {RecordingReader.LongestSpan.Days} days.");
            if (rows.Count == RecordingReader.MostRows) return Fault(line, RecordingReader.TooManyRows);
            unit.Saw((double)interval, line);
            rows.Add(new(offset, null, [(double)interval]));
        }

        return unit.LooksLikeSeconds ? Fault(unit.FirstLine, IntervalUnit.Complaint) : RecordingResult.Of(new(null, rows));

        RecordingResult Fault(int at, string wrong) => RecordingResult.Failed(new(fileName, at, wrong));
    }
}
