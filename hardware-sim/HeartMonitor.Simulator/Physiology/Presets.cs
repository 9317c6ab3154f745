namespace HeartMonitor.Simulator.Physiology;

/// <summary>The people of domain-facts 9.2; where it gives a range of peaks, the value its own check figures use.</summary>
public static class Presets
{
    /// <summary>About 50 years, no medicine that touches heart rate.</summary>
    public static VirtualPerson Unmedicated { get; } = new() { RestingHr = 70, PeakHr = 165, PeakMet = 8 };

    /// <summary>The same on a beta-blocker.</summary>
    public static VirtualPerson BetaBlocked { get; } = new()
    {
        RestingHr = 60,
        PeakHr = 122,
        PeakMet = 7.5,
        TauOn = TimeSpan.FromSeconds(60),
        TauOff = TimeSpan.FromSeconds(75),
        IsBlunted = true,
    };

    public static VirtualPerson OlderDeconditioned { get; } = new()
    {
        RestingHr = 76,
        PeakHr = 145,
        PeakMet = 5,
        TauOn = TimeSpan.FromSeconds(60),
        TauOff = TimeSpan.FromSeconds(90),
        DeadTime = TimeSpan.FromSeconds(10),
    };

    public static VirtualPerson Clozapine { get; } = new()
    {
        RestingHr = 104,
        PeakHr = 165,
        PeakMet = 7,
        TauOff = TimeSpan.FromSeconds(75),
    };

    /// <summary>Transplanted heart without nerves: slow both ways, may peak after the stop.</summary>
    public static VirtualPerson Transplant { get; } = new()
    {
        RestingHr = 100,
        PeakHr = 125,
        PeakMet = 6,
        TauOn = TimeSpan.FromSeconds(150),
        TauOff = TimeSpan.FromSeconds(300),
        DeadTime = TimeSpan.FromSeconds(30),
    };

    /// <summary>Pacemaker with a motion sensor: steps of 5 bpm, slow on a cycle, capped at its upper rate.</summary>
    public static VirtualPerson PacemakerMotionSensor { get; } = new()
    {
        RestingHr = 60,
        PeakHr = 120,
        PeakMet = 5,
        TauOn = TimeSpan.FromSeconds(10),
        TauOff = TimeSpan.FromSeconds(30),
        DeadTime = TimeSpan.FromSeconds(2),
        PacedStepBpm = 5,
        CyclingGain = 0.3,
        NoiseBpm = 0,
    };

    /// <summary>An irregular heart under rate control; ours, in the manner of the others.</summary>
    public static VirtualPerson AtrialFibrillation { get; } = new()
    {
        RestingHr = 78,
        PeakHr = 150,
        PeakMet = 6,
        DeadTime = TimeSpan.FromSeconds(5),
        IsIrregular = true,
    };

    /// <summary>The unmedicated one on day 2 to 8 after a beta-blocker was stopped at once (domain-facts 3.5, 9.2).</summary>
    public static VirtualPerson Rebound { get; } = Blockade.Rebound(Unmedicated);

    /// <summary>All of them under the names that stories use.</summary>
    public static IReadOnlyList<(string Name, VirtualPerson Person)> All { get; } =
    [
        ("unmedicated", Unmedicated), ("beta-blocked", BetaBlocked), ("older-deconditioned", OlderDeconditioned), ("clozapine", Clozapine),
        ("transplant", Transplant), ("pacemaker", PacemakerMotionSensor), ("irregular", AtrialFibrillation), ("rebound", Rebound),
    ];
}
