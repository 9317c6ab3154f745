using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>The intervals of a stored packet as beats: when each ended and how far to believe it. One place, so that the store of series and the exports tell the same.</summary>
public static class PacketBeats
{
    /// <summary>What speaks against every interval of a packet, however good its rate.</summary>
    private const SignalReasons DoubtsBeats = SignalReasons.RrClock | SignalReasons.RrFiller;

    private const int FillerRaw = 512; // exactly 500 ms in units of 1/1024 s (domain-facts 1.5)

    /// <summary>
    /// Microseconds since 1970 at which a beat ended, where those after it in the packet are <paramref name="laterRaw"/> units of 1/1024 s long together: the last
    /// beat came with the packet, each earlier one an interval before the next.
    /// </summary>
    public static long EndedAt(long arrivedMicroseconds, long laterRaw) => arrivedMicroseconds - (laterRaw * 1_000_000 / 1024);

    /// <summary>It is one of the exact 500 ms that stand for nothing.</summary>
    public static bool IsFiller(SignalLabel label, RrInterval interval) => label.Reasons.HasFlag(SignalReasons.RrFiller) && interval.Raw == FillerRaw;

    /// <summary>
    /// 0 good, 1 suspect, 2 bad: of the label that was stored with the packet, and may be worse than the rate's own quality, for what speaks against the
    /// intervals alone leaves the rate good.
    /// </summary>
    public static int Flag(SignalLabel label, RrInterval interval)
    {
        if (label.Reasons.HasFlag(SignalReasons.RrArtefacts) || IsFiller(label, interval)) return 2;
        var ofRate = label.Quality switch
        {
            SignalQuality.Good => 0,
            SignalQuality.Suspect => 1,
            SignalQuality.Bad or SignalQuality.None => 2,
        };
        return Math.Max(ofRate, (label.Reasons & DoubtsBeats) == SignalReasons.None ? 0 : 1);
    }
}
