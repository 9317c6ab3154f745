using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Intensity;

/// <summary>Everything that a rule may look at, at one second. Rules see this and nothing else.</summary>
public readonly record struct JudgedMoment
{
    public required DateTimeOffset At { get; init; }

    public required MonitoringPlan Plan { get; init; }

    public required AlarmCatalogue Alarms { get; init; }

    public RuleOptions Rules => Alarms.Rules;

    public required SessionPhase Phase { get; init; }

    /// <summary>Paused, or ended: nobody is asked to work.</summary>
    public required bool Resting { get; init; }

    /// <summary>Seconds since the pause began; 0 without one.</summary>
    public double RestingSeconds { get; init; }

    public required DateTimeOffset PhaseSince { get; init; }

    /// <summary>Within the silence after a workload change.</summary>
    public required bool ZonesSilent { get; init; }

    /// <summary>A value that the gate let through is at most some seconds old.</summary>
    public required bool Usable { get; init; }

    /// <summary>Nothing speaks against that value: rules that compare it with earlier ones, and zones, ask for this (domain-facts 4.6).</summary>
    public required bool Good { get; init; }

    /// <summary>Seconds of the last minute with a value that the rules could use.</summary>
    public required int CoveredOfMinute { get; init; }

    /// <summary>The last minutes of heart rate, second by second.</summary>
    public required HeartRateHistory Heart { get; init; }

    /// <summary>The work that is being done, and its changes.</summary>
    public required WorkloadLog Work { get; init; }

    /// <summary>What moved the work: workloads, phases, pauses.</summary>
    public required WorkMoves Moves { get; init; }

    /// <summary>Half an hour of minutes and answers.</summary>
    public required EffortTrend Trend { get; init; }

    /// <summary>How the strap reads the pulse.</summary>
    public required SensorClass Sensor { get; init; }

    /// <summary>Since when an optical sensor shows a pattern that no worn one does; null when it does not.</summary>
    public required DateTimeOffset? NotWornSince { get; init; }

    /// <summary>Since when readings come without a gap.</summary>
    public required DateTimeOffset? UnbrokenSince { get; init; }

    /// <summary>Since when every reading came with RR that agrees with it; null when the last one did not.</summary>
    public required DateTimeOffset? RrAgreesSince { get; init; }

    /// <summary>Degrees Celsius; null when nobody measured.</summary>
    public required double? RoomCelsius { get; init; }

    /// <summary>Mean of the last 30 s, bpm; NaN when there are too few seconds.</summary>
    public required double Mean30 { get; init; }

    /// <summary>Median of the last 10 s, bpm; NaN when there are too few seconds.</summary>
    public required double Median10 { get; init; }

    /// <summary>The heart rate that what is expected is held against, bpm: the median of 10 s, and in atrial fibrillation the mean of 60 s
    /// (domain-facts 3.4); NaN when there are too few seconds. Ceilings take the median in every rhythm (decisions 2).</summary>
    public double Level => Plan.Facts.InAtrialFibrillation ? MinuteMean(0) : Median10;

    /// <summary>Warm-up or work, and not paused.</summary>
    public bool IsWorking => Phase is SessionPhase.Work or SessionPhase.WarmUp && !Resting;

    /// <summary>When the strap began to say that it does not touch skin.</summary>
    public required DateTimeOffset? NoContactSince { get; init; }

    /// <summary>When a reading last came, or the session began.</summary>
    public required DateTimeOffset LastReadingAt { get; init; }

    /// <summary>Since when only readings come that cannot be a heart's; null when that is not so.</summary>
    public required DateTimeOffset? DoubtfulSince { get; init; }

    /// <summary>Since when the signal comes and goes, too shortly for each loss to be told; null when it does not.</summary>
    public DateTimeOffset? ComesAndGoesSince { get; init; }

    /// <summary>The strap's own last rate, believed or not, bpm.</summary>
    public int ShownBpm { get; init; }

    /// <summary>Its intervals say the same.</summary>
    public bool IntervalsAgree { get; init; }

    /// <summary>What speaks against the newest sample.</summary>
    public SignalReasons SignalReasons { get; init; }

    /// <summary>The pattern of intervals was seen to be irregular; false unless the hint is switched on.</summary>
    public bool RrIsIrregular { get; init; }

    /// <summary>The strap may be on somebody else; null when nothing says so.</summary>
    public IdentityDoubted? IdentityDoubt { get; init; }

    /// <summary>What speaks for another device behind the strap's id; null when nothing does.</summary>
    public StrapSign? StrapDoubt { get; init; }

    /// <summary>How full the strap's battery is, 0 to 100 %; null when it did not say.</summary>
    public int? BatteryPercent { get; init; }

    /// <summary>The battery was nearly empty when the session began.</summary>
    public bool BatteryEmptyAtStart { get; init; }

    /// <summary>Last RPE answer; null before the first.</summary>
    public required int? Rpe { get; init; }

    /// <summary>The alert that the answers so far stand for; null for none.</summary>
    public required AlertCode? RpeStanding { get; init; }

    public required AlertCode? SymptomStanding { get; init; }

    /// <summary>Symptoms that stand, each with its grade where one was given, else 1; the unit is <c>symptom</c>.</summary>
    public required IReadOnlyList<Evidence> Symptoms { get; init; }

    /// <summary>The last talk test was "no" within two minutes of a low answer (decisions 31).</summary>
    public required bool TalkDisagrees { get; init; }

    /// <summary>Two answers that do not fit the work between them; null when they do.</summary>
    public required ScaleDoubt? ScaleDoubt { get; init; }

    /// <summary>Calls for help since somebody last took note of one.</summary>
    public required int CallsForHelp { get; init; }

    /// <summary>What the plan says about medicines, and what of it staff took note of.</summary>
    public required PlanNotices Notices { get; init; }

    /// <summary>When the open prompt that climbs the no-answer ladder opened; null for none.</summary>
    public required DateTimeOffset? UnansweredSince { get; init; }

    /// <summary>A prompt went by unanswered and nobody has answered since.</summary>
    public required bool NotResponding { get; init; }

    /// <summary>Mean of the 60 s that ended so many seconds ago, bpm; NaN when fewer than half have a value.</summary>
    internal double MinuteMean(int endedAgo) => Heart.Mean(60, 30, endedAgo);

    /// <summary>How far inside its limit an alert counts as gone, from the alarm catalogue (domain-facts 8.3).</summary>
    internal double Hysteresis(AlertCode code) => Alarms[code].Hysteresis;
}
