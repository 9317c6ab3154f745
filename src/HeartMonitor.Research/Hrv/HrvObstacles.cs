namespace HeartMonitor.Research.Hrv;

/// <summary>What is known of the heart or of the sensor, and makes every figure of variability meaningless (domain-facts 5.4, 5.6).</summary>
[Flags]
public enum HrvObstacles
{
    None = 0,

    /// <summary>The rhythm is irregular by nature; finding artefacts in it would correct the heart away.</summary>
    IrregularRhythm = 1 << 0,

    /// <summary>A pacemaker sets the rate.</summary>
    Paced = 1 << 1,

    /// <summary>The nerves that vary the rate do not reach the heart.</summary>
    Transplanted = 1 << 2,

    /// <summary>The sensor smooths its intervals: they are no beats (domain-facts 1.5).</summary>
    SmoothedIntervals = 1 << 3,
}
