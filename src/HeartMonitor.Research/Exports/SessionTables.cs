using HeartMonitor.Core;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Exports;

/// <summary>The three tables of a session, column by column (ecosystem-reliability 1c).</summary>
internal static class SessionTables
{
    private static readonly Column<SeriesSample>[] SampleColumns =
    [
        new("t_utc", ColumnKind.Time, "UTC", "When the packet came; of one that came late, when it was measured", s => s.At),
        new("t_rel_s", ColumnKind.Real, "s", "Seconds from the session's start", s => s.T),
        new("bpm", ColumnKind.Small, "1/min", "Heart rate as the strap sent it; missing when it sent 0 or the packet could not be decoded", s => s.Bpm),
        new("contact", ColumnKind.Text, "detected not-detected not-supported", "What the strap said about touching skin", s => KebabCase.Of(s.Contact)),
        new("quality", ColumnKind.Text, "good suspect bad none", "How far the rules of then believed the rate", s => KebabCase.Of(s.Label.Quality)),
        new("reasons", ColumnKind.Text, "names, blanks between", "What spoke against the rate or its intervals", s => Reasons(s.Label.Reasons)),
        new("src", ColumnKind.Text, "strap-N", "Strap by its number in this session; strap-0 for none", s => FormattableString.Invariant($"strap-{s.Strap}")),
        new("late", ColumnKind.Flag, "true false", "It came after younger packets: stored, never judged", s => s.IsLate),
        new("duplicate", ColumnKind.Flag, "true false", "The same packet, or the same instant, once more", s => s.Label.Reasons.HasFlag(SignalReasons.Duplicate)),
        new("energy_kj", ColumnKind.Small, "kJ", "Energy since the strap's reset, as the strap sent it", s => s.EnergyKj),
        new("n", ColumnKind.Long, "count", "Position of the packet in the journal", s => s.N),
    ];

    private static readonly Column<SeriesBeat>[] BeatColumns =
    [
        new("t_utc", ColumnKind.Time, "UTC", "When the interval's later beat came: the packet's stamp less the intervals after it in the packet", b => b.At),
        new("t_rel_s", ColumnKind.Real, "s", "Seconds from the session's start; add up rr_ms inside a segment for a clock without the packets' jitter", b => b.T),
        new("rr_ms", ColumnKind.Real, "ms", "Interval between two beats, raw / 1024 s, not rounded", b => b.Ms),
        new("flag", ColumnKind.Small, "0 1 2", "Live: 0 good, 1 suspect, 2 bad", b => b.Flag),
        new("artefact", ColumnKind.Text, "none ectopic missed extra long-short", "Offline, over the segment (Lipponen and Tarvainen 2019); missing where nobody can say", b => b.Artefact == BeatArtefact.Unknown ? null : KebabCase.Of(b.Artefact)),
        new("gap_before", ColumnKind.Flag, "true false", "The interval before it is not its neighbour in the heart: never take their difference", b => b.GapBefore),
        new("segment", ColumnKind.Whole, "count", "Intervals that follow one another, from 1; 0 for what is no beat or came off the skin", b => b.Segment),
        new("late", ColumnKind.Flag, "true false", "Its packet came late", b => b.IsLate),
        new("n", ColumnKind.Long, "count", "Position of its packet in the journal", b => b.N),
    ];

    private static readonly Column<SeriesEvent>[] EventColumns =
    [
        new("onset", ColumnKind.Real, "s", "Seconds from the session's start", e => e.Onset),
        new("duration", ColumnKind.Real, "s", "Seconds; 0 for an instant", e => e.Duration),
        new("trial_type", ColumnKind.Text, "names", "Kind of event: session phase pause not-watched gap plan workload rpe prompt talk-test symptom help alert alert-evidence quality gate binding dose", e => e.Type),
        new("value", ColumnKind.Real, "unit of the event", "RPE 6 to 20; a workload's, an evidence's or a dose's number; grade of a symptom", e => e.Value),
        new("t_utc", ColumnKind.Time, "UTC", "The same as onset", e => e.At),
        new("code", ColumnKind.Text, "names", "What it is about: alert code, phase, mode, quantity, symptom, strap", e => e.Code),
        new("state", ColumnKind.Text, "names", "State of an alert, prompt, gate, binding or answer", e => e.State),
        new("reason", ColumnKind.Text, "names, blanks between", "Why: a prompt's reason, a quality's reasons; session-end for an alert that was open until the session ended", e => e.Reason),
        new("by", ColumnKind.Text, "participant staff", "Who said it, by role", e => e.By),
        new("priority", ColumnKind.Text, "low medium high", "Of an alert", e => e.Priority),
        new("unit", ColumnKind.Text, "names", "Unit of value", e => e.Unit),
        new("id", ColumnKind.Text, "id", "Of the alert or prompt, the same in all its revisions", e => e.Id),
        new("rev", ColumnKind.Whole, "count", "Revision, from 1", e => e.Rev),
    ];

    internal static ITable Samples(SessionSeries series) => new Table<SeriesSample>("samples", SampleColumns, series.Samples);

    internal static ITable Beats(SessionSeries series) => new Table<SeriesBeat>("rr", BeatColumns, series.Beats);

    internal static ITable Events(SessionSeries series) => new Table<SeriesEvent>("events", EventColumns, SeriesEvents.Of(series));

    internal static IReadOnlyList<ITable> Of(SessionSeries series) => [Samples(series), Beats(series), Events(series)];

    internal static string? Reasons(SignalReasons reasons) => reasons == SignalReasons.None
        ? null
        : string.Join(' ', Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None && reasons.HasFlag(r)).Select(KebabCase.Of));
}
