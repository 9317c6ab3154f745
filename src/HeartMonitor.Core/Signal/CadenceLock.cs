using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// An optical sensor that counts steps in place of beats (domain-facts 5.3): after a sudden step its rate stays at the cadence, or at half of
/// it, for half a minute. Where nobody told the cadence, a leap into the range of running that then stands still is the same picture.
/// </summary>
internal sealed class CadenceLock(RuleOptions rules)
{
    private const double LeapSeconds = 3;

    private readonly RateWindow _rates = new();
    private DateTimeOffset? _leaptAt;
    private DateTimeOffset? _nearSince;
    private DateTimeOffset? _awaySince;
    private double _anchor;

    /// <summary>The rate is taken for steps.</summary>
    public bool Holds { get; private set; }

    /// <summary>It leapt onto the cadence that was told, and it is too early to say that it stays there.</summary>
    public bool IsSuspected { get; private set; }

    /// <summary>A reading of an optical sensor.</summary>
    /// <param name="bpm">Its rate.</param>
    /// <param name="at">Arrival.</param>
    /// <param name="cadence">Steps per minute as told; null when nobody did.</param>
    public void Reading(int bpm, DateTimeOffset at, double? cadence)
    {
        _rates.Add(bpm, at);
        if (_rates.Oldest(LeapSeconds, at) is { } before && Math.Abs(bpm - before) > rules.CadenceLeapBpm) Leap(bpm, at);
        var near = cadence is { } steps ? IsNear(bpm, steps) : IsGuess(bpm);
        IsSuspected = false;
        if (!near)
        {
            _nearSince = null;
            _awaySince ??= at;
            if ((at - _awaySince.Value).TotalSeconds >= rules.CadenceAwaySeconds) Holds = false;
            return;
        }

        _awaySince = null;
        _nearSince ??= at;
        var leapt = _leaptAt is { } leap && (_nearSince.Value - leap).TotalSeconds is > -LeapSeconds and <= 10;
        IsSuspected = leapt && cadence is not null;
        if (leapt && (at - _nearSince.Value).TotalSeconds >= rules.CadenceSeconds) Holds = true;
    }

    public void StartOver()
    {
        _rates.Break();
        (_leaptAt, _nearSince, _awaySince, Holds, IsSuspected) = (null, null, null, false, false);
    }

    private void Leap(int bpm, DateTimeOffset at)
    {
        _leaptAt = at;
        if (Math.Abs(bpm - _anchor) > rules.CadenceNearBpm && !Holds) (_anchor, _nearSince) = (bpm, null);
    }

    private bool IsNear(int bpm, double cadence) =>
        Math.Abs(bpm - cadence) < rules.CadenceNearBpm || Math.Abs(bpm - (cadence / 2)) < rules.CadenceNearBpm;

    private bool IsGuess(int bpm) =>
        _leaptAt is not null && bpm >= rules.CadenceGuessFromBpm && bpm <= rules.CadenceGuessToBpm && Math.Abs(bpm - _anchor) < rules.CadenceNearBpm;
}
