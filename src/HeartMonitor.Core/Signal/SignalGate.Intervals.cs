using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <content>What the intervals say of the rate beside them (domain-facts 5.2 and 5.4).</content>
internal sealed partial class SignalGate
{
    private void JudgeIntervals(ref Doubts label, int bpm, in BeatFigures recent, DateTimeOffset at)
    {
        var spokenFor = _supportedPackets >= FreshPackets;
        var (disagree, miscounted, offTheClock) = (!spokenFor && Disagree(recent, at), !spokenFor && AreMiscounted(recent), IsOffTheClock(at));
        if (_doubled.Holds) label.Add(SignalQuality.Bad, SignalReasons.RrArtefacts);
        else if ((disagree || miscounted) && IsRightOnTime(bpm, recent, at))
        {
            label.Add(SignalQuality.Suspect, SignalReasons.RrArtefacts);
            return;
        }

        if (disagree) label.Add(SignalQuality.Suspect, SignalReasons.RrDisagrees);
        if (miscounted) label.Add(SignalQuality.Bad, SignalReasons.RrArtefacts);
        if (offTheClock) label.Note(SignalReasons.RrClock);
    }

    /// <summary>Rate and intervals of the same seconds differ by more than a share (domain-facts 5.2).</summary>
    private bool Disagree(in BeatFigures recent, DateTimeOffset at)
    {
        var (mean, count) = _rates.Mean(rules.CrossCheckSeconds, at);
        return count >= rules.CrossCheckNeeds && recent.All >= rules.CrossCheckNeeds && !recent.AgreeWith(mean, rules.RrDisagreesShare);
    }

    /// <summary>
    /// So many missed and invented beats that the rate is no heart's (domain-facts 5.4). Where every other interval is odd or double, the rhythm
    /// itself is uneven, and its rate stays watched: only invented beats count there.
    /// </summary>
    private bool AreMiscounted(in BeatFigures recent) =>
        recent.All >= 2 * rules.CrossCheckNeeds
        && (recent.UnevenShare < rules.EveryOtherShare ? recent.MiscountedShare : recent.InventedShare) > rules.BadRrShare;

    /// <summary>
    /// The intervals fill the time, and the rate is that of all of them where short and long ones alternate (every other beat early), or that of those
    /// that fit, where it never leapt (the others were missed by the intervals alone): such a rate is not lost to the ceilings.
    /// </summary>
    private bool IsRightOnTime(int bpm, in BeatFigures recent, DateTimeOffset at)
    {
        if (_doubled.Holds || !Rates.Agree(1, recent.All * 60 / (recent.AllBpm * rules.CrossCheckSeconds), rules.RrDisagreesShare)) return false;
        return (Rates.Agree(bpm, recent.AllBpm, rules.RrDisagreesShare) && _beats.Alternate(rules.CrossCheckSeconds, at))
            || (!_level.LeaptUnsupported && Rates.Agree(bpm, recent.FineBpm, rules.RrDisagreesShare));
    }

    /// <summary>The intervals of half a minute without a gap do not add up to it; a sensor that never sends two in a packet does not send them all.</summary>
    private bool IsOffTheClock(DateTimeOffset at)
    {
        if (_beats.MostInAPacket < 2 || UnbrokenSince is not { } since || (at - since).TotalSeconds < rules.RrClockSeconds) return false;
        var figures = _beats.Last(rules.RrClockSeconds, at);
        var share = figures.SumMs / (1000.0 * rules.RrClockSeconds);
        return figures.All > 0 && (share < rules.RrClockLow || share > rules.RrClockHigh);
    }

    /// <summary>
    /// The median of clean intervals, where nothing but the rate itself is in doubt (domain-facts 5.2); else NaN. Intervals of twice or half the
    /// rate are missed or invented beats (5.4) and pass for nothing: beside them a rate that never leapt stands.
    /// </summary>
    private double FromIntervals(int bpm, SignalReasons reasons, in BeatFigures recent, DateTimeOffset at)
    {
        if (reasons == SignalReasons.RrArtefacts && IsRightOnTime(bpm, recent, at)) return bpm;
        if ((reasons & ~RrMaySpeak) != SignalReasons.None || IntervalsAreUneven) return double.NaN;
        if (recent.Fine < rules.CrossCheckNeeds || recent.FineShare < rules.FineRrShare) return double.NaN;
        if ((reasons & SignalReasons.Step) == SignalReasons.None && !_level.LeaptUnsupported && IsDoubleOrHalf(recent.FineBpm, bpm)) return bpm;
        return Math.Floor((60_000 / _beats.MedianFineMs(rules.CrossCheckSeconds, at)) + 0.5); // whole, as a strap tells it
    }

    private bool IsDoubleOrHalf(double other, int bpm) =>
        Rates.Agree(other, 2 * bpm, rules.RrDisagreesShare) || Rates.Agree(2 * other, bpm, rules.RrDisagreesShare);

    /// <summary>RR within 15 % of the rate supports a step (decisions 6): all of them, for noise gives any mean.</summary>
    private bool Supports(in RrIntervals rr, int bpm)
    {
        if (rr.Count == 0) return false;
        double sum = 0;
        foreach (var interval in rr)
        {
            sum += interval.Milliseconds;
            if (!Rates.Agree(bpm, 60_000 / interval.Milliseconds, 2 * rules.RrDisagreesShare)) return false;
        }

        return Rates.Agree(bpm, 60_000.0 * rr.Count / sum, rules.RrDisagreesShare);
    }
}
