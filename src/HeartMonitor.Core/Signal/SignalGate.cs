using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>
/// Decides how far each sample can be believed: labels only, never a changed value (domain-facts 5.1 to 5.3). One per person and strap; what
/// it learnt about one strap is forgotten when the strap changes. A pure fold: the same samples with the same stamps give the same labels.
/// </summary>
/// <remarks>One line a check in <see cref="JudgeReading"/>; what each of them remembers is a class of its own.</remarks>
internal sealed partial class SignalGate(RuleOptions rules)
{
    private const int ToldAfterSeconds = 10; // a longer loss has an alert of its own (domain-facts 5.1)

    /// <summary>Doubts about the rate beside which clean intervals may speak for the heart (domain-facts 5.2).</summary>
    private const SignalReasons RrMaySpeak = SignalReasons.RrDisagrees | SignalReasons.Step | SignalReasons.RrClock;

    /// <summary>So many packets in a row whose own intervals support the rate say more than the seconds before them. Ours: one may be chance.</summary>
    private const int FreshPackets = 2;

    /// <summary>Fewest intervals that say anything of a rate out of range: at 28 bpm four come in the window. Ours.</summary>
    private const int FewestThatAgree = 3;

    /// <summary>Doubts that took time to arise: the values before them are no better, and none is held.</summary>
    private const SignalReasons DoubtsThePast = SignalReasons.Frozen | SignalReasons.CadenceLock | SignalReasons.RrArtefacts;

    private readonly List<DateTimeOffset> _losses = [];
    private readonly StuckReading _stuck = new(rules);
    private readonly BeatWindow _beats = new(rules);
    private readonly RateWindow _rates = new();
    private readonly LevelTrack _level = new(rules);
    private readonly ContactTrust _trust = new(rules);
    private readonly CadenceLock _cadence = new(rules);
    private readonly DoubledBeats _doubled = new(rules);
    private DateTimeOffset? _wornSince;
    private DateTimeOffset? _noContactSince;
    private DateTimeOffset? _lastReadingAt;
    private DateTimeOffset? _distinctAt;
    private ulong _fingerprint;
    private int _supportedPackets; // in a row; those before a leap upwards say nothing about it
    private int _lastBpm;

    /// <summary>Beat-to-beat leaps and steps are this heart's nature (domain-facts 3.4): no step is held against the strap.</summary>
    public bool StepsAreNatural { get; set; }

    /// <summary>This heart's intervals have no order to be held against (domain-facts 3.4, 5.4).</summary>
    public bool IntervalsAreUneven { get; set; }

    /// <summary>A rate that stands still would be odd: work is done, and no pacemaker sets the rate (domain-facts 5.1).</summary>
    public bool StandingStillIsOdd { get; set; }

    /// <summary>The sensor may take steps for beats (domain-facts 5.3).</summary>
    public bool MayCountSteps { get; set; }

    /// <summary>Steps per minute as told; null when nobody did.</summary>
    public double? StepsPerMinute { get; set; }

    /// <summary>Since when readings come without a gap; null when none comes.</summary>
    public DateTimeOffset? UnbrokenSince { get; private set; }

    /// <summary>Since when every reading came with RR within 15 % of it (decisions 6); null when the last one did not.</summary>
    public DateTimeOffset? RrAgreesSince { get; private set; }

    /// <summary>What the strap said last about contact; "not supported" while its word is not believed.</summary>
    public SensorContact Contact { get; private set; }

    /// <summary>When the strap began to say that it does not touch skin; null when it does or cannot tell.</summary>
    public DateTimeOffset? NoContactSince => _noContactSince;

    /// <summary>When a reading last came with nothing against the strap's contact, believed or not.</summary>
    public DateTimeOffset? LastReadingAt => _lastReadingAt;

    /// <summary>When a value the rules may use last came; null when it is withdrawn.</summary>
    public DateTimeOffset? LastUsableAt { get; private set; }

    /// <summary>When a sample that nothing speaks against last came.</summary>
    public DateTimeOffset? LastGoodAt { get; private set; }

    /// <summary>The last usable value, bpm.</summary>
    public double LastUsableBpm { get; private set; } = double.NaN;

    /// <summary>Since when readings come that something speaks against, with none between that nothing does; null when there are none. The
    /// first seconds of wear do not count.</summary>
    public DateTimeOffset? DoubtfulSince { get; private set; }

