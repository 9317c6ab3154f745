using System.Globalization;

namespace HeartMonitor.Core.Dose;

/// <summary>
/// Numbers of the dose: <c>rules</c> in <c>config/activities.json</c>, inside the absolute bounds of <see cref="Validate"/>.
/// </summary>
/// <remarks>Setters and not init: generated serialisers lose the defaults of init-only members.</remarks>
public sealed record DoseOptions
{
    /// <summary>Speed up to which an unnamed treadmill speed is walked and above which it is run, km/h. The equations do not meet between 6 and 8 km/h
    /// (domain-facts 6.2); 4 mph divides them.</summary>
    public double FastestWalkKmh { get; set; } = 6.4;

    /// <summary>Height of the clinic's step where a workload does not say, metres; 0 for none.</summary>
    public double StepHeightM { get; set; }

    /// <summary>From this many METs on minutes count as moderate (product.md, decision 10; domain-facts 2.3).</summary>
    public double ModerateFromMets { get; set; } = 3;

    /// <summary>METs of RPE 9 to 11, 12 to 13 and 14 to 17 (domain-facts 6.3). Below and above there is no figure.</summary>
    public double RpeLightMets { get; set; } = 2.5;

    public double RpeModerateMets { get; set; } = 4;

    public double RpeVigorousMets { get; set; } = 6.5;

    /// <summary>Seconds of the phase it was given in that an answer stands for: the usual spacing of prompts and a minute to answer. Ours: silence
    /// is never filled with the last answer (domain-facts 10, S21).</summary>
    public double RpeStandsSeconds { get; set; } = 360;

    /// <summary>MET-minutes a week that are the target, both ends in (domain-facts 6.4; ACSM 2011: 500 to 1000).</summary>
    public double WeekFromMetMinutes { get; set; } = 500;

    public double WeekToMetMinutes { get; set; } = 1000;

    /// <summary>Every bound that is broken, in plain words; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Range(nameof(FastestWalkKmh), FastestWalkKmh, 5, 8);
        if (StepHeightM != 0) Range(nameof(StepHeightM), StepHeightM, 0.05, 0.6);
        Range(nameof(ModerateFromMets), ModerateFromMets, 2.5, 4);
        Range(nameof(RpeLightMets), RpeLightMets, 1, 4);
        Range(nameof(RpeModerateMets), RpeModerateMets, RpeLightMets, 6);
        Range(nameof(RpeVigorousMets), RpeVigorousMets, RpeModerateMets, 9);
        Range(nameof(RpeStandsSeconds), RpeStandsSeconds, 0, 900);
        Range(nameof(WeekFromMetMinutes), WeekFromMetMinutes, 100, 2000);
        Range(nameof(WeekToMetMinutes), WeekToMetMinutes, WeekFromMetMinutes, 5000);
        return faults;

        void Range(string name, double value, double from, double to)
        {
            if (!(value >= from && value <= to))
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"rules.{char.ToLowerInvariant(name[0])}{name[1..]}: {value} is outside {from} to {to}"));
        }
    }
}
