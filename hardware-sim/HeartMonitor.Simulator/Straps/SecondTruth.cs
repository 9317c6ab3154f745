namespace HeartMonitor.Simulator.Straps;

/// <summary>What goes wrong, as a word for tables.</summary>
public enum FaultKind
{
    /// <summary>Nothing.</summary>
    None,
    MissedBeat,
    ExtraBeat,
    Ectopic,
    EctopicRun,
    RrFiller,
    DrySpike,
    ContactLost,
    ZeroRun,
    OffBody,
    CadenceLock,
    Stuck,
    Swapped,
    Dropout,
    DelayedBurst,
    Duplicated,
    ClockJump,
    AddressChange,
    BatteryDrain,
    OverEmission,
    StartOfWear,
}

/// <summary>Whether the heart rate of a second can be used.</summary>
public enum TruthLabel
{
    /// <summary>The strap says what the heart does, as well as straps do.</summary>
    Clean,

    /// <summary>There is no value, or it is not this heart's, and a gate must know by now.</summary>
    Faulty,

    /// <summary>No gate can know, or none must; <see cref="SecondTruth.Because"/> says which. Neither clean nor faulty.</summary>
    Unjudged,
}

/// <summary>Why a second is not judged.</summary>
public enum WhyUnjudged
{
    /// <summary>It is judged.</summary>
    No,

    /// <summary>The value is wrong, and the documented time until that can be told still runs (<see cref="DetectionDelays"/>).</summary>
    DetectionDelay,

    /// <summary>The value is wrong by less than the rules tell apart (domain-facts 5.1 to 5.3): it is as good as right.</summary>
    TooNear,

    /// <summary>The wrong value came without a leap, where only a leap gives it away (domain-facts 5.3).</summary>
    NoLeap,

    /// <summary>Only intervals are wrong: the rate follows the heart within what five seconds of smoothing make of a beat. The artefact step
    /// of domain-facts 5.4 judges intervals.</summary>
    BeatsOnly,

    /// <summary>The value is right and its stamp is not.</summary>
    StampOnly,

    /// <summary>The value is somebody else's heart: no pattern of one strap's signal can tell.</summary>
    OtherPerson,

    /// <summary>The fault is over, and the value came back by a leap that no intervals support: it is believed once it held.</summary>
    Settling,
}

/// <summary>The truth about one second of a strap.</summary>
/// <param name="Label">Clean, faulty or not judged.</param>
/// <param name="Kind">The fault behind it; none when clean.</param>
/// <param name="Because">Why it is not judged.</param>
public readonly record struct SecondTruth(TruthLabel Label, FaultKind Kind, WhyUnjudged Because)
{
    public static SecondTruth Clean => default;

    /// <summary>A wrong or missing value; not judged while the detection delay runs.</summary>
    public static SecondTruth Faulty(FaultKind kind, TimeSpan since, TimeSpan delay) =>
        since < delay ? Aside(kind, WhyUnjudged.DetectionDelay) : new(TruthLabel.Faulty, kind, WhyUnjudged.No);

    public static SecondTruth Aside(FaultKind kind, WhyUnjudged because) => new(TruthLabel.Unjudged, kind, because);

    /// <summary>True when the rate of this second is wrong or missing, whether or not a gate must know it yet.</summary>
    public bool IsWrong => Label == TruthLabel.Faulty || Because == WhyUnjudged.DetectionDelay;

    /// <summary>Two faults at once: the graver truth.</summary>
    public SecondTruth And(in SecondTruth other) => other.Gravity > Gravity ? other : this;

    private int Gravity => Label switch
    {
        TruthLabel.Clean => 0,
        TruthLabel.Faulty => 3,
        TruthLabel.Unjudged => Because == WhyUnjudged.DetectionDelay ? 2 : 1,
    };
}

/// <summary>What a fault may look at to tell the truth about a second.</summary>
/// <param name="Time">Begin of the second, since the strap's start.</param>
/// <param name="Profile">The strap's.</param>
/// <param name="HeartBpm">Mean rate of the heart over the last five seconds, as the strap would smooth it.</param>
/// <param name="SentBpm">Rate that was sent; 0 for none.</param>
/// <param name="OffFor">For how long the rate that was sent has been off the heart's by more than 15 % of it (domain-facts 5.2).</param>
/// <param name="LeapBpm">The leap of the rate with which the wrong values of now began.</param>
public readonly record struct FaultMoment(TimeSpan Time, StrapProfile Profile, double HeartBpm, int SentBpm, TimeSpan OffFor, int LeapBpm);

/// <summary>Time that a gate has, from the begin of a fault, until it must know. Nothing else excuses it.</summary>
public static class DetectionDelays
{
    /// <summary>Silence: the last value stands for 5 s (domain-facts 5.1, staleness).</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(5);

    /// <summary>A strap that says it lost skin (domain-facts 5.1, contact).</summary>
    public static TimeSpan Contact { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The same rate without intervals for 30 s (domain-facts 5.1, stuck); the packet after that shows it.</summary>
    public static TimeSpan StuckWithoutRr { get; } = TimeSpan.FromSeconds(31);

    /// <summary>The same payload: 15 packets, one a second (domain-facts 5.1, stuck).</summary>
    public static TimeSpan StuckPayload { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Rate against intervals over 10 s (domain-facts 5.2); the packet after that shows it.</summary>
    public static TimeSpan CrossCheck { get; } = TimeSpan.FromSeconds(11);

    /// <summary>Rate on the cadence for 30 s (domain-facts 5.3); the packet after that shows it.</summary>
    public static TimeSpan CadenceLock { get; } = TimeSpan.FromSeconds(31);

    /// <summary>An optical sensor that is not worn (domain-facts 5.1: three gaps within 60 s, or 90 s near rest; the longer of both).</summary>
    public static TimeSpan OffBody { get; } = TimeSpan.FromSeconds(90);

    /// <summary>A leap without intervals is believed once it held for five samples, and one for rounding. Ours, as the rule is.</summary>
    public static TimeSpan Settling { get; } = TimeSpan.FromSeconds(6);

    /// <summary>Smoothing of the strap: a wrong beat leaves the rate after so long (domain-facts 9.3, mean of 5 s), one second for its turn.</summary>
    public static TimeSpan Smoothing { get; } = TimeSpan.FromSeconds(6);
}
