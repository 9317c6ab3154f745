namespace HeartMonitor.Simulator.Physiology;

/// <summary>
/// How one heart answers to work (domain-facts 9.2): first order with dead time, towards
/// <c>resting + (peak - resting) * fraction + drift</c>. The fraction of reserve is <c>(METs - 1) / (peak METs - 1)</c>, 0 to 1.
/// </summary>
public sealed record VirtualPerson
{
    /// <summary>bpm, on the medicines that are taken.</summary>
    public required double RestingHr { get; init; }

    /// <summary>bpm at <see cref="PeakMet"/>, on the medicines that are taken.</summary>
    public required double PeakHr { get; init; }

    /// <summary>Above 1.</summary>
    public required double PeakMet { get; init; }

    /// <summary>Time constant of a rise.</summary>
    public TimeSpan TauOn { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Time constant of a fall; unused with <see cref="SplitsFall"/>.</summary>
    public TimeSpan TauOff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Work is felt by the heart this much later; whole seconds.</summary>
    public TimeSpan DeadTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>bpm per minute of continuous work above 0.3 of reserve beyond the tenth minute.</summary>
    public double DriftPerMinute { get; init; } = 0.15;

    /// <summary>Standard deviation of the noise on heart rate, bpm; AR(1) with 0.9 a second.</summary>
    public double NoiseBpm { get; init; } = 1.0;

    /// <summary>Falls in two parts: 0.6 with 40 s, 0.4 with 180 s.</summary>
    public bool SplitsFall { get; init; }

    /// <summary>Size of the steps in which a motion-sensing pacemaker goes, bpm; 0 for a heart of its own.</summary>
    public double PacedStepBpm { get; init; }

    /// <summary>What a motion sensor sees of work on a cycle, as a factor on the fraction; 1 for everybody else.</summary>
    public double CyclingGain { get; init; } = 1;

    /// <summary>A beta-blocker raises vagal swing at rest by a fifth (domain-facts 9.3).</summary>
    public bool IsBlunted { get; init; }

    /// <summary>Beats follow one another without any pattern, around the rate that the work asks for.</summary>
    public bool IsIrregular { get; init; }

    /// <summary>Fraction of reserve that <paramref name="mets"/> asks for, 0 to 1.</summary>
    public double FractionAt(double mets) => Math.Clamp((mets - 1) / (PeakMet - 1), 0, 1);

    /// <summary>METs that ask for <paramref name="fraction"/> of reserve.</summary>
    public double MetsAt(double fraction) => 1 + (fraction * (PeakMet - 1));
}
