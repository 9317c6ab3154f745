using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Recordings;

/// <summary>One packet of characteristic 0x2A37 and when it comes.</summary>
/// <param name="Offset">Time since the first row of the recording; not sorted where the recording is not.</param>
/// <param name="Packet">The bytes.</param>
public readonly record struct TimedPacket(TimeSpan Offset, ReadOnlyMemory<byte> Packet);

/// <summary>
/// The packets that a strap would have sent for a recording, contact "not supported":
/// <list type="bullet">
/// <item>A row with a heart rate gives one packet, at its time, holding its intervals and those of rows without a heart rate in the second
/// before it. Heart rate 0 is sent as 0.</item>
/// <item>Intervals that no heart rate follows within a second, and all of a recording that has intervals only, go out once a second: at
/// the end of each second in which a beat ended, with the heart rate 60000 / mean of the intervals that ended in the last 5 s, rounded.</item>
/// <item>Rows with neither give nothing: a gap stays a gap, and a second without a beat has no packet.</item>
/// </list>
/// Intervals of 0, and those over 63,999 ms that the format cannot carry, are left out. Lazy; one pass; nothing is sorted.
/// </summary>
public static class RecordingPackets
{
    /// <summary>As the straps smooth (domain-facts 9.3).</summary>
    private static readonly TimeSpan MeanWindow = TimeSpan.FromSeconds(5);

    /// <summary>What the largest attribute MTU of 512 can carry beside flags and a byte of rate (domain-facts 1.2).</summary>
    private const int MostIntervals = 253;

    private const double LongestMs = 63_999;

    public static IEnumerable<TimedPacket> Of(Recording recording)
    {
        var hasRates = recording.Rows.Any(row => row.HeartRateBpm is not null);
        var waiting = new List<RrInterval>();
        var beats = new Queue<(TimeSpan At, double Ms)>();
        var due = TimeSpan.Zero;
        foreach (var row in recording.Rows)
        {
            if (waiting.Count > 0 && row.Offset > due) yield return Derived(due, waiting, beats);
            foreach (var interval in row.RrMs)
            {
                if (interval <= 0) continue;
                beats.Enqueue((row.Offset, interval));
                if (waiting.Count == 0) due = hasRates ? row.Offset + TimeSpan.FromSeconds(1) : EndOfSecond(row.Offset);
                if (interval <= LongestMs) waiting.Add(RrInterval.FromMilliseconds(interval));
                if (waiting.Count == MostIntervals) yield return Derived(row.Offset, waiting, beats);
            }

            if (row.HeartRateBpm is { } bpm) yield return Sent(row.Offset, bpm, waiting);
        }

        if (waiting.Count > 0) yield return Derived(due, waiting, beats);
    }

    private static TimedPacket Derived(TimeSpan at, List<RrInterval> waiting, Queue<(TimeSpan At, double Ms)> beats)
    {
        while (beats.Count > 1 && beats.Peek().At <= at - MeanWindow) beats.Dequeue();
        var rate = 60_000 / beats.Average(beat => beat.Ms);
        return Sent(at, (int)Math.Round(Math.Min(rate, ushort.MaxValue), MidpointRounding.AwayFromZero), waiting);
    }

    private static TimedPacket Sent(TimeSpan at, int bpm, List<RrInterval> waiting)
    {
        var packet = HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), SensorContact.NotSupported, waiting.ToArray());
        waiting.Clear();
        return new(at, packet);
    }

    /// <summary>The first whole second at or after <paramref name="offset"/>.</summary>
    private static TimeSpan EndOfSecond(TimeSpan offset) => TimeSpan.FromSeconds(Math.Ceiling(offset.TotalSeconds));
}
