using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Intensity;

/// <summary>Predicted maximal heart rate in bpm from age in years (domain-facts 2.1). Plain formulas: no rounding, no clamping.</summary>
public static class MaximalHeartRateEquations
{
    public static double Fox(double ageYears) => 220 - ageYears;

    public static double Tanaka(double ageYears) => 208 - (0.7 * ageYears);

    public static double Gellish(double ageYears) => 207 - (0.7 * ageYears);

    /// <summary>Gellish with the coefficients as fitted.</summary>
    public static double GellishExact(double ageYears) => 206.9 - (0.67 * ageYears);

    /// <summary>For women.</summary>
    public static double Gulati(double ageYears) => 206 - (0.88 * ageYears);

    public static double Nes(double ageYears) => 211 - (0.64 * ageYears);

    public static double SydoMen(double ageYears) => 220 - (0.95 * ageYears);

    public static double SydoWomen(double ageYears) => 210 - (0.79 * ageYears);

    /// <summary>For coronary disease on a beta-blocker: safety rules only, never zones.</summary>
    public static double Brawner(double ageYears) => 164 - (0.7 * ageYears);

    /// <summary>For systolic heart failure on a beta-blocker: safety rules only, never zones.</summary>
    public static double Keteyian(double ageYears, double restingHr, bool onBicycle) =>
        119 + (0.5 * restingHr) - (0.5 * ageYears) - (onBicycle ? 5 : 0);

    /// <summary>The maximum by one of the equations that may make a zone.</summary>
    /// <param name="equation">Which.</param>
    /// <param name="ageYears">Years.</param>
    /// <param name="sex"><c>male</c>, <c>female</c> or null; Sydo takes the lower of both when it is null.</param>
    public static MaximalHeartRate Predict(PredictedMaximum equation, double ageYears, string? sex)
    {
        var bpm = equation switch
        {
            PredictedMaximum.Tanaka => Tanaka(ageYears),
            PredictedMaximum.Fox => Fox(ageYears),
            PredictedMaximum.Gellish => Gellish(ageYears),
            PredictedMaximum.Gulati => Gulati(ageYears),
            PredictedMaximum.Nes => Nes(ageYears),
            PredictedMaximum.Sydo => Sydo(ageYears, sex),
        };
        return new MaximalHeartRate(HeartRateReserve.WithoutNoise(bpm), KebabCase.Of(equation));
    }

    private static double Sydo(double ageYears, string? sex) => sex switch
    {
        "male" => SydoMen(ageYears),
        "female" => SydoWomen(ageYears),
        _ => Math.Min(SydoMen(ageYears), SydoWomen(ageYears)),
    };
}
