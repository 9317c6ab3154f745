namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>What is wrong in a recording, in the words of <c>quality_cases.json</c>.</summary>
internal enum DefectKind
{
    /// <summary>A row without a rate.</summary>
    NoRate,

    /// <summary>More than 5 s between a row and the next.</summary>
    Gap,

    /// <summary>A rate of 0.</summary>
    Zero,

    /// <summary>A rate more than 15 bpm from that of the row before, a second or less earlier.</summary>
    Step,

    /// <summary>A row with the time of the row before.</summary>
    SameTime,
}

/// <summary>One defect, counted from the rows of the file and by nothing of ours.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="From">Second at which it begins to be wrong: of the row, or 5 s after the row before the gap.</param>
/// <param name="To">Second at which it ends: a second after the row, or the row after the gap.</param>
/// <param name="Row">Number of the row it is seen at; of a gap, the row after it.</param>
internal readonly record struct RecordedDefect(DefectKind Kind, double From, double To, int Row)
{
    private const double LongestGap = 5;
    private const int LargestStep = 15;

    /// <summary>All defects of a file in the order of its rows.</summary>
    internal static IEnumerable<RecordedDefect> In(IReadOnlyList<RecordedRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Bpm is null) yield return At(DefectKind.NoRate);
            if (row.Bpm == 0) yield return At(DefectKind.Zero);
            if (i == 0) continue;
            var before = rows[i - 1];
            var seconds = row.Time - before.Time;
            if (seconds > LongestGap) yield return new(DefectKind.Gap, before.Time + LongestGap, row.Time, i);
            if (seconds == 0) yield return At(DefectKind.SameTime);
            if (seconds <= 1 && Math.Abs((row.Bpm - before.Bpm) ?? 0) > LargestStep) yield return At(DefectKind.Step);

            RecordedDefect At(DefectKind kind) => new(kind, rows[i].Time, rows[i].Time + 1, i);
        }
    }
}
