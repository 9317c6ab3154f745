namespace HeartMonitor.Simulator.Straps;

/// <summary>What a strap can tell (domain-facts 1.5).</summary>
public enum StrapProfile
{
    /// <summary>Electrodes, intervals, contact bit: the default.</summary>
    ChestWithContact,

    /// <summary>Electrodes and intervals; contact "not supported".</summary>
    ChestWithoutContact,

    /// <summary>Light: no intervals, and it cannot tell that it was taken off.</summary>
    Optical,
}
