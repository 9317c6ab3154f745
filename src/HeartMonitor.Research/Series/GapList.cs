using HeartMonitor.Core.Ports;

namespace HeartMonitor.Research.Series;

/// <summary>Finds the stretches without a reading.</summary>
internal static class GapList
{
    /// <summary>Seconds without a reading that are a gap (domain-facts 5.1: late at 3 s).</summary>
    internal const double FromSeconds = 3;

    /// <summary>Gaps between readings, and between them and both ends.</summary>
    /// <param name="from">The session's start.</param>
    /// <param name="to">Its end, or the end of what is known.</param>
    /// <param name="samples">Packets by time.</param>
    /// <param name="pauses">Pauses.</param>
    /// <param name="interruptions">When nobody watched.</param>
    /// <param name="losses">Rows that were stored and cannot be read.</param>
    internal static IReadOnlyList<SeriesGap> Of(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyList<SeriesSample> samples, IReadOnlyList<SeriesSpan> pauses, IReadOnlyList<SeriesSpan> interruptions,
        IReadOnlyList<SeriesLoss> losses)
    {
        var gaps = new List<SeriesGap>();
        var (last, reason) = (from, GapReason.Silence);
        foreach (var sample in samples)
        {
            if (sample.At > to) break;
            if (sample.IsReading)
            {
                Close(sample.At);
                (last, reason) = (sample.At, GapReason.Silence);
            }
            else if (SeriesSample.IsOffSkin(sample.Label, sample.Contact))
            {
                reason = GapReason.NoContact;
            }
            else if (reason == GapReason.Silence)
            {
                reason = GapReason.NoRate;
            }
        }

        Close(to);
        return gaps;

        void Close(DateTimeOffset end)
        {
            if ((end - last).TotalSeconds < FromSeconds) return;
            var why = interruptions.Any(i => i.From < end && i.To > last) ? GapReason.NotWatched : reason;
            if (why == GapReason.Silence && losses.FirstOrDefault(l => l.From < end && l.To > last) is { } lost) why = lost.Why == RowLoss.Deleted ? GapReason.Deleted : GapReason.Damaged;
            gaps.Add(new(last, end, why, pauses.Any(p => p.From <= last && p.To >= end)));
        }
    }
}
