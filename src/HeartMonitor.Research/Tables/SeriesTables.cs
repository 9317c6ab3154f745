using HeartMonitor.Core;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Tables;

/// <summary>
/// A stored session as tables: packets, intervals, events, means over equal times, stretches of intervals. Their columns stand here once, for the API, for the files and for the
/// dictionary of both. Names and units: ecosystem-reliability 1c, and 1b for the quantities that InfluxDB has too.
/// </summary>
public static class SeriesTables
{
    private static readonly TableForm<SampleRow> SampleForm = new("samples",
    [
        new("t_utc", ColumnKind.Time, "UTC", null, "When the packet came; of one that came late, when it was measured", s => s.Of.At),
        new("t_rel_s", ColumnKind.Real, "s", null, "Seconds from the session's start", s => s.Of.T),
        new("bpm", ColumnKind.Small, "/min", null, "Heart rate as the strap sent it; missing when it sent 0 or the packet could not be decoded", s => s.Of.Bpm),
        new("contact", ColumnKind.Text, null, "detected not-detected not-supported", "What the strap said about touching skin", s => KebabCase.Of(s.Of.Contact)),
        new("quality", ColumnKind.Text, null, "good suspect bad none", "How far the rules of then believed the rate", s => KebabCase.Of(s.Of.Label.Quality)),
        new("reasons", ColumnKind.Text, null, ReasonNames, "What spoke against the rate or its intervals, names with blanks between; missing where nothing did", s => Reasons(s.Of.Label.Reasons)),
        new("src", ColumnKind.Text, null, null, "Strap by its number in this session, strap-1 and so on; missing where none was bound", s => s.Of.Strap == 0 ? null : FormattableString.Invariant($"strap-{s.Of.Strap}")),
        new("late", ColumnKind.Flag, null, "true false", "It came after younger packets: stored, never judged", s => s.Of.IsLate),
        new("duplicate", ColumnKind.Flag, null, "true false", "The same packet, or the same instant, once more", s => s.Of.Label.Reasons.HasFlag(SignalReasons.Duplicate)),
        new("energy_kj", ColumnKind.Small, "kJ", null, "Energy since the strap's reset, as the strap sent it", s => s.Of.EnergyKj),
        new("gap_before_s", ColumnKind.Real, "s", null, "Seconds without a reading that ended with this packet, from 3 s on; missing where there was no such gap", s => s.GapBefore),
        new("n", ColumnKind.Large, null, null, "Position of the packet in the journal", s => s.Of.N),
    ]);

    private static readonly TableForm<SeriesBeat> BeatForm = new("rr",
    [
        new("t_utc", ColumnKind.Time, "UTC", null, "When the interval's later beat came: the packet's stamp less the intervals after it in the packet", b => b.At),
        new("t_rel_s", ColumnKind.Real, "s", null, "Seconds from the session's start; add up rr_ms inside a segment for a clock without the packets' jitter", b => b.T),
        new("rr_ms", ColumnKind.Real, "ms", null, "Interval between two beats, raw / 1024 s, not rounded", b => b.Ms),
        new("flag", ColumnKind.Small, null, "0 1 2", "Live: 0 good, 1 suspect, 2 bad", b => b.Flag),
        new("artefact", ColumnKind.Text, null, "none ectopic missed extra long-short", "Offline, over the segment (Lipponen and Tarvainen 2019); missing where nobody can say", b => b.Artefact == BeatArtefact.Unknown ? null : KebabCase.Of(b.Artefact)),
        new("gap_before", ColumnKind.Flag, null, "true false", "The interval before it is not its neighbour in the heart: never take their difference", b => b.GapBefore),
        new("segment", ColumnKind.Whole, null, null, "Intervals that follow one another have one number, from 1; 0 for what is no beat or came off the skin", b => b.Segment),
        new("late", ColumnKind.Flag, null, "true false", "Its packet came late", b => b.IsLate),
        new("n", ColumnKind.Large, null, null, "Position of its packet in the journal", b => b.N),
    ]);

    private static readonly TableForm<SeriesEvent> EventForm = new("events",
    [
        new("onset", ColumnKind.Real, "s", null, "Seconds from the session's start", e => e.Onset),
        new("duration", ColumnKind.Real, "s", null, "Seconds; 0 for an instant", e => e.Duration),
        new("trial_type", ColumnKind.Text, null, string.Join(' ', EventKinds.All), "Kind of event, named as in the events of the API", e => e.Type),
        new("value", ColumnKind.Real, "as unit says", null, "RPE 6 to 20; a workload's, an evidence's or a dose's number; grade of a symptom; how many rows are lost", e => e.Value),
        new("t_utc", ColumnKind.Time, "UTC", null, "The same as onset", e => e.At),
        new("code", ColumnKind.Text, null, null, "What it is about: alert code, phase, mode, quantity, symptom, strap, why rows are lost", e => e.Code),
        new("state", ColumnKind.Text, null, null, "State of an alert, prompt, gate, strap or answer", e => e.State),
        new("reason", ColumnKind.Text, null, null, "Why: a prompt's reason, a quality's reasons, names with blanks between; session-end for an alert that was open until the session ended", e => e.Reason),
        new("by", ColumnKind.Text, null, "participant staff", "Who said it, by role", e => e.By),
        new("priority", ColumnKind.Text, null, "low medium high", "Of an alert", e => e.Priority),
        new("unit", ColumnKind.Text, null, null, "Unit of value", e => e.Unit),
        new("id", ColumnKind.Text, null, null, "Of the alert or prompt, the same in all its revisions", e => e.Id),
        new("rev", ColumnKind.Whole, null, null, "Revision, from 1", e => e.Rev),
    ]);

