namespace HeartMonitor.Core.Intensity;

/// <content>Numbers of bindings and of straps that are not what they were (ecosystem-reliability 2f).</content>
public sealed partial record RuleOptions
{
    /// <summary>For so long after a binding its strap may show itself by its contact, seconds. Ours: time to walk over and lift it.</summary>
    public int ConfirmSeconds { get; set; } = 60;

    /// <summary>Shortest time off the skin that counts as lifting it, seconds. Ours: two packets; one may be a flicker.</summary>
    public int ConfirmOffSeconds { get; set; } = 2;

    /// <summary>How far a counted pulse may be from the strap's rate, bpm (ecosystem-reliability 2f.1).</summary>
    public double ConfirmBpm { get; set; } = 10;

    /// <summary>Most packets a second of one strap (ecosystem-reliability 2f.3).</summary>
    public double TooFastHz { get; set; } = 4;

    /// <summary>For so long they must come too fast, seconds. Ours: a burst after a silence is over by then.</summary>
    public int TooFastSeconds { get; set; } = 10;

    /// <summary>A sign that packets give counts until it was not seen for so long, seconds. Ours: two devices behind one id take turns.</summary>
    public int StrapSignSeconds { get; set; } = 30;

    /// <summary>Further apart than this are values of two hearts, bpm. Ours: three seconds of the steepest onset of hard work (domain-facts 5.1), by which
    /// two receivers may be apart.</summary>
    public double TwoValuesBpm { get; set; } = 15;

    /// <summary>Values of two receivers are compared when they came within so many seconds. Order is put right within them (ecosystem-reliability F15).</summary>
    public double TwoValuesWithinSeconds { get; set; } = 2;

    /// <summary>So many comparisons in a row must disagree. Ours: one leap of the strap itself makes five, where one receiver is two seconds late.</summary>
    public int TwoValuesInARow { get; set; } = 6;

    private void ValidateStraps(Action<string, double, double, double> range)
    {
        range(nameof(ConfirmSeconds), ConfirmSeconds, 10, 300);
        range(nameof(ConfirmOffSeconds), ConfirmOffSeconds, 1, 10);
        range(nameof(ConfirmBpm), ConfirmBpm, 3, 15);
        range(nameof(TooFastHz), TooFastHz, 2, 20);
        range(nameof(TooFastSeconds), TooFastSeconds, 5, 60);
        range(nameof(StrapSignSeconds), StrapSignSeconds, 30, 600);
        range(nameof(TwoValuesBpm), TwoValuesBpm, 8, 40);
        range(nameof(TwoValuesWithinSeconds), TwoValuesWithinSeconds, 0.5, 5);
        range(nameof(TwoValuesInARow), TwoValuesInARow, 2, 10);
    }
}
