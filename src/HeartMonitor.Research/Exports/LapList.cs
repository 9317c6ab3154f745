using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Research.Exports;

/// <summary>A lap of a sports file: a phase, or the time before the first one.</summary>
/// <param name="Phase">The phase; none before the first.</param>
/// <param name="From">Its beginning, in.</param>
/// <param name="To">Its end, out; the last lap has it in.</param>
/// <param name="Samples">Rates in it that such a file can hold.</param>
internal sealed record Lap(SessionPhase Phase, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<SeriesSample> Samples)
{
    internal double Seconds => (To - From).Ticks / (double)TimeSpan.TicksPerSecond;

    internal bool IsWork => Phase is SessionPhase.Work or SessionPhase.WarmUp;

    internal int? MeanBpm => Samples.Count == 0 ? null : (int)Math.Floor(Samples.Average(s => s.Bpm!.Value) + 0.5);

    internal int? PeakBpm => Samples.Count == 0 ? null : Samples.Max(s => s.Bpm!.Value);
}

/// <summary>
/// What sports files can hold of a session: they have no place for a quality, so that only rates from the skin of 1 to 254 bpm are told that nothing calls bad, each
/// instant once. What came late is told: it was measured.
/// </summary>
internal static class LapList
{
    private const int HighestByte = 254; // TCX takes 255 and FIT has it for "no value"

    internal static IReadOnlyList<SeriesSample> Rates(SessionSeries series)
    {
        var rates = new List<SeriesSample>();
        foreach (var sample in series.Samples)
            if (IsTold(sample) && (rates.Count == 0 || rates[^1].At < sample.At)) rates.Add(sample);
        return rates;
    }

    internal static IReadOnlyList<Lap> Of(SessionSeries series)
    {
        var end = series.EndedAt ?? series.LastAt;
        var rates = Rates(series).Where(s => s.At >= series.StartedAt && s.At <= end).ToList();
        var beginnings = series.Phases.Where(p => p.From < end).Select(p => (p.Phase, p.From)).ToList();
        if (beginnings.Count == 0 || beginnings[0].From > series.StartedAt) beginnings.Insert(0, (SessionPhase.None, series.StartedAt));
        return
        [
            .. beginnings.Select((b, i) =>
            {
                var isLast = i == beginnings.Count - 1;
                var to = isLast ? end : beginnings[i + 1].From;
                return new Lap(b.Phase, b.From, to, rates.FindAll(s => s.At >= b.From && (isLast || s.At < to)));
            }),
        ];
    }

    internal static string NameOf(Lap lap) => lap.Phase == SessionPhase.None ? "before the first phase" : KebabCase.Of(lap.Phase);

    private static bool IsTold(in SeriesSample sample) =>
        sample.IsReading && sample.Bpm is >= 1 and <= HighestByte
        && (sample.IsLate || sample.Label.Quality >= Core.Signal.SignalQuality.Suspect)
        && !sample.Label.Reasons.HasFlag(Core.Signal.SignalReasons.Duplicate);
}
