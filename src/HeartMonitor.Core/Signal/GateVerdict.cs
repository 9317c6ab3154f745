namespace HeartMonitor.Core.Signal;

/// <summary>What the gate makes of one sample: the label that is stored with it, and the rate that the rules may use.</summary>
/// <param name="Label">How far to believe the sample, and what speaks against it.</param>
/// <param name="Bpm">
/// Beats per minute for the rules; NaN when they get nothing. The strap's own rate of a good sample; the median of the intervals of the last
/// 10 s where the rate is doubted and the intervals are clean (domain-facts 5.2). The sample itself is never changed.
/// </param>
public readonly record struct GateVerdict(SignalLabel Label, double Bpm)
{
    /// <summary>The rules get a value.</summary>
    public bool IsUsable => !double.IsNaN(Bpm);

    internal static GateVerdict Nothing(SignalQuality quality, SignalReasons reasons) => new(new(quality, reasons), double.NaN);
}
