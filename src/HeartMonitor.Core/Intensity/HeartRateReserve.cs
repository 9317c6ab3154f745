namespace HeartMonitor.Core.Intensity;

/// <summary>Heart-rate reserve after Karvonen, in bpm (domain-facts 2.2).</summary>
/// <param name="RestingHr">Resting rate, bpm.</param>
/// <param name="MaximalHr">Maximal rate, bpm.</param>
public readonly record struct HeartRateReserve(double RestingHr, double MaximalHr)
{
    /// <summary>Below this a zone has no meaning, bpm (domain-facts 2.2).</summary>
    public const double SmallestBpm = 20;

    public double Bpm => MaximalHr - RestingHr;

    /// <summary>The heart rate at a fraction of reserve, bpm; 0 is rest, 1 the maximum.</summary>
    public double At(double fraction) => WithoutNoise(RestingHr + (fraction * Bpm));

    /// <summary>The fraction of reserve of a heart rate; below 0 and above 1 are possible and kept.</summary>
    public double FractionOf(double bpm) => (bpm - RestingHr) / Bpm;

    /// <summary>Strips what binary arithmetic adds far behind the point, so that 116.88 is 116.88 on paper and in comparisons.</summary>
    internal static double WithoutNoise(double bpm) => Math.Round(bpm, 6);
}
