using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Numbers of the plan that the clinical owner may change: <c>rules</c> in <c>config/planner.json</c>, inside the bounds of
/// <see cref="PlannerNumber"/>. The defaults are the product's decisions.
/// </summary>
public sealed record PlannerOptions
{
    public static PlannerOptions Default { get; } = new();

    /// <summary>The file's version, a plus sign and 8 hex digits of its content's hash; part of the rules version.</summary>
    public string Version { get; init; } = "built-in";

    /// <summary>Numbers outside their recommended bounds, in plain words: allowed, and told.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Equation for the predicted maximal heart rate. Default Tanaka (domain-facts 2.1). Never used for a person in RPE mode's zones.
    /// </summary>
    public PredictedMaximum PredictedMaximum { get; init; } = PredictedMaximum.Tanaka;

    /// <summary>Equation for women where the clinic wants another one, such as Gulati; null uses <see cref="PredictedMaximum"/>.</summary>
    public PredictedMaximum? PredictedMaximumForWomen { get; init; }

    /// <summary>
    /// Ages, years, both ends in, for which a predicted maximum makes zones. The equations of domain-facts 2.1 come from adults; ours: up to 90,
    /// some years beyond the oldest in Tanaka's own sample.
    /// </summary>
    public int ZonesFromAgeYears { get; init; } = 18;

    public int ZonesToAgeYears { get; init; } = 90;

    /// <summary>Part of the reserve, and RPE target, where nothing else is prescribed (decisions 19).</summary>
    public double ReserveFrom { get; init; } = 0.40;

    public double ReserveTo { get; init; } = 0.60;

    public int RpeFrom { get; init; } = 11;

    public int RpeTo { get; init; } = 13;

    /// <summary>Highest RPE target with heart disease or on a medicine that blunts (domain-facts 4.1: outpatient cardiac, later).</summary>
    public int HighestCardiacRpe { get; init; } = 16;

    /// <summary>Below this reserve a zone has no meaning, bpm (domain-facts 2.2).</summary>
    public double SmallestReserveBpm { get; init; } = HeartRateReserve.SmallestBpm;

    /// <summary>Ceiling alarm: below an ICD's detection rate and below a peak measured on the medicine, bpm (decisions 1).</summary>
    public double CeilingBelowDetectionRateBpm { get; init; } = 10;

    public double CeilingBelowOnDrugPeakBpm { get; init; } = 10;

    /// <summary>Ceiling alarm of a blunted person without a test: above rest, and at most, bpm (decisions 1).</summary>
    public double CeilingBluntedAboveRestBpm { get; init; } = 60;

    public double CeilingBluntedHighestBpm { get; init; } = 130;

    /// <summary>Ceiling alarm of a person whose heart rate is not blunted: fraction of the predicted maximum (decisions 1).</summary>
    public double CeilingOfPredicted { get; init; } = 0.85;

    /// <summary>Ceiling warning: below the alarm, and for a blunted person without a test above rest, bpm (decisions 2).</summary>
    public double WarningBelowCeilingBpm { get; init; } = 5;

    public double WarningBluntedAboveRestBpm { get; init; } = 40;

    /// <summary>
    /// Above the predicted maximum, bpm, from which a measured peak is taken for a slip: two standard deviations of Tanaka's equation
    /// (domain-facts 2.1). On a medicine that blunts, the prediction itself is the limit.
    /// </summary>
    public double PeakAbovePredictedBpm { get; init; } = 20;

    /// <summary>Between the resting rate of a test and that in force, bpm, from which the person is not in the state of the test.</summary>
    public double TestRestApartBpm { get; init; } = 20;

    /// <summary>Hours that a session may differ from a test's hours after the dose (decisions 17).</summary>
    public double TestHoursEitherWay { get; init; } = 3;

    /// <summary>Resting rate, bpm: above the first no start, above the second a clinician decides (product.md, decision 8).</summary>
    public int RestRefusedAboveBpm { get; init; } = 120;

    public int RestClinicianAboveBpm { get; init; } = 100;

    /// <summary>Below this a clinician decides, bpm, unless it is known of the person (domain-facts 4.6).</summary>
    public int RestClinicianBelowBpm { get; init; } = 45;

    /// <summary>The same with an interaction pair, where a stronger blockade is suspected (domain-facts 10, S10).</summary>
    public int RestClinicianBelowWithPairBpm { get; init; } = 50;

    /// <summary>Above a personal baseline, bpm, that still counts as it, and the highest baseline that counts (decisions 21).</summary>
    public int BaselineMarginBpm { get; init; } = 10;

    public int BaselineHighestBpm { get; init; } = 120;

    /// <summary>Resting rate with an eating disorder below which a clinician decides, bpm (domain-facts 3.4).</summary>
    public double EatingDisorderBelowBpm { get; init; } = 50;

    /// <summary>Degrees Celsius from which it is fever (contracts 4).</summary>
    public double FeverCelsius { get; init; } = 38.0;

    /// <summary>Days after the last dose of a beta-blocker, and of a medicine nobody knows (product.md, decision 9; decisions 13).</summary>
    public int BetaBlockerWindowDays { get; init; } = 14;

    public int UnknownWindowDays { get; init; } = 14;

    /// <summary>Half-lives after which a medicine is gone (domain-facts 3.5).</summary>
    public int HalfLivesToWearOff { get; init; } = 5;

    /// <summary>From this half-life on, hours, one dose acts into the next day: whether it was taken today says nothing. Ours.</summary>
    public double ActsIntoTheNextDayHours { get; init; } = 24;

    /// <summary>
    /// A beta-blocker taken as needed that acts longer than this, hours, may act from yesterday evening where it was not taken today. Ours: from
    /// nine in the evening to nine in the morning.
    /// </summary>
    public double ActsOverNightHours { get; init; } = 12;

    /// <summary>A dose told at check-in that is older than this says nothing about today, hours. Ours.</summary>
    public double ReportTellsHours { get; init; } = 48;

    /// <summary>
    /// A regular medicine that rebounds counts as left out when its last dose is older than this, hours. Ours: a dose a day, and half a day
    /// for whoever takes it in the evening (domain-facts 3.5: rebound begins on day 2).
    /// </summary>
    public double MissedAfterHours { get; init; } = 36;

    /// <summary>Seconds between prompts in steady work: ordinary, close, and with on-drug zones (product.md, decisions 3 and 7; decisions 25, 43).</summary>
    public int PromptSeconds { get; init; } = 300;

    public int ClosePromptSeconds { get; init; } = 180;

    public int OnDrugZonesPromptSeconds { get; init; } = 600;

    /// <summary>Prompts are close in so many first sessions, and for so many days after a change of dose (decisions 43).</summary>
    public int FirstSessions { get; init; } = 3;

    public int TitrationDays { get; init; } = 14;
}
