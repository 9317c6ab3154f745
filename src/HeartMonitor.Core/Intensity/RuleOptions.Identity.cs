namespace HeartMonitor.Core.Intensity;

/// <content>Numbers of the watch over straps that changed places (domain-facts 9.4).</content>
public sealed partial record RuleOptions
{
    /// <summary>A level is what a session showed over so many seconds. Ours: as long as the median that limits are held against (domain-facts 5.5).</summary>
    public int SwapLevelSeconds { get; set; } = 10;

    /// <summary>A level leaps from one second to the next and the strap's own smoothing makes so many seconds of it: five of domain-facts 9.3, and
    /// one for rounding.</summary>
    public int SwapStepSeconds { get; set; } = 6;

    /// <summary>
    /// Leap of each level beyond what its slope explains, and how far the two levels are apart, bpm, strictly above. Ours: three times
    /// <see cref="SwapNearBpm"/>, and more than the 10 bpm that hearts which differ by work alone come near one another by chance.
    /// </summary>
    public double SwapLeapBpm { get; set; } = 15;

    /// <summary>How near each level lands to the other's, bpm. Ours: noise of 1 to 2 bpm (domain-facts 9.2) on two means of five seconds.</summary>
    public double SwapNearBpm { get; set; } = 5;

    /// <summary>Longest time without a value in which a leap may hide although no strap was seen to be off, seconds, the start of wear apart.
    /// Ours: in 30 s a heart can go as far by itself (domain-facts 5.5).</summary>
    public int SwapWithinSeconds { get; set; } = 15;

    /// <summary>What a heart may do by itself in a second that nobody saw, bpm. Ours: half of the 2 bpm/s at which the onset of hard work begins
    /// (domain-facts 5.1), as no rise holds that pace.</summary>
    public double SwapGapPaceBpm { get; set; } = 1;

    /// <summary>Longest time for which straps that said they were off may have been changed in, seconds. Ours.</summary>
    public int SwapOffSeconds { get; set; } = 120;

    /// <summary>People stand while straps are changed: a level may have fallen by so much in a minute off, bpm. Ours, above the 12 and 18 of
    /// domain-facts 2.7 that recovery is held against.</summary>
    public double SwapRestFallBpm { get; set; } = 20;

    /// <summary>After somebody took note, the same two changing places again within so many seconds are straps put right. Ours.</summary>
    public int SwapBackSeconds { get; set; } = 300;

    private void ValidateIdentity(Action<string, double, double, double> range)
    {
        range(nameof(SwapLevelSeconds), SwapLevelSeconds, 6, 20);
        range(nameof(SwapStepSeconds), SwapStepSeconds, 3, 12);
        range(nameof(SwapLeapBpm), SwapLeapBpm, 10, 40);
        range(nameof(SwapNearBpm), SwapNearBpm, 2, 10);
        range(nameof(SwapWithinSeconds), SwapWithinSeconds, SwapStepSeconds, 30);
        range(nameof(SwapGapPaceBpm), SwapGapPaceBpm, 0, 4);
        range(nameof(SwapOffSeconds), SwapOffSeconds, SwapWithinSeconds, 300);
        range(nameof(SwapRestFallBpm), SwapRestFallBpm, 0, 40);
        range(nameof(SwapBackSeconds), SwapBackSeconds, 0, 1800);
    }
}
