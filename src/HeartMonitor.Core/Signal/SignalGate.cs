using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// Decides how far each sample can be believed: labels only, never a changed value (domain-facts 5.1). One per person and strap; what it
/// learnt about one strap is forgotten when the strap changes. This is the first cut: range, zero, contact, start of wear, step.
/// </summary>
internal sealed class SignalGate(RuleOptions rules)
{
    private DateTimeOffset? _wornSince;
    private DateTimeOffset? _noContactSince;
    private DateTimeOffset? _lastReadingAt;
    private DateTimeOffset? _acceptedAt;
    private int _accepted;
    private int _candidate;
    private int _candidateCount;

    /// <summary>What the strap said last about contact.</summary>
    public SensorContact Contact { get; private set; }

    /// <summary>When the strap began to say that it does not touch skin; null when it does or cannot tell.</summary>
    public DateTimeOffset? NoContactSince => _noContactSince;

    /// <summary>When a reading last came with nothing against the strap's contact, believed or not.</summary>
    public DateTimeOffset? LastReadingAt => _lastReadingAt;

    /// <summary>When a value the rules may use last came.</summary>
    public DateTimeOffset? LastUsableAt => _acceptedAt;

    /// <summary>Since when readings come that cannot be a heart's, with none between that could; null when there are none.</summary>
    public DateTimeOffset? DoubtfulSince { get; private set; }

    /// <summary>Labels one sample.</summary>
    public SignalLabel Judge(in DecodeResult decoded, DateTimeOffset at)
    {
        if (!decoded.IsMeasurement) return new(SignalQuality.None, SignalReasons.Undecodable);

        var measurement = decoded.Measurement;
        Contact = measurement.Contact;
        if (measurement.Contact == SensorContact.NotDetected)
        {
            _noContactSince ??= at;
            (_wornSince, DoubtfulSince) = (null, null);
            var invalid = (at - _noContactSince.Value).TotalSeconds >= rules.ContactInvalidSeconds;
            var zero = measurement.HeartRate.IsReading ? SignalReasons.None : SignalReasons.HrZero;
            return new(invalid || zero != SignalReasons.None ? SignalQuality.None : SignalQuality.Suspect, SignalReasons.NoContact | zero);
        }

        _noContactSince = null;
        if (!measurement.HeartRate.IsReading) return new(SignalQuality.None, SignalReasons.HrZero);

        StartWearAfterGap(at);
        _lastReadingAt = at;
        var label = JudgeReading(measurement, at);
        DoubtfulSince = label.Quality == SignalQuality.Bad ? DoubtfulSince ?? at : null;
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
        (_acceptedAt, DoubtfulSince) = (null, null);
    }

    private void StartWearAfterGap(DateTimeOffset at)
    {
        if (_wornSince is null || (_lastReadingAt is { } last && (at - last).TotalSeconds > rules.StartOfWearSeconds)) _wornSince = at;
    }

    private SignalLabel JudgeReading(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        var bpm = measurement.HeartRate.Bpm;
        if (bpm < rules.LowestHr || bpm > rules.HighestHr) return new(SignalQuality.Bad, SignalReasons.OutOfRange);
        if ((at - _wornSince!.Value).TotalSeconds < rules.StartOfWearSeconds) return new(SignalQuality.Suspect, SignalReasons.StartOfWear);

        var quality = JudgeStep(bpm, measurement.Rr, at);
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
