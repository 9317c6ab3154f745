namespace HeartMonitor.Simulator.Physiology;

/// <summary>An answer to "how hard does this feel?".</summary>
/// <param name="Delay">From the prompt to the answer.</param>
/// <param name="Rpe">Borg 6 to 20.</param>
public readonly record struct RpeReply(TimeSpan Delay, int Rpe);

/// <summary>
/// How hard work feels to a virtual person (domain-facts 9.2): <c>6 + 14 f^1.1 + bias + N(0, 0.8)</c>, rounded, 6 to 20. It depends on the
/// fraction of reserve only, never on heart rate: that is why a beta-blocked person can be asked.
/// </summary>
public sealed record PerceivedExertion
{
    /// <summary>Median time to an answer.</summary>
    private static readonly TimeSpan MedianDelay = TimeSpan.FromSeconds(8);

    /// <summary>Spread of the log of that time; ours: 95 % of answers come within 3 to 21 s.</summary>
    private const double DelaySigma = 0.5;

    /// <summary>Steps: +1 on a non-selective blocker, -1 when sedated, -2 to +2 by personality.</summary>
    public double Bias { get; init; }

    /// <summary>Spread of answers to the same work, steps.</summary>
    public double Spread { get; init; } = 0.8;

    /// <summary>Chance that a prompt is left alone, 0 to 1.</summary>
    public double NonAnswer { get; init; }

    /// <summary>RPE at a fraction of reserve of 0 to 1.</summary>
    public int Rate(double fraction, SeededNoise noise) =>
        (int)Math.Clamp(Math.Round(6 + (14 * Math.Pow(fraction, 1.1)) + Bias + (Spread * noise.NextNormal())), 6, 20);

    /// <summary>The answer to one prompt, or null when it is left alone.</summary>
    public RpeReply? Answer(double fraction, SeededNoise noise)
    {
        if (noise.NextUniform() < NonAnswer) return null;
        var delay = MedianDelay * Math.Exp(DelaySigma * noise.NextNormal());
        return new(delay, Rate(fraction, noise));
    }
}
