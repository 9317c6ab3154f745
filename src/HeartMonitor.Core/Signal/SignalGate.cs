using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// Decides how far each sample can be believed: labels only, never a changed value (domain-facts 5.1). One per person and strap; what it
/// learnt about one strap is forgotten when the strap changes. This is the first cut: range, zero, contact, start of wear, step, stuck.
/// </summary>
internal sealed class SignalGate(RuleOptions rules)
{
    private const int ToldAfterSeconds = 10; // a longer loss has an alert of its own (domain-facts 5.1)

    private readonly List<DateTimeOffset> _losses = [];
    private DateTimeOffset? _wornSince;
    private DateTimeOffset? _noContactSince;
    private DateTimeOffset? _lastReadingAt;
    private DateTimeOffset? _acceptedAt;
    private int _accepted;
    private int _candidate;
    private int _candidateCount;
    private readonly StuckReading _stuck = new(rules);

    /// <summary>Beat-to-beat leaps and steps are this heart's nature (domain-facts 3.4): no step is held against the strap.</summary>
    public bool StepsAreNatural { get; set; }

    /// <summary>A rate that stands still would be odd: work is done, and no pacemaker sets the rate (domain-facts 5.1).</summary>
    public bool StandingStillIsOdd { get; set; }

    /// <summary>Since when readings come without a gap; null when none comes.</summary>
    public DateTimeOffset? UnbrokenSince { get; private set; }

    /// <summary>Since when every reading came with RR within 15 % of it (decisions 6); null when the last one did not.</summary>
    public DateTimeOffset? RrAgreesSince { get; private set; }

    /// <summary>What the strap said last about contact.</summary>
    public SensorContact Contact { get; private set; }

    /// <summary>When the strap began to say that it does not touch skin; null when it does or cannot tell.</summary>
    public DateTimeOffset? NoContactSince => _noContactSince;

    /// <summary>When a reading last came with nothing against the strap's contact, believed or not.</summary>
    public DateTimeOffset? LastReadingAt => _lastReadingAt;

    /// <summary>When a value the rules may use last came.</summary>
    public DateTimeOffset? LastUsableAt { get; private set; }

    /// <summary>Since when readings come that something speaks against, with none between that nothing does; null when there are none. The
    /// first seconds of wear do not count.</summary>
    public DateTimeOffset? DoubtfulSince { get; private set; }

    /// <summary>
    /// Since when the signal comes and goes: the first of at least three losses (contact, or silence) within two minutes; null when it does not.
    /// Each loss is too short to be told, and together they keep the rules from ever judging.
    /// </summary>
    public DateTimeOffset? ComesAndGoesSince(DateTimeOffset now)
    {
        _losses.RemoveAll(at => (now - at).TotalSeconds > rules.FlapWindowSeconds);
        return _losses.Count >= rules.FlapLosses ? _losses[0] : null;
    }

    /// <summary>Labels one sample.</summary>
    public SignalLabel Judge(in DecodeResult decoded, DateTimeOffset at)
    {
        if (!decoded.IsMeasurement) return new(SignalQuality.None, SignalReasons.Undecodable);

        var measurement = decoded.Measurement;
        Contact = measurement.Contact;
        if (measurement.Contact == SensorContact.NotDetected)
        {
            _noContactSince ??= at;
            (_wornSince, DoubtfulSince, UnbrokenSince, RrAgreesSince) = (null, null, null, null);
            var invalid = (at - _noContactSince.Value).TotalSeconds >= rules.ContactInvalidSeconds;
            var zero = measurement.HeartRate.IsReading ? SignalReasons.None : SignalReasons.HrZero;
            return new(invalid || zero != SignalReasons.None ? SignalQuality.None : SignalQuality.Suspect, SignalReasons.NoContact | zero);
        }

        if (_noContactSince is { } lost && (at - lost).TotalSeconds < ToldAfterSeconds) _losses.Add(at);
        _noContactSince = null;
        if (!measurement.HeartRate.IsReading) return new(SignalQuality.None, SignalReasons.HrZero);

        StartWearAfterGap(at);
        Follow(measurement, at);
        _lastReadingAt = at;
        var label = JudgeReading(measurement, at);
        if (label.Quality == SignalQuality.Good) LastUsableAt = at;
        DoubtfulSince = label.Quality == SignalQuality.Good || label.Reasons == SignalReasons.StartOfWear ? null : DoubtfulSince ?? at;
        return label;
    }