    /// <summary>The intervals of the last minute.</summary>
    public BeatWindow Beats => _beats;

    /// <summary>The strap's own last rate, believed or not, bpm; 0 before the first.</summary>
    public int LastBpm => _lastBpm;

    /// <summary>Most of the intervals of the last seconds say the same as the strap's last rate, whatever it is.</summary>
    public bool IntervalsAgree(DateTimeOffset now) =>
        _beats.Near(60_000.0 / Math.Max(1, _lastBpm), rules.RrDisagreesShare, rules.CrossCheckSeconds, now) is var (near, all)
        && near >= FewestThatAgree && near >= rules.FineRrShare * all;

    /// <summary>
    /// Since when the signal comes and goes: the first of at least three losses (contact, or silence) within two minutes; null when it does not.
    /// Each loss is too short to be told, and together they keep the rules from ever judging.
    /// </summary>
    public DateTimeOffset? ComesAndGoesSince(DateTimeOffset now)
    {
        Forget(now);
        return _losses.Count >= rules.FlapLosses ? _losses[0] : null;
    }

    /// <summary>Labels one sample, and says what the rules may use of it.</summary>
    public GateVerdict Judge(in DecodeResult decoded, DateTimeOffset at)
    {
        if (!decoded.IsMeasurement) return GateVerdict.Nothing(SignalQuality.None, SignalReasons.Undecodable);

        var measurement = decoded.Measurement;
        if (IsDuplicate(measurement, at)) return GateVerdict.Nothing(SignalQuality.Suspect, SignalReasons.Duplicate);
        Contact = measurement.Contact;
        if (measurement.Contact == SensorContact.NotDetected && JudgeContact(measurement, at) is { } untouched) return untouched;

        if (_noContactSince is { } lost && (at - lost).TotalSeconds < ToldAfterSeconds) AddLoss(at);
        _noContactSince = null;
        if (measurement.Contact != SensorContact.NotDetected) _trust.Touches(at);
        if (!measurement.HeartRate.IsReading) return GateVerdict.Nothing(SignalQuality.None, SignalReasons.HrZero);

        if (_lastReadingAt == at)
        {
            if (measurement.Contact != SensorContact.NotDetected) Remember(measurement, at); // its beats are its own
            return GateVerdict.Nothing(SignalQuality.Suspect, SignalReasons.Duplicate);
        }

        StartWearAfterGap(at);
        Follow(measurement, at);
        _lastReadingAt = at;
        var verdict = JudgeReading(measurement, at);
        if (verdict.Label.Quality == SignalQuality.Good) LastGoodAt = at;
        if (verdict.IsUsable) (LastUsableAt, LastUsableBpm) = (at, verdict.Bpm);
        else if ((verdict.Label.Reasons & DoubtsThePast) != SignalReasons.None) LastUsableAt = null;
        DoubtfulSince = verdict.Label.Quality == SignalQuality.Good || verdict.Label.Reasons == SignalReasons.StartOfWear ? null : DoubtfulSince ?? at;
        return verdict;
    }

    /// <summary>
    /// The link is new: what comes first is display only. A link that comes up again and again keeps the rules from judging like any loss; one that is
    /// built anew while the strap says nothing does not come and go, the strap is silent, and that is told apart. Where links come and go more often than a
    /// wear takes to begin, it is the radio that fails and not the skin: what touched skin a moment ago goes on being judged, or nothing ever would be.
    /// </summary>
    public void Reconnected(DateTimeOffset at)
    {
        if (_wornSince is not null) AddLoss(at);
        if (ComesAndGoesSince(at) is null || !TouchedSkinJustNow(at)) _wornSince = null;
    }

    private bool TouchedSkinJustNow(DateTimeOffset at) =>
        Contact == SensorContact.Detected && _noContactSince is null && _lastReadingAt is { } last && (at - last).TotalSeconds < ToldAfterSeconds;

    /// <summary>After an interruption of the service: silence counts from now on, and the next reading starts a new wear.</summary>
    public void StartOver(DateTimeOffset at)
    {
        _wornSince = null;
        _lastReadingAt = at;
        _noContactSince = _noContactSince is null ? null : at;
        _losses.Clear();
        (LastUsableAt, DoubtfulSince, UnbrokenSince, RrAgreesSince, _distinctAt) = (null, null, null, null, null);
        _stuck.StartOver();
        _cadence.StartOver();
        BreakBeats();
    }

