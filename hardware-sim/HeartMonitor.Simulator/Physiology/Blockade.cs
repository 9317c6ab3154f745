namespace HeartMonitor.Simulator.Physiology;

/// <summary>
/// What a beta-blocker does to a heart (domain-facts 9.2). Defaults stand in the middle of the ranges given there. Full strength up to two
/// hours after the dose, then halving every <see cref="HalfEffect"/>.
/// </summary>
public sealed record Blockade
{
    /// <summary>Cut of the resting rate, 0.10 to 0.20.</summary>
    public double RestCut { get; init; } = 0.15;

    /// <summary>Cut of the peak rate, 0.20 to 0.30.</summary>
    public double PeakCut { get; init; } = 0.25;

    /// <summary>Slowing of the rise, 1.2 to 1.5.</summary>
    public double TauOnFactor { get; init; } = 1.35;

    /// <summary>Loss of exercise capacity, 0.95 to 1.</summary>
    public double PeakMetFactor { get; init; } = 1;

    /// <summary>10 to 12 hours.</summary>
    public TimeSpan HalfEffect { get; init; } = TimeSpan.FromHours(11);

    /// <summary>Hours for which a dose has its full effect.</summary>
    private static readonly TimeSpan FullEffect = TimeSpan.FromHours(2);

    private const double FirstReboundDay = 2;
    private const double LastReboundDay = 8;

    /// <summary>Share of the full effect that is left, 0 to 1.</summary>
    public double StrengthAt(TimeSpan sinceDose) =>
        sinceDose <= FullEffect ? 1 : Math.Pow(2, -((sinceDose - FullEffect) / HalfEffect));

    /// <summary>The same person with the blocker aboard.</summary>
    /// <param name="person">Without the medicine.</param>
    /// <param name="sinceDose">Time since the last dose.</param>
    public VirtualPerson On(VirtualPerson person, TimeSpan sinceDose = default)
    {
        var strength = StrengthAt(sinceDose);
        return person with
        {
            RestingHr = person.RestingHr * (1 - (RestCut * strength)),
            PeakHr = person.PeakHr * (1 - (PeakCut * strength)),
            PeakMet = person.PeakMet * (1 + ((PeakMetFactor - 1) * strength)),
            TauOn = person.TauOn * (1 + ((TauOnFactor - 1) * strength)),
            IsBlunted = true,
        };
    }

    /// <summary>The person whose figures with the blocker aboard, within two hours of a dose, are those of <paramref name="blocked"/>.</summary>
    public VirtualPerson Without(VirtualPerson blocked) => blocked with
    {
        RestingHr = blocked.RestingHr / (1 - RestCut),
        PeakHr = blocked.PeakHr / (1 - PeakCut),
        PeakMet = blocked.PeakMet / PeakMetFactor,
        TauOn = blocked.TauOn / TauOnFactor,
        IsBlunted = false,
    };

    /// <summary>
    /// The same person some time after the last dose of a blocker that was stopped at once: what is left of it, from day 2 to 8 the rebound,
    /// then as without the medicine (domain-facts 3.5, 9.2).
    /// </summary>
    public VirtualPerson AfterStop(VirtualPerson person, TimeSpan sinceLastDose) => sinceLastDose.TotalDays switch
    {
        < FirstReboundDay => On(person, sinceLastDose),
        <= LastReboundDay => Rebound(person),
        _ => person,
    };

    /// <summary>Day 2 to 8 after an abrupt stop: rest 15 % and slope 20 % above the person without the medicine.</summary>
    public static VirtualPerson Rebound(VirtualPerson person) => person with
    {
        RestingHr = person.RestingHr * 1.15,
        PeakHr = (person.RestingHr * 1.15) + ((person.PeakHr - person.RestingHr) * 1.2),
        IsBlunted = false,
    };
}
