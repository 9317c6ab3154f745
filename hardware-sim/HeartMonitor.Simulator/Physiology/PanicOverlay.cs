namespace HeartMonitor.Simulator.Physiology;

/// <summary>Heart rate that rises with no change of work: a ramp of 30 s, a plateau, a decay with 180 s (domain-facts 9.2).</summary>
/// <param name="From">When it begins.</param>
/// <param name="RiseBpm">25 to 45 bpm.</param>
/// <param name="Plateau">3 to 10 minutes.</param>
public sealed record PanicOverlay(TimeSpan From, double RiseBpm, TimeSpan Plateau)
{
    private static readonly TimeSpan Ramp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Tau = TimeSpan.FromSeconds(180);

    /// <summary>bpm to add at <paramref name="time"/>.</summary>
    public double At(TimeSpan time)
    {
        var since = time - From;
        if (since <= TimeSpan.Zero) return 0;
        if (since < Ramp) return RiseBpm * (since / Ramp);
        var decaying = since - Ramp - Plateau;
        return decaying <= TimeSpan.Zero ? RiseBpm : RiseBpm * Math.Exp(-(decaying / Tau));
    }
}