    /// <summary>The same payload within the time in which no strap sends two: one packet that came twice.</summary>
    private bool IsDuplicate(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        var fingerprint = Fingerprint(measurement);
        if (_distinctAt is { } before && fingerprint == _fingerprint && (at - before).TotalSeconds < rules.DuplicateSeconds) return true;
        (_distinctAt, _fingerprint) = (at, fingerprint);
        return false;
    }

    private static ulong Fingerprint(in HeartRateMeasurement measurement) =>
        unchecked((((StuckReading.Fingerprint(measurement.Rr) * 31) + (ulong)measurement.HeartRate.Bpm) * 31) + (ulong)measurement.Contact + ((ulong)(measurement.EnergyKj ?? 0) << 40));

    /// <summary>The strap denies contact: no value, unless its word was proved wrong by living beats.</summary>
    private GateVerdict? JudgeContact(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        if (measurement.HeartRate.IsReading) Remember(measurement, at, counts: _trust.IsStuck);
        var alive = IsAlive(measurement, at);
        if (!_trust.IsBelieved(alive, proves: alive && measurement.Rr.Count > 0, at))
        {
            Contact = SensorContact.NotSupported;
            if (_wornSince is null) BeginWear(at);
            return null;
        }

        _noContactSince ??= at;
        (DoubtfulSince, UnbrokenSince, RrAgreesSince, _supportedPackets) = (null, null, null, 0);
        var invalid = (at - _noContactSince.Value).TotalSeconds >= rules.ContactInvalidSeconds;
        if (invalid) _wornSince = null; // a flicker of the bit is no loss
        var zero = measurement.HeartRate.IsReading ? SignalReasons.None : SignalReasons.HrZero;
        return GateVerdict.Nothing(invalid || zero != SignalReasons.None ? SignalQuality.None : SignalQuality.Suspect, SignalReasons.NoContact | zero);
    }

    /// <summary>Intervals that only skin contact gives: enough, varied, fitting one another and the rate, and as long together as the time.</summary>
    private bool IsAlive(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        if (!measurement.HeartRate.IsReading || !_beats.HasBeatWithin(rules.LongestRrMs / 1000, at) || _beats.IsMonotone(rules.CrossCheckSeconds, at)) return false;
        var figures = _beats.Last(rules.CrossCheckSeconds, at);
        return figures.Fine >= rules.CrossCheckNeeds && figures.FineShare >= rules.FineRrShare && figures.Fillers == 0
            && figures.AgreeWith(measurement.HeartRate.Bpm, rules.RrDisagreesShare);
    }

    private void StartWearAfterGap(DateTimeOffset at)
    {
        if (_wornSince is not null && _lastReadingAt is { } before && (at - before).TotalSeconds is var silent && silent >= rules.ValueHoldSeconds && silent < ToldAfterSeconds) AddLoss(at);
        if (_wornSince is not null && (_lastReadingAt is not { } last || (at - last).TotalSeconds <= rules.StartOfWearSeconds)) return;
        BeginWear(at);
        BreakBeats();
    }

    /// <summary>Old ones are forgotten here: nobody may ask for them for hours.</summary>
    private void AddLoss(DateTimeOffset at)
    {
        Forget(at);
        _losses.Add(at);
    }

    private void Forget(DateTimeOffset now) => _losses.RemoveAll(at => (now - at).TotalSeconds > rules.FlapWindowSeconds);

    private void BeginWear(DateTimeOffset at)
    {
        (_wornSince, _lastReadingAt) = (at, at);
        _level.StartOver();
        _cadence.StartOver();
        _doubled.StartOver();
    }

    private void Remember(in HeartRateMeasurement measurement, DateTimeOffset at, bool counts = true) =>
        _beats.Add(measurement.Rr, measurement.HeartRate.Bpm, at, counts);

