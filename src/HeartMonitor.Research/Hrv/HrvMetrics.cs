namespace HeartMonitor.Research.Hrv;

/// <summary>Heart-rate variability of one series of intervals (domain-facts 5.6). Null where the series does not give the figure.</summary>
/// <param name="MeanRrMs">Mean interval, ms; null where no figure is given.</param>
/// <param name="RmssdMs">Root of the mean squared difference of neighbours, ms; null under 2 intervals.</param>
/// <param name="SdnnMs">Sample standard deviation (n-1), ms; null under 2 intervals.</param>
/// <param name="Pnn50Percent">Share of the n-1 differences over 50 ms, 0 to 100; null under 2 intervals.</param>
/// <param name="DfaAlpha1">Short-term scaling exponent; null under <see cref="DetrendedFluctuation.FewestIntervals"/> intervals, or
/// when they do not vary.</param>
public sealed record HrvMetrics(double? MeanRrMs, double? RmssdMs, double? SdnnMs, double? Pnn50Percent, double? DfaAlpha1)
{
    /// <summary>No figure at all.</summary>
    public static HrvMetrics None { get; } = new(null, null, null, null, null);

    /// <summary>Computes all figures, in time linear in the number of intervals.</summary>
    /// <param name="rrMs">Intervals, ms, finite; at least one.</param>
    public static HrvMetrics Of(double[] rrMs)
    {
        var mean = TimeDomain.Mean(rrMs);
        return rrMs.Length < 2
            ? new(mean, null, null, null, null)
            : new(mean, TimeDomain.Rmssd(rrMs), TimeDomain.Sdnn(rrMs), TimeDomain.Pnn50(rrMs), DetrendedFluctuation.Alpha1(rrMs));
    }
}
