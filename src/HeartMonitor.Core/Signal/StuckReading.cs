using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// A sensor that says the same for longer than a heart holds still: one rate for half a minute with no RR, or packet after packet with the
/// same rate and the same RR (domain-facts 5.1, decisions 10).
/// </summary>
internal sealed class StuckReading(RuleOptions rules)
{
    private const double LeapSeconds = 6; // a leap from one second to the next, and the five of a strap's own smoothing (domain-facts 9.3)

    private int _bpm;
    private ulong _intervals;
    private int _packets;
    private DateTimeOffset _lastAt;
    private DateTimeOffset _since;
    private bool _leapt;
    private readonly RateWindow _rates = new();

    /// <summary>The last reading is one of a stuck run.</summary>
    public bool Holds { get; private set; }

    public void Reading(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        var (bpm, intervals) = (measurement.HeartRate.Bpm, Fingerprint(measurement.Rr));
        var same = _packets > 0 && bpm == _bpm && intervals == _intervals && (at - _lastAt).TotalSeconds <= rules.ValueHoldSeconds;
        if (!same) (_since, _packets, _leapt) = (at, 0, HasLeapt(bpm, at));
        _rates.Add(bpm, at);
        (_bpm, _intervals, _lastAt) = (bpm, intervals, at);
        _packets++;
        Holds = measurement.Rr.Count > 0 ? _packets >= rules.StuckPackets : (at - _since).TotalSeconds >= (_leapt ? rules.StuckAfterLeapSeconds : rules.StuckSeconds);
    }

    public void StartOver()
    {
        (_packets, Holds) = (0, false);
        _rates.Break();
    }

    /// <summary>A sensor that sticks keeps the value it had. One that leapt up and then stands still shows what a fast rhythm
    /// of one source looks like.</summary>
    private bool HasLeapt(int bpm, DateTimeOffset at) =>
        _rates.OldestWithin(LeapSeconds, at) is { } before && bpm - before > rules.RejectedStepBpm;

    /// <summary>FNV-1a over the raw intervals, 0 for none: the packet's own bytes are gone by the time the next one comes.</summary>
    internal static ulong Fingerprint(in RrIntervals rr)
    {
        if (rr.Count == 0) return 0;
        var hash = 14695981039346656037;
        foreach (var interval in rr) hash = unchecked((hash ^ interval.Raw) * 1099511628211);
        return hash;
    }
}