    private static readonly TableForm<SeriesMean> MeanForm = new("means",
    [
        new("t_utc", ColumnKind.Time, "UTC", null, "Beginning of this time", m => m.At),
        new("t_rel_s", ColumnKind.Real, "s", null, "The same, seconds from the session's start", m => m.T),
        new("bpm", ColumnKind.Real, "/min", null, "Mean of the good values, weighted by the time to the next packet, at most 5 s", m => m.Mean),
        new("bpm_min", ColumnKind.Small, "/min", null, "Lowest good value of a packet in this time", m => m.Min),
        new("bpm_max", ColumnKind.Small, "/min", null, "Highest good value of a packet in this time", m => m.Max),
        new("coverage_percent", ColumnKind.Real, "%", null, "Part of this time with a good value, 0 to 100", m => m.CoveragePercent),
        new("packets", ColumnKind.Whole, null, null, "Packets in this time, of any quality, late ones too", m => m.Packets),
        new("good", ColumnKind.Whole, null, null, "Good ones among them", m => m.Good),
        new("gap", ColumnKind.Text, null, GapNames, "Why there is no reading in all of this time; missing where there is one", m => m.Gap),
        new("phase", ColumnKind.Text, null, "warm-up work cool-down recovery", "The phase that most of this time is in, the earlier of two equal ones; missing where that is none", m => m.Phase),
        new("paused", ColumnKind.Flag, null, "true false", "The session was paused for more than half of this time", m => m.IsPaused),
    ]);

    private static readonly TableForm<IGrouping<int, SeriesBeat>> SegmentForm = new("segments",
    [
        new("segment", ColumnKind.Whole, null, null, "Number in the file's name, and in rr", g => g.Key),
        new("t_utc", ColumnKind.Time, "UTC", null, "When its first interval ended", g => g.First().At),
        new("t_rel_s", ColumnKind.Real, "s", null, "The same, seconds from the session's start", g => g.First().T),
        new("duration_s", ColumnKind.Real, "s", null, "Sum of its intervals", g => g.Sum(b => b.Ms) / 1000),
        new("intervals", ColumnKind.Whole, null, null, "How many there are", g => g.Count()),
        new("suspect", ColumnKind.Whole, null, null, "Of them flagged 1 or 2 while they came", g => g.Count(b => b.Flag > 0)),
        new("artefacts", ColumnKind.Whole, null, null, "Of them artefacts of the offline filter; missing where nobody can say", g => g.All(b => b.Artefact == BeatArtefact.Unknown) ? null : g.Count(b => b.Artefact > BeatArtefact.None)),
    ]);

    /// <summary>Every table without a row.</summary>
    internal static IReadOnlyList<DataTable> Empty { get; } = [SampleForm.Over([]), BeatForm.Over([]), EventForm.Over([]), MeanForm.Over([]), SegmentForm.Over([])];

    /// <summary>One row a packet, with what the rules saw of it then.</summary>
    public static DataTable Packets(SessionSeries series)
    {
        var gaps = new Dictionary<DateTimeOffset, double>();
        foreach (var gap in series.Gaps) gaps[gap.To] = gap.Seconds;
        return SampleForm.Over([.. series.Samples.Select(s => new SampleRow(s, gaps.TryGetValue(s.At, out var gap) ? gap : null))], SeriesFacts.Of(series, "raw"));
    }

    /// <summary>One row an interval between beats.</summary>
    public static DataTable Beats(SessionSeries series) => BeatForm.Over(series.Beats, SeriesFacts.Of(series, "beats"));

    /// <summary>One row for each thing that was said, done or decided, by time.</summary>
    public static DataTable Events(SessionSeries series) => EventForm.Over(SeriesEvents.Of(series), SeriesFacts.Of(series, "events"));

    /// <summary>One row for each <paramref name="seconds"/> from the session's start, empty ones too.</summary>
    public static DataTable Means(SessionSeries series, int seconds, string resolution) => MeanForm.Over(SeriesMeans.Of(series, seconds), SeriesFacts.Of(series, resolution));

    /// <summary>One row a stretch of intervals that follow one another.</summary>
    internal static DataTable Segments(SessionSeries series) =>
        SegmentForm.Over([.. series.Beats.Where(b => b.Segment > 0).GroupBy(b => b.Segment).OrderBy(g => g.Key)]);

    private static string ReasonNames => string.Join(' ', Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None).Select(KebabCase.Of));

    private static string GapNames => string.Join(' ', Enum.GetValues<GapReason>().Select(KebabCase.Of));

    private static string? Reasons(SignalReasons reasons) => reasons == SignalReasons.None
        ? null
        : string.Join(' ', Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None && reasons.HasFlag(r)).Select(KebabCase.Of));

    /// <summary>A packet, and the gap that it ended.</summary>
    private readonly record struct SampleRow(SeriesSample Of, double? GapBefore);
}
