using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// The level that a heart rate is at, and whether the next value can follow from it (domain-facts 5.1): steps and slopes that no heart makes
/// and no interval supports are held back until the new level has lasted.
/// </summary>
internal sealed class LevelTrack(RuleOptions rules)
{
    private const double SlopeWindowSeconds = 5; // domain-facts 5.1
    private const double TogetherSeconds = 1; // two samples one after the other

    private readonly RateWindow _accepted = new();
    private DateTimeOffset? _levelAt;
    private DateTimeOffset _lastAt;
    private int _level;
    private int _candidate;
    private int _candidateCount;
    private DateTimeOffset _candidateSince;
    private int _leftLevel;
    private DateTimeOffset? _leftAt;
    private DateTimeOffset? _upAt;
    private int _upFrom;

    /// <summary>The level was reached by a leap that no interval supported.</summary>
    public bool LeaptUnsupported => _leftAt is not null;

    /// <summary>A leap up was followed by one back down within the time that spikes last: these electrodes are dry, whatever their intervals say.</summary>
    public bool HasSpiked { get; private set; }

    /// <summary>Nothing is known: the next value is the level.</summary>
    public void StartOver()
    {
        (_levelAt, _leftAt, _candidateCount, _upAt, HasSpiked) = (null, null, 0, null, false);
        _accepted.Break();
    }

    /// <summary>Takes the value without a question: steps are this heart's nature.</summary>
    public void Follow(int bpm, DateTimeOffset at) => Confirm(bpm, at);

    /// <summary>Good: it follows. Suspect: a step or slope that is rare. Bad: one that is no heart's, held back.</summary>
    /// <param name="bpm">The strap's rate.</param>
    /// <param name="at">Arrival.</param>
    /// <param name="supported">Intervals say the same (decisions 6).</param>
    public SignalQuality Judge(int bpm, DateTimeOffset at, bool supported)
    {
        if (_levelAt is not { } before)
        {
            Accept(bpm, at);
            return SignalQuality.Good;
        }

        var silence = Math.Max(1, (at - _lastAt).TotalSeconds);
        var held = Math.Max(0, (at - before).TotalSeconds - silence);
        _lastAt = at;
        var step = Math.Abs(bpm - _level);
        var room = (rules.FastestRiseBpm * (silence - 1)) + (rules.HeldRiseBpm * held);
        WatchForSpikes(bpm, at);
        if (supported) return Confirm(bpm, at);
        if (IsWayBack(bpm, at)) return Accept(bpm, at);
        if (step <= rules.SuspiciousStepBpm + room) return IsSteep(bpm, at) ? Suspicious(bpm, at) : Accept(bpm, at);
        return HoldBack(bpm, at, rare: step <= rules.RejectedStepBpm + room);
    }

    private void WatchForSpikes(int bpm, DateTimeOffset at)
    {
        if (bpm - _level > rules.RejectedStepBpm && _upAt is null) (_upFrom, _upAt) = (_level, at);
        if (_upAt is not { } up) return;
        var over = (at - up).TotalSeconds > rules.NewLevelSeconds;
        var back = bpm - _upFrom <= rules.SuspiciousStepBpm;
        if (back && !over) HasSpiked = true;
        if (back || over) _upAt = null;
    }

    /// <summary>Back to where the rate was before it leapt without support: the leap was the fault, not the return.</summary>
    private bool IsWayBack(int bpm, DateTimeOffset at)
    {
        if (_leftAt is not { } left || (at - left).TotalSeconds > rules.DryElectrodeSeconds) return false;
        if (Math.Abs(bpm - _leftLevel) > rules.SuspiciousStepBpm || Math.Abs(bpm - _level) <= rules.RejectedStepBpm) return false;
        (_leftAt, _levelAt) = (null, at);
        _accepted.Break();
        return true;
    }

    private bool IsSteep(int bpm, DateTimeOffset at) =>
        _accepted.Oldest(SlopeWindowSeconds, at) is { } then && Math.Abs(bpm - then) > rules.SteepSlopeBpm * SlopeWindowSeconds;

    private SignalQuality Suspicious(int bpm, DateTimeOffset at)
    {
        Accept(bpm, at);
        return SignalQuality.Suspect;
    }

    private SignalQuality HoldBack(int bpm, DateTimeOffset at, bool rare)
    {
        if (_candidateCount == 0 || Math.Abs(bpm - _candidate) > rules.SuspiciousStepBpm) (_candidateSince, _candidateCount) = (at, 0);
        (_candidate, _candidateCount) = (bpm, _candidateCount + 1);
        var lasted = (at - _candidateSince).TotalSeconds;
        if (rare && _candidateCount > 1 && lasted >= TogetherSeconds) return Accept(bpm, at);
        if (_candidateCount >= rules.NewLevelAfterSamples && lasted >= rules.NewLevelSeconds)
        {
            (_leftLevel, _leftAt) = (_level, _candidateSince);
            return Suspicious(bpm, at);
        }

        return rare ? SignalQuality.Suspect : SignalQuality.Bad;
    }

    /// <summary>Slopes are counted from here: what came before does not make the next value without intervals steep.</summary>
    private SignalQuality Confirm(int bpm, DateTimeOffset at)
    {
        _leftAt = null;
        _accepted.Break();
        return Accept(bpm, at);
    }

    private SignalQuality Accept(int bpm, DateTimeOffset at)
    {
        (_level, _levelAt, _lastAt, _candidateCount) = (bpm, at, at, 0);
        _accepted.Add(bpm, at);
        return SignalQuality.Good;
    }
}
