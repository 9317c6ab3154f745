using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Dose;

/// <summary>Where METs come from, best first (domain-facts 6.3). Measured oxygen uptake has no input yet; staff who have it state the METs.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MetSource>))]
public enum MetSource
{
    /// <summary>Nowhere: the time is left out of the dose.</summary>
    None,

    /// <summary>Stated by staff or by the machine.</summary>
    Stated,

    /// <summary>A machine at a standstill: 1 MET.</summary>
    Rest,
    AcsmWalk,
    AcsmRun,
    AcsmLegCycle,
    AcsmArmCycle,
    AcsmStep,
    Compendium,

    /// <summary>Heart-rate reserve against METs of a test; in zones mode only.</summary>
    HeartRate,

    /// <summary>A rough figure for a band of perceived exertion.</summary>
    RpeBand,
}

/// <summary>What to keep in mind about a figure. Sent in kebab-case.</summary>
[Flags]
public enum MetRemarks
{
    None = 0,
    BelowEquationRange = 1,
    AboveEquationRange = 2,

    /// <summary>A machine's figure stands beside an activity code that the table does not have.</summary>
    ActivityUnknown = 4,

    /// <summary>The Compendium's list was built for people of 19 to 59 (domain-facts 6.1); this person is older.</summary>
    ListForYoungerAdults = 8,

    /// <summary>A guess by perceived exertion (domain-facts 6.3).</summary>
    Rough = 16,
}

/// <summary>Why there are no METs.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<MetGap>))]
public enum MetGap
{
    /// <summary>There are.</summary>
    None,
    NoWorkload,
    ActivityUnknown,
    BodyMassMissing,

    /// <summary>Somebody holds the handrail: equation and table would say too much (domain-facts 6.2).</summary>
    HandrailHeld,

    /// <summary>No equation is for walking or running downhill.</summary>
    Downhill,

    /// <summary>A measured speed does not tell walking from riding.</summary>
    MachineUnknown,
    StepHeightMissing,

    /// <summary>More steps a minute than stepping has: steps of walking, which tell no work.</summary>
    StepsOfWalking,

    /// <summary>The service was down.</summary>
    NotWatched,
}

/// <summary>Gross METs of one stretch of work, with their source.</summary>
/// <param name="Mets">METs, finite, 0 or more; null when not known, and then <paramref name="Why"/> says why.</param>
/// <param name="Source">Where they come from.</param>
/// <param name="Flags">What to keep in mind.</param>
/// <param name="Activity">Compendium code, where the table gave the METs.</param>
/// <param name="CompendiumYear">2024 or 2011, where the table gave the METs.</param>
/// <param name="Why">Why there are none.</param>
public readonly record struct MetEstimate(
    double? Mets,
    MetSource Source,
    MetRemarks Flags = MetRemarks.None,
    string? Activity = null,
    int? CompendiumYear = null,
    MetGap Why = MetGap.None)
{
    internal static MetEstimate Unknown(MetGap why) => new(null, MetSource.None, Why: why);
}
