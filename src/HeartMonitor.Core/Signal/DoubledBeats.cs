using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// Every T wave taken for a beat: the rate doubles at once and the intervals become one short and one long, again and again. A fast rhythm that sets
/// in suddenly may double the rate too, and its intervals are even.
/// </summary>
internal sealed class DoubledBeats(RuleOptions rules)
{
    private const double LeapSeconds = 8; // the strap's own smoothing of 5 s (domain-facts 9.3), and a leap of some beats
    private const double HasComeDown = 1.5; // half-way back

    private readonly RateWindow _rates = new();
    private DateTimeOffset _doubledAt;
    private double _from;

    /// <summary>The rate is twice what it was, and the intervals alternate.</summary>
    public bool Holds { get; private set; }

    /// <summary>A reading with its intervals in the window already.</summary>
    public void Reading(int bpm, DateTimeOffset at, BeatWindow beats)
    {
        _rates.Add(bpm, at);
        if (_from > 0 && bpm < HasComeDown * _from) _from = 0;
        if (_from == 0 && _rates.Oldest(LeapSeconds, at) is { } before && Rates.Agree(2 * before, bpm, rules.RrDisagreesShare)) (_from, _doubledAt) = (before, at);
        Holds = _from > 0 && beats.Alternate(Math.Min(rules.CrossCheckSeconds, (at - _doubledAt).TotalSeconds + 1), at);
    }

    public void StartOver()
    {
        _rates.Break();
        (_from, Holds) = (0, false);
    }
}
