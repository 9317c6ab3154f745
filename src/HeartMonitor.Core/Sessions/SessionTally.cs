using HeartMonitor.Core.Dose;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// Adds up what the summary tells (decisions 35): minutes by zone weighted by the time to the next sample, coverage, recovery, answers, alerts.
/// The dose has its own tally.
/// </summary>
internal sealed class SessionTally(int holdSeconds, DoseOptions options)
{
    private const int RecoverySeconds = 65; // domain-facts 2.7: the point at 60 s is the mean of 55 to 65 s

    private readonly List<RpeEntry> _answers = [];
    private readonly Dictionary<string, AlertPriority> _alerts = new(StringComparer.Ordinal);
    private DateTimeOffset? _valueAt;
    private double _value;
    private bool _valueInWork;
    private double _secondsBelow;
    private double _secondsIn;
    private double _secondsAbove;
    private double _weighted;
    private double _weight;
    private double _peak;
    private long _seconds;
    private long _workSeconds;
    private long _covered;
    private double? _endOfWork;
    private double? _minuteLater;
    private DateTimeOffset? _workEndedAt;
    private bool _active;

    /// <summary>METs, second by second.</summary>
    public DoseTally Dose { get; } = new(options.ModerateFromMets);

    /// <summary>A value that the gate let through.</summary>
    public void Value(double bpm, DateTimeOffset at, HeartRateZone? zone, bool inWork)
    {
        CloseValue(at, zone);
        (_value, _valueAt, _valueInWork) = (bpm, at, inWork);
        _peak = Math.Max(_peak, bpm);
    }

    /// <summary>Gives the last value the time until now, at most some seconds. A sample that is not believed ends it too.</summary>
    public void CloseValue(DateTimeOffset at, HeartRateZone? zone)
    {
        if (_valueAt is not { } from) return;
        var seconds = Math.Min(holdSeconds, (at - from).TotalSeconds);
        _valueAt = null;
        _weighted += _value * seconds;
        _weight += seconds;
        if (!_valueInWork || zone is null) return;
        if (_value < zone.From) _secondsBelow += seconds;
        else if (_value < zone.Below) _secondsIn += seconds;
        else _secondsAbove += seconds;
    }

    /// <summary>A second went by that was not paused.</summary>
    public void Second(bool covered, bool inWork)
    {
        _seconds++;
        if (covered) _covered++;
        if (inWork) _workSeconds++;
    }

    /// <summary>Seconds with a usable value of those so far, 0 to 100 %; null before the first.</summary>
    public double? CoveragePercent => _seconds > 0 ? Math.Round(100.0 * _covered / _seconds, 2) : null;

    /// <summary>Whole seconds of work in the zone, values that are closed.</summary>
    public long SecondsInZone => (long)_secondsIn;

    /// <summary>Nobody watched for so long; the session went on.</summary>
    public void NotWatched(long seconds, bool inPhase)
    {
        _seconds += seconds;
        if (inPhase) Dose.NotWatched(seconds);
    }

    public void Answer(RpeEntry entry) => _answers.Add(entry);

    /// <summary>An answer was taken back: it stays, marked.</summary>
    public void Withdraw(double t, string by)
    {
        var i = _answers.FindLastIndex(entry => entry.T == t && entry.WithdrawnBy is null);
        if (i >= 0) _answers[i] = _answers[i] with { WithdrawnBy = by };
    }

    /// <summary>An episode counts once, at the highest priority that it reached.</summary>
    public void Alert(AlertEvent alert)
    {
        if (!_alerts.TryGetValue(alert.Id, out var before) || alert.Priority > before) _alerts[alert.Id] = alert.Priority;
    }

    /// <summary>Work ended: heart rate is the mean of its last 10 s (domain-facts 2.7).</summary>
    public void WorkEnded(DateTimeOffset at, double meanOfTen, bool coolsDown) =>
        (_workEndedAt, _endOfWork, _minuteLater, _active) = (at, double.IsNaN(meanOfTen) ? null : meanOfTen, null, coolsDown);

    public void WorkStarted() => (_workEndedAt, _endOfWork, _minuteLater) = (null, null, null);

    /// <summary>
    /// True in the second that is 65 s after work ended: the mean of its last ten is the point at 60 s. After an interruption that second may never
    /// come, and no other takes its place.
    /// </summary>
    public bool WantsRecovery(DateTimeOffset at) =>
        _workEndedAt is { } ended && (at - ended).TotalSeconds is >= RecoverySeconds and < RecoverySeconds + 1;

    public void Recovery(double meanOfTen)
    {
        _minuteLater = double.IsNaN(meanOfTen) ? null : meanOfTen;
        _workEndedAt = null;
    }

