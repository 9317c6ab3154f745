using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>The scripts of the demo. Steps last long enough for the rules to judge them (180 s of silence after a change, domain-facts 4.6).</summary>
internal static class DemoScripts
{
    private static readonly TimeSpan IncidentsEvery = TimeSpan.FromMinutes(15);

    /// <summary>Fractions of reserve. Hard passes a zone that ends at 0.60; a blunted one stays under resting + 40, at an RPE of about 14.</summary>
    private const double Moderate = 0.50;
    private const double Hard = 0.66;
    private const double BluntedModerate = 0.48;
    private const double BluntedHard = 0.58;
    private const double Easy = 0.25;

    /// <summary>Only one person is there to pass the ceiling: 85 % of the predicted maximum, warned of 5 bpm below (decisions 1 and 2).</summary>
    private const double CeilingOfPeak = 0.85;
    private const double WarningBelowCeiling = 5;

    /// <summary>Room for noise, drift and the steps of a machine.</summary>
    private const double RoomBelowWarning = 0.07;

    /// <param name="role">What the person shows.</param>
    /// <param name="isBlunted">How hard the hard bout is.</param>
    /// <param name="equipment">The machine.</param>
    /// <param name="stagger">Lengthens the opening, seconds, so that not everybody changes at once.</param>
    internal static DemoScript For(DemoRole role, bool isBlunted, Equipment equipment, int stagger)
    {
        var moderate = isBlunted ? BluntedModerate : Moderate;
        var hard = isBlunted ? BluntedHard : Math.Clamp(WarningOf(equipment.Heart) - RoomBelowWarning, Moderate, Hard);
        // The easy spell also ends the drift of heart rate.
        WorkStep[] round = [new(330, moderate), new(270, hard), new(120, moderate), new(180, Easy)];
        WorkStep[] opening = role switch
        {
            DemoRole.ClimbsToCeiling => [new(20, 0.55), new(60, 0.80), new(220 + stagger, 0.50)],
            DemoRole.OvershootsZone => [new(320, 0.64), new(stagger, 0.50)],
            DemoRole.Plain or DemoRole.LosesContact or DemoRole.DropsOut or DemoRole.NeverAnswers => [new(stagger, moderate)],
        };
        return new(opening, round, equipment, FaultsOf(role));
    }

    /// <summary>Fraction of reserve at which the ceiling's warning begins.</summary>
    private static double WarningOf(VirtualPerson heart) =>
        ((CeilingOfPeak * heart.PeakHr) - WarningBelowCeiling - heart.RestingHr) / (heart.PeakHr - heart.RestingHr);

    private static StrapFault[] FaultsOf(DemoRole role) => role switch
    {
        DemoRole.LosesContact => [new ContactLost(At(62), At(15), Frozen: true) { Every = IncidentsEvery }],
        DemoRole.DropsOut => [new Dropout(At(75), At(20)) { Every = IncidentsEvery }],
        DemoRole.Plain => [new MissedBeat(At(200)) { Every = IncidentsEvery }, new ExtraBeat(At(500)) { Every = IncidentsEvery }],
        DemoRole.NeverAnswers or DemoRole.ClimbsToCeiling or DemoRole.OvershootsZone => [],
    };

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
