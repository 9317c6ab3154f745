namespace HeartMonitor.Core.Signal;

/// <summary>What an interval looks like beside those before it, as it comes: no look-ahead (domain-facts 5.4 needs 45 beats of it).</summary>
public enum BeatKind : byte
{
    /// <summary>Fits its neighbours.</summary>
    Fine,

    /// <summary>Too short or too long for them, with no pattern of a lost or invented beat: an early beat, or a rhythm that is uneven.</summary>
    Odd,

    /// <summary>About two or three times as long: beats in it were not seen.</summary>
    Missed,

    /// <summary>Two together are as long as one: a beat was seen that was none.</summary>
    Extra,

    /// <summary>Outside 273 to 2000 ms (domain-facts 5.1).</summary>
    OutOfRange,

    /// <summary>One of the exact 500 ms that some sensors send when they have nothing (domain-facts 1.5).</summary>
    Filler,
}
