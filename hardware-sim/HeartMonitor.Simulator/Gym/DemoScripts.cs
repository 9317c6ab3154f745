using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>The scripts of the demo. Steps last long enough for the rules to judge them (180 s of silence after a change, domain-facts 4.6).</summary>
internal static class DemoScripts
{
    private static readonly TimeSpan IncidentsEvery = TimeSpan.FromMinutes(15);

    /// <summary>Moderate, hard enough for a zone or an RPE to be passed, moderate, easy (which also ends the drift of heart rate).</summary>
    private static readonly WorkStep[] Round = [new(330, 0.50), new(270, 0.66), new(120, 0.50), new(180, 0.25)];

    /// <summary>The hard bout stays under resting + 40, where a blunted heart rate would be unexpectedly high; RPE is about 14.</summary>
    private static readonly WorkStep[] BluntedRound = [new(330, 0.48), new(270, 0.58), new(120, 0.48), new(180, 0.25)];

    /// <param name="role">What the person shows.</param>
    /// <param name="isBlunted">Which round.</param>
    /// <param name="equipment">The machine.</param>
    /// <param name="stagger">Lengthens the opening, seconds, so that not everybody changes at once.</param>
    internal static DemoScript For(DemoRole role, bool isBlunted, Equipment equipment, int stagger)
    {
        var round = isBlunted ? BluntedRound : Round;
        WorkStep[] opening = role switch
        {
            DemoRole.ClimbsToCeiling => [new(20, 0.55), new(60, 0.80), new(220 + stagger, 0.50)],
            DemoRole.OvershootsZone => [new(320, 0.64), new(stagger, 0.50)],
            DemoRole.Plain or DemoRole.LosesContact or DemoRole.DropsOut or DemoRole.NeverAnswers => [new(stagger, round[0].Fraction)],
        };
        return new(opening, round, equipment, FaultsOf(role));
    }

    private static StrapFault[] FaultsOf(DemoRole role) => role switch
    {
        DemoRole.LosesContact => [new ContactLost(At(62), At(15), Frozen: true) { Every = IncidentsEvery }],
        DemoRole.DropsOut => [new Dropout(At(75), At(20)) { Every = IncidentsEvery }],
        DemoRole.Plain => [new MissedBeat(At(200)) { Every = IncidentsEvery }, new ExtraBeat(At(500)) { Every = IncidentsEvery }],
        DemoRole.NeverAnswers or DemoRole.ClimbsToCeiling or DemoRole.OvershootsZone => [],
    };

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