    /// <summary>The link is new: what comes first is display only.</summary>
    public void Reconnected() => _wornSince = null;

    /// <summary>After an interruption of the service: silence counts from now on, and the next reading starts a new wear.</summary>
    public void StartOver(DateTimeOffset at)
    {
        _wornSince = null;
        _lastReadingAt = at;
        _noContactSince = _noContactSince is null ? null : at;
        _losses.Clear();
        (_acceptedAt, LastUsableAt, DoubtfulSince, UnbrokenSince, RrAgreesSince) = (null, null, null, null, null);
        _stuck.StartOver();
    }

    private void StartWearAfterGap(DateTimeOffset at)
    {
        if (_wornSince is not null && _lastReadingAt is { } before && (at - before).TotalSeconds is var silent && silent >= rules.ValueHoldSeconds && silent < ToldAfterSeconds) _losses.Add(at);
        if (_wornSince is null || (_lastReadingAt is { } last && (at - last).TotalSeconds > rules.StartOfWearSeconds)) _wornSince = at;
    }

    /// <summary>What a step is judged by: how long readings have come without a gap, and with RR that agrees.</summary>
    private void Follow(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        var broken = _lastReadingAt is not { } last || (at - last).TotalSeconds > rules.GapSeconds;
        if (broken) (UnbrokenSince, RrAgreesSince) = (at, null);
        UnbrokenSince ??= at;
        RrAgreesSince = Supports(measurement.Rr, measurement.HeartRate.Bpm) ? RrAgreesSince ?? at : null;
        if (StandingStillIsOdd) _stuck.Reading(measurement, at);
        else _stuck.StartOver();
    }

    private SignalLabel JudgeReading(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        var bpm = measurement.HeartRate.Bpm;
        if (bpm < rules.LowestHr || bpm > rules.HighestHr) return new(SignalQuality.Bad, SignalReasons.OutOfRange);
        if ((at - _wornSince!.Value).TotalSeconds < rules.StartOfWearSeconds) return new(SignalQuality.Suspect, SignalReasons.StartOfWear);

        if (_stuck.Holds) return new(SignalQuality.Suspect, SignalReasons.Frozen);
        var quality = StepsAreNatural ? SignalQuality.Good : JudgeStep(bpm, measurement.Rr, at);
        if (quality == SignalQuality.Bad) return new(SignalQuality.Bad, SignalReasons.Step);
        (_accepted, _acceptedAt, _candidateCount) = (bpm, at, 0);
        return new(quality, quality == SignalQuality.Good ? SignalReasons.None : SignalReasons.Step);
    }

    private SignalQuality JudgeStep(int bpm, in RrIntervals rr, DateTimeOffset at)
    {
        if (_acceptedAt is not { } before || (at - before).TotalSeconds > rules.ValueHoldSeconds) return SignalQuality.Good;

        var seconds = Math.Max(1, (at - before).TotalSeconds);
        var step = Math.Abs(bpm - _accepted) / seconds;
        if (step <= rules.SuspiciousStepBpm || Supports(rr, bpm)) return SignalQuality.Good;
        if (step <= rules.RejectedStepBpm) return SignalQuality.Suspect;

        _candidateCount = Math.Abs(bpm - _candidate) <= rules.SuspiciousStepBpm ? _candidateCount + 1 : 1;
        _candidate = bpm;
        return _candidateCount >= rules.NewLevelAfterSamples ? SignalQuality.Suspect : SignalQuality.Bad;
    }

    /// <summary>RR within 15 % of the rate supports a step (decisions 6).</summary>
    private static bool Supports(in RrIntervals rr, int bpm)
    {
        if (rr.Count == 0) return false;
        double sum = 0;
        foreach (var interval in rr) sum += interval.Milliseconds;
        return Math.Abs(bpm - (60_000.0 * rr.Count / sum)) <= 0.15 * bpm;
    }
}
