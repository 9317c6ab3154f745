using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Host.Query;

/// <summary>A session as it is looked at on a screen: curve, course, answers, alerts with their words. Whoever may not know staff is told a role.</summary>
internal sealed record SessionChart
{
    public required string Session { get; init; }

    /// <summary>Pseudonym.</summary>
    public required string Participant { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Null while it is open.</summary>
    public required DateTimeOffset? Ended { get; init; }

    public required string? EndedWhy { get; init; }

    /// <summary>Stamp of the newest row: as far as anything is known.</summary>
    public required DateTimeOffset LastAt { get; init; }

    public required IReadOnlyList<ChartPlan> Plans { get; init; }

    public required IReadOnlyList<SeriesPhase> Phases { get; init; }

    public required IReadOnlyList<SeriesSpan> Pauses { get; init; }

    /// <summary>Times in which nobody watched.</summary>
    public required IReadOnlyList<SeriesSpan> Interruptions { get; init; }

    /// <summary>Stretches of 3 s and more without a reading, pauses left out.</summary>
    public required IReadOnlyList<SeriesGap> Gaps { get; init; }

    public required IReadOnlyList<ChartWork> Work { get; init; }

    public required IReadOnlyList<SeriesAnswer> Answers { get; init; }

    /// <summary>Questions that nobody answered.</summary>
    public required IReadOnlyList<ChartMissed> Missed { get; init; }

    /// <summary>Talk tests, symptoms, calls for help.</summary>
    public required IReadOnlyList<SeriesWord> Words { get; init; }

    public required IReadOnlyList<ChartAlert> Alerts { get; init; }

    /// <summary>What staff wrote down; null for whoever may not read it.</summary>
    public required IReadOnlyList<ChartNote>? Notes { get; init; }

    /// <summary>Means of the good values by the second from the start, /min; null where there is none: no line bridges it.</summary>
    public required IReadOnlyList<double?> Bpm { get; init; }

    /// <summary>Readings that the rules did not believe: seconds from the start, and /min.</summary>
    public required IReadOnlyList<double[]> Doubtful { get; init; }

    public required IReadOnlyList<ChartMinute> Minutes { get; init; }

    /// <summary>Stretches in which stored rows are damaged or gone.</summary>
    public required IReadOnlyList<SeriesLoss> RowsLost { get; init; }

    /// <summary>Null while it is open.</summary>
    public required SummaryEvent? Summary { get; init; }
}

internal sealed record ChartPlan(DateTimeOffset At, MonitoringMode Mode, HeartRateZone? Zone, HeartRateCeiling? Ceiling, RpeTarget Rpe);

/// <summary>Work from then on, in figures with their units.</summary>
internal sealed record ChartWork(DateTimeOffset At, string Text, bool Measured);

internal sealed record ChartMissed(DateTimeOffset At, PromptReason Reason);

internal sealed record ChartNote(DateTimeOffset At, string By, string Text, string? Alert);

/// <summary>A minute: mean, lowest and highest good value in /min, and its part with one in percent.</summary>
internal sealed record ChartMinute(double? Mean, double? Min, double? Max, double CoveragePercent);

/// <summary>An alert with all that became of it.</summary>
/// <param name="Id">Of the episode.</param>
/// <param name="Code">What it is about.</param>
/// <param name="Priority">The highest that it reached.</param>
/// <param name="At">When it was raised.</param>
/// <param name="Text">What it said at its gravest.</param>
/// <param name="Because">The numbers then.</param>
/// <param name="Source">Sections that its rule is written in.</param>
/// <param name="RulesVersion">Rules in force.</param>
/// <param name="ClearedAt">When its condition ended; null where nobody knows of an end.</param>
/// <param name="OpenAtEnd">It was open until the session ended: nobody has seen its condition end.</param>
/// <param name="AckedAt">When somebody took note; null where nobody did.</param>
/// <param name="AckedBy">Who; the role for whoever may not know.</param>
internal sealed record ChartAlert(
    string Id, AlertCode Code, AlertPriority Priority, DateTimeOffset At, string Text, IReadOnlyList<Evidence> Because, string Source, string RulesVersion,
    DateTimeOffset? ClearedAt, bool OpenAtEnd, DateTimeOffset? AckedAt, string? AckedBy);

/// <summary>Makes the chart of a stored session.</summary>
/// <param name="reading">The session.</param>
/// <param name="isStaff">Staff ids, notes and other people's pseudonyms may be told.</param>
/// <param name="wordsOf">Words of an alert in the language that was asked for.</param>
internal sealed class SessionChartBuilder(SessionReading reading, bool isStaff, Func<AlertEvent, string> wordsOf)
{
    private const int MostDoubtful = 4_000; // ours: more than a screen has dots across