    /// <summary>What a step is judged by: how long readings have come without a gap, and with RR that agrees.</summary>
    private void Follow(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        var bpm = measurement.HeartRate.Bpm;
        var broken = _lastReadingAt is not { } last || (at - last).TotalSeconds > rules.GapSeconds;
        if (broken) (UnbrokenSince, RrAgreesSince) = (at, null);
        if (_lastReadingAt is { } before && (at - before).TotalSeconds >= rules.ValueHoldSeconds) BreakBeats();

        UnbrokenSince ??= at;
        if (measurement.Contact != SensorContact.NotDetected) Remember(measurement, at);

        var supports = Supports(measurement.Rr, bpm);
        RrAgreesSince = supports ? RrAgreesSince ?? at : null;
        var leapt = bpm - _lastBpm > rules.SuspiciousStepBpm;
        _supportedPackets = !supports ? 0 : leapt ? 1 : _supportedPackets + 1;
        _lastBpm = bpm;
        _doubled.Reading(bpm, at, _beats);
        if (MayCountSteps) _cadence.Reading(bpm, at, StepsPerMinute);
        if (StandingStillIsOdd) _stuck.Reading(measurement, at);
        else _stuck.StartOver();
    }

    private GateVerdict JudgeReading(in HeartRateMeasurement measurement, DateTimeOffset at)
    {
        var bpm = measurement.HeartRate.Bpm;
        if (bpm < rules.LowestHr || bpm > rules.HighestHr) return GateVerdict.Nothing(SignalQuality.Bad, SignalReasons.OutOfRange);

        var label = new Doubts();
        var step = JudgeStep(bpm, at);
        label.Add(step, SignalReasons.Step);
        if (StepsAreNatural && !IntervalsAllow(bpm, at)) label.Add(SignalQuality.Suspect, SignalReasons.RrDisagrees);
        if (step != SignalQuality.Bad) _rates.Add(bpm, at); // what is held back already is no measure for the intervals
        if ((at - _wornSince!.Value).TotalSeconds < rules.StartOfWearSeconds) return GateVerdict.Nothing(SignalQuality.Suspect, SignalReasons.StartOfWear);

        var recent = _beats.Last(rules.CrossCheckSeconds, at);
        if (_stuck.Holds) label.Add(SignalQuality.Suspect, SignalReasons.Frozen);
        if (MayCountSteps && _cadence.Holds) label.Add(SignalQuality.Suspect, SignalReasons.CadenceLock);
        else if (MayCountSteps && _cadence.IsSuspected) label.Add(SignalQuality.Suspect, SignalReasons.Step);
        if (!IntervalsAreUneven)
        {
            if (_beats.FillersInPacket > 0) label.Add(SignalQuality.Suspect, SignalReasons.RrFiller);
            JudgeIntervals(ref label, bpm, recent, at);
        }

        return new(label.Label, label.IsGood ? bpm : FromIntervals(bpm, label.Label.Reasons, recent, at));
    }

    private SignalQuality JudgeStep(int bpm, DateTimeOffset at)
    {
        if (StepsAreNatural)
        {
            _level.Follow(bpm, at);
            return SignalQuality.Good;
        }

        var maybeDry = (at - _wornSince!.Value).TotalSeconds < rules.DryElectrodeSeconds;
        var needed = !maybeDry ? 1 : _level.HasSpiked ? rules.DrySpikePackets : rules.DryElectrodePackets;
        return _level.Judge(bpm, at, _supportedPackets >= needed);
    }

    /// <summary>
    /// A heart that may step by nature: the newest intervals or those of the last seconds are near the rate, in an uneven rhythm within twice the
    /// share that is asked of others; where none come, nothing can be asked.
    /// </summary>
    private bool IntervalsAllow(int bpm, DateTimeOffset at)
    {
        if (_supportedPackets > 0) return true;
        var recent = _beats.Last(rules.CrossCheckSeconds, at);
        return recent.All < rules.CrossCheckNeeds || recent.AgreeWith(bpm, 2 * rules.RrDisagreesShare);
    }

    private void BreakBeats()
    {
        _beats.Break();
        _rates.Break();
    }

    /// <summary>What speaks against a sample so far; the worst counts.</summary>
    private struct Doubts()
    {
        public SignalLabel Label { get; private set; } = new(SignalQuality.Good, SignalReasons.None);

        public readonly bool IsGood => Label.Quality == SignalQuality.Good;

        public void Add(SignalQuality quality, SignalReasons reason)
        {
            if (quality == SignalQuality.Good) return;
            Label = new(quality < Label.Quality ? quality : Label.Quality, Label.Reasons | reason);
        }

        /// <summary>A reason that is about the intervals alone.</summary>
        public void Note(SignalReasons reason) => Label = Label with { Reasons = Label.Reasons | reason };
    }
}
