using HeartMonitor.Core;
using HeartMonitor.Core.Signal;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Tables;

/// <summary>A stored session as tables: packets, beats, or means over equal times. Names and units are those of the exports (ecosystem-reliability 1c).</summary>
public static class SeriesTables
{
    /// <summary>One row a packet, with what the rules saw of it then.</summary>
    public static DataTable Packets(SessionSeries series)
    {
        var (samples, gaps) = (series.Samples, GapsBefore(series));
        return new(
        [
            Time(row => samples[row].At),
            Seconds(row => samples[row].T),
            new("bpm", ColumnKind.Whole, "/min", "Heart rate as the strap sent it; missing where it sent none.", row => (long?)samples[row].Bpm),
            new("contact", ColumnKind.Text, null, "What the strap says about skin: detected, not-detected or not-supported.", row => KebabCase.Of(samples[row].Contact)),
            new("quality", ColumnKind.Text, null, "How far the rules believed it then: good, suspect, bad or none.", row => KebabCase.Of(samples[row].Label.Quality)),
            new("reasons", ColumnKind.Text, null, "What speaks against it, names with blanks between.", row => Reasons(samples[row].Label.Reasons)),
            new("late", ColumnKind.Flag, null, "It came after younger ones: stored, never judged.", row => samples[row].IsLate),
            new("src", ColumnKind.Text, null, "Strap by its number in this session; missing where none was bound.", row => samples[row].Strap == 0 ? null : $"strap-{samples[row].Strap}"),
            new("energy_kj", ColumnKind.Whole, "kJ", "Energy expended since the strap's reset.", row => (long?)samples[row].EnergyKj),
            new("gap_before_s", ColumnKind.Number, "s", "Seconds without a reading that ended with this packet, from 3 s on.", row => gaps.TryGetValue(samples[row].At, out var gap) ? gap : null),
            new("n", ColumnKind.Whole, null, "Position in the journal.", row => samples[row].N),
        ], samples.Count, SeriesFacts.Of(series, "raw"));
    }

    /// <summary>One row an interval between beats.</summary>
    public static DataTable Beats(SessionSeries series)
    {
        var beats = series.Beats;
        return new(
        [
            Time(row => beats[row].At),
            Seconds(row => beats[row].T),
            new("rr_ms", ColumnKind.Number, "ms", "Interval that ended with this beat, exact.", row => beats[row].Ms),
            new("flag", ColumnKind.Whole, null, "0 good, 1 suspect, 2 bad, as live.", row => (long)beats[row].Flag),
            new("artefact", ColumnKind.Text, null, "What the offline filter says (Lipponen and Tarvainen 2019): none, ectopic, missed, extra, long-short or unknown.", row => KebabCase.Of(beats[row].Artefact)),
            new("gap_before", ColumnKind.Flag, null, "The interval before it is not its neighbour.", row => beats[row].GapBefore),
            new("segment", ColumnKind.Whole, null, "Intervals without a gap between them have one number; 0 stands in none.", row => (long)beats[row].Segment),
            new("late", ColumnKind.Flag, null, "Its packet came late.", row => beats[row].IsLate),
            new("n", ColumnKind.Whole, null, "Position of its packet in the journal.", row => beats[row].N),
        ], beats.Count, SeriesFacts.Of(series, "beats"));
    }

    /// <summary>One row for each <paramref name="seconds"/> from the session's start, empty ones too.</summary>
    public static DataTable Means(SessionSeries series, int seconds, string resolution)
    {
        var means = SeriesMeans.Of(series, seconds);
        return new(
        [
            Time(row => series.StartedAt.AddSeconds((double)row * seconds)),
            Seconds(row => (double)row * seconds),
            new("bpm", ColumnKind.Number, "/min", "Mean of the good values, weighted by the time to the next packet, at most 5 s.", row => means[row].Mean),
            new("bpm_min", ColumnKind.Whole, "/min", "Lowest good value of a packet in this time.", row => (long?)means[row].Min),
            new("bpm_max", ColumnKind.Whole, "/min", "Highest good value of a packet in this time.", row => (long?)means[row].Max),
            new("coverage_percent", ColumnKind.Number, "%", "Part of this time with a good value, 0 to 100.", row => means[row].CoveragePercent),
            new("packets", ColumnKind.Whole, null, "Packets in this time, of any quality, late ones too.", row => (long)means[row].Packets),
            new("good", ColumnKind.Whole, null, "Good ones among them.", row => (long)means[row].Good),
            new("gap", ColumnKind.Text, null, "Why there is no reading in all of this time: silence, no-contact, no-rate or not-watched; missing where there is one.", row => means[row].Gap),
            new("phase", ColumnKind.Text, null, "Phase at the beginning of this time.", row => means[row].Phase),
            new("paused", ColumnKind.Flag, null, "The session was paused at the beginning of this time.", row => means[row].IsPaused),
        ], means.Count, SeriesFacts.Of(series, resolution));
    }

    /// <summary>The names of a label's reasons with blanks between; missing where there are none.</summary>
    private static string? Reasons(SignalReasons reasons) => reasons == SignalReasons.None
        ? null
        : string.Join(' ', Enum.GetValues<SignalReasons>().Where(r => r != SignalReasons.None && reasons.HasFlag(r)).Select(KebabCase.Of));

    private static Dictionary<DateTimeOffset, object> GapsBefore(SessionSeries series)
    {
        var gaps = new Dictionary<DateTimeOffset, object>();
        foreach (var gap in series.Gaps) gaps[gap.To] = gap.Seconds;
        return gaps;
    }

    private static DataColumn Time(Func<int, DateTimeOffset> at) =>
        new("t_utc", ColumnKind.Instant, "UTC", "When, as the journal has it.", row => at(row));

    private static DataColumn Seconds(Func<int, double> t) =>
        new("t_rel_s", ColumnKind.Number, "s", "Seconds from the session's start.", row => t(row));
}