    /// <summary>The session in figures.</summary>
    /// <param name="t">Seconds since the start.</param>
    /// <param name="at">Now.</param>
    /// <param name="plan">The plan in force at the end.</param>
    /// <param name="prompts">What became of the prompts.</param>
    /// <param name="setup">Words of the reasons, and versions.</param>
    /// <param name="whyNoMets">Why no METs are known, when none are.</param>
    /// <param name="signal">The signal in figures; without artefacts where its intervals say nothing about the strap.</param>
    public SummaryEvent Sum(double t, DateTimeOffset at, MonitoringPlan plan, PromptCounts prompts, EngineSetup setup, string whyNoMets, SignalSummary signal)
    {
        var dose = Dose.Sum();
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var zones = Tell(WhyNoZones(plan), $"{plan.Zone?.Method} {plan.Zone?.MaximalHr.Equation}", "minutesInZone", "minutesAbove", "minutesBelow");
        var mets = Tell(dose.MetMinutes is null ? SummaryReason.NoWorkload : null, Names(dose), "metMinutes", "metMinutesModerate");
        if (!mets) reasons["metMinutes"] = reasons["metMinutesModerate"] = whyNoMets;
        var rate = Tell(_weight > 0 ? null : SummaryReason.NoHeartRate, "strap, good samples", "meanHr", "peakHr");
        var recovery = Tell(WhyNoRecovery(plan), "domain-facts 2.7", "hrRecovery60");
        var covered = Tell(_seconds > 0 ? null : SummaryReason.TooShort, "strap, seconds with a usable value", "coveragePercent");
        Tell(signal.ArtefactPercent is null ? SummaryReason.NoIntervals : null, "strap, intervals against their neighbours (domain-facts 5.4)", "signal.artefactPercent");
        if (_answers.Count > 0) sources["rpe"] = "borg 6-20";

        return new()
        {
            T = t,
            At = at,
            MinutesInZone = zones ? Minutes(_secondsIn) : null,
            MinutesAbove = zones ? Minutes(_secondsAbove) : null,
            MinutesBelow = zones ? Minutes(_secondsBelow) : null,
            MetMinutes = dose.MetMinutes,
            MetMinutesModerate = dose.Moderate,
            MetCoveragePercent = dose.CoveragePercent,
            MetSources = dose.Shares,
            MetStretches = dose.Stretches,
            MeanHr = rate ? Math.Round(_weighted / _weight, 2) : null,
            PeakHr = rate ? (int)Math.Floor(_peak + 0.5) : null,
            HrRecovery60 = recovery ? new(Math.Round(_endOfWork!.Value - _minuteLater!.Value, 2), _active ? "active" : "passive") : null,
            Rpe = [.. _answers],
            Alerts = new(CountOf(AlertPriority.Low), CountOf(AlertPriority.Medium), CountOf(AlertPriority.High)),
            Prompts = prompts,
            CoveragePercent = CoveragePercent,
            Signal = signal,
            Reasons = reasons,
            Sources = sources,
            RulesVersion = setup.RulesVersion,
            CatalogueVersion = plan.CatalogueVersion,
            ActivitiesVersion = setup.Activities.Version,
        };

        bool Tell(SummaryReason? why, string source, params ReadOnlySpan<string> figures)
        {
            foreach (var figure in figures)
                if (why is { } reason) reasons[figure] = setup.Words.Reason(reason);
                else sources[figure] = source;
            return why is null;
        }
    }

    private static string Names(SessionDose dose) =>
        string.Join(", ", dose.Shares.Where(s => s.MetMinutes is not null).Select(s => KebabCase.Of(s.Source)).Distinct());

    private static double Minutes(double seconds) => Math.Round(seconds / 60, 4);

    private int CountOf(AlertPriority priority) => _alerts.Values.Count(p => p == priority);

    /// <summary>Minutes by zone hold only where heart rate measured effort from the first to the last: a plan that became RPE says that it never did.</summary>
    private SummaryReason? WhyNoZones(MonitoringPlan plan)
    {
        var any = _secondsBelow + _secondsIn + _secondsAbove > 0;
        if (plan.Mode == MonitoringMode.Rpe) return any ? SummaryReason.BecameRpe : SummaryReason.RpeMode;
        if (plan is not { Mode: MonitoringMode.Zones, Zone: not null }) return SummaryReason.NoZone;
        return any ? null : _workSeconds == 0 ? SummaryReason.NoWork : SummaryReason.NoHeartRateInWork;
    }

    private SummaryReason? WhyNoRecovery(MonitoringPlan plan)
    {
        if (plan.Facts.Transplanted) return SummaryReason.Transplant;
        if (_endOfWork is not null) return _minuteLater is null ? SummaryReason.MinuteNotWatched : null;
        return _workSeconds == 0 ? SummaryReason.NoWork : SummaryReason.NoHeartRateAtEnd;
    }
}