    private readonly SessionSeries _s = reading.Series;

    internal SessionChart Build() => new()
    {
        Session = _s.Session,
        Participant = _s.Participant,
        Started = _s.StartedAt,
        Ended = _s.EndedAt,
        EndedWhy = _s.EndedWhy,
        LastAt = _s.LastAt,
        Plans = [.. _s.Plans.Select(p => new ChartPlan(p.At, p.Mode, p.Mode == MonitoringMode.Zones ? p.Zone : null, p.Ceiling, p.Rpe))],
        Phases = _s.Phases,
        Pauses = _s.Pauses,
        Interruptions = _s.Interruptions,
        Gaps = [.. _s.Gaps.Where(g => !g.IsPaused)],
        Work = [.. _s.Workloads.Select(w => new ChartWork(w.At, WorkWords.Of(w.Work, withCode: false), w.Work.Measured))],
        Answers = _s.Answers,
        Missed = [.. _s.Prompts.Where(p => p.State == PromptState.Missed).Select(p => new ChartMissed(p.OpenedAt, p.Reason))],
        Words = _s.Words,
        Alerts = [.. reading.Events.OfType<AlertEvent>().GroupBy(a => a.Id, StringComparer.Ordinal).Select(g => Alert([.. g])).OrderBy(a => a.At)],
        Notes = isStaff ? [.. reading.Facts.Where(f => f.Counts).Select(f => (f.At, Note: f.Fact as NoteWritten)).Where(f => f.Note is not null).Select(f => new ChartNote(f.At, f.Note!.By, f.Note.Text, f.Note.Alert))] : null,
        Bpm = Column(SeriesTables.Means(_s, 1, "1s"), "bpm", Rounded),
        Doubtful = [.. _s.Samples.Where(p => p is { Bpm: >= 30 and <= 230, IsReading: true } && (p.IsLate || p.Label.Quality != SignalQuality.Good)).Take(MostDoubtful).Select(p => new[] { Math.Round(p.T, 1), p.Bpm!.Value })],
        Minutes = Minutes(SeriesTables.Means(_s, 60, "1m")),
        RowsLost = _s.Losses,
        Summary = _s.Summary,
    };

    private ChartAlert Alert(IReadOnlyList<AlertEvent> life)
    {
        var worst = life.MaxBy(a => a.Priority)!;
        var told = isStaff ? worst : worst with { Because = [.. worst.Because.Where(e => e.Unit != Evidence.Person)] };
        var acked = life.LastOrDefault(a => a.AckedAt is not null);
        return new(
            worst.Id, worst.Code, worst.Priority, life[0].At, isStaff || told.Because.Count == worst.Because.Count ? wordsOf(worst) : KebabCase.Of(worst.Code), told.Because, worst.Source, worst.RulesVersion,
            life.LastOrDefault(a => a.State == AlertState.Cleared)?.At, _s.IsOpenAtEnd(worst.Id), acked?.AckedAt, acked is null ? null : isStaff ? acked.AckedBy : "staff");
    }

    private static List<ChartMinute> Minutes(DataTable table)
    {
        var (mean, min, max, coverage) = (Of("bpm"), Of("bpm_min"), Of("bpm_max"), Of("coverage_percent"));
        return [.. Enumerable.Range(0, table.RowCount).Select(row => new ChartMinute(Rounded(mean(row)), Number(min(row)), Number(max(row)), Number(coverage(row)) ?? 0))];

        Func<int, object?> Of(string name) => table.Columns.Single(c => c.Name == name).Cell;
    }

    /// <summary>A cell of whatever kind of number.</summary>
    private static double? Number(object? cell) => cell is null ? null : Convert.ToDouble(cell, System.Globalization.CultureInfo.InvariantCulture);

    private static double? Rounded(object? cell) => Number(cell) is { } value ? Math.Round(value, 1) : null;

    private static List<T> Column<T>(DataTable table, string name, Func<object?, T> read)
    {
        var cell = table.Columns.Single(c => c.Name == name).Cell;
        return [.. Enumerable.Range(0, table.RowCount).Select(row => read(cell(row)))];
    }
}
