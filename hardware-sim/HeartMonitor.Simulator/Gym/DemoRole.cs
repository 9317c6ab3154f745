namespace HeartMonitor.Simulator.Gym;

/// <summary>What somebody is there to show. Times are since the start; the signal's incidents come back every 15 minutes.</summary>
public enum DemoRole
{
    /// <summary>Trains.</summary>
    Plain,

    /// <summary>The strap loses skin from 62 s to 77 s.</summary>
    LosesContact,

    /// <summary>The radio is silent from 75 s to 95 s.</summary>
    DropsOut,

    /// <summary>Leaves every prompt alone, so that staff see the ladder and answer.</summary>
    NeverAnswers,

    /// <summary>Works too hard from 20 s to 80 s: 80 % of reserve, above 85 % of the predicted maximum less 5 for some seconds.</summary>
    ClimbsToCeiling,

    /// <summary>Holds 64 % of reserve for the first 320 s: just above a zone that ends at 60 %.</summary>
    OvershootsZone,
}
