using System.Globalization;

namespace HeartMonitor.Core.Intensity;

/// <summary>A recommended range of a rule's number; both ends included.</summary>
/// <param name="Name">Member of <see cref="RuleOptions"/>.</param>
/// <param name="Of">Its value.</param>
/// <param name="From">Below this it is warned of.</param>
/// <param name="To">Above this it is warned of.</param>
public sealed record RecommendedRange(string Name, Func<RuleOptions, double> Of, double From, double To);

/// <summary>
/// What the numbers of <see cref="RuleOptions"/> should be: outside is warned of, outside its absolute bounds refused. The defaults are those
/// of domain-facts and decisions; how far around them is ours, and is for the clinical owner to sign.
/// </summary>
public static partial class RuleAdvice
{
    public static IReadOnlyList<RecommendedRange> Ranges { get; } =
    [
        new(nameof(RuleOptions.ZoneSilenceSeconds), o => o.ZoneSilenceSeconds, 120, 300),
        new(nameof(RuleOptions.ZoneSilenceMets), o => o.ZoneSilenceMets, 0.3, 1),
        new(nameof(RuleOptions.ZoneSilencePauseSeconds), o => o.ZoneSilencePauseSeconds, 15, 60),
        new(nameof(RuleOptions.ZoneSilenceLongestSeconds), o => o.ZoneSilenceLongestSeconds, 360, 900),
        new(nameof(RuleOptions.ZoneHighMediumBpm), o => o.ZoneHighMediumBpm, 5, 20),
        new(nameof(RuleOptions.MeanNeedsSeconds), o => o.MeanNeedsSeconds, 10, 25),
        new(nameof(RuleOptions.ValueHoldSeconds), o => o.ValueHoldSeconds, 3, 5),
        new(nameof(RuleOptions.StartOfWearSeconds), o => o.StartOfWearSeconds, 5, 20),
        new(nameof(RuleOptions.ContactInvalidSeconds), o => o.ContactInvalidSeconds, 2, 5),
        new(nameof(RuleOptions.LowestHr), o => o.LowestHr, 25, 35),
        new(nameof(RuleOptions.HighestHr), o => o.HighestHr, 210, 240),
        new(nameof(RuleOptions.SuspiciousStepBpm), o => o.SuspiciousStepBpm, 8, 20),
        new(nameof(RuleOptions.RejectedStepBpm), o => o.RejectedStepBpm, 20, 40),
        new(nameof(RuleOptions.NewLevelAfterSamples), o => o.NewLevelAfterSamples, 3, 10),
        new(nameof(RuleOptions.SignalMediumSeconds), o => o.SignalMediumSeconds, 20, 60),
        new(nameof(RuleOptions.UnexpectedAboveRestBpm), o => o.UnexpectedAboveRestBpm, 30, 50),
        new(nameof(RuleOptions.FirstPromptSeconds), o => o.FirstPromptSeconds, 120, 300),
        new(nameof(RuleOptions.WorkloadPromptSeconds), o => o.WorkloadPromptSeconds, 60, 180),
        new(nameof(RuleOptions.CloserPromptSeconds), o => o.CloserPromptSeconds, 120, 300),
        new(nameof(RuleOptions.PromptHrChangeBpm), o => o.PromptHrChangeBpm, 10, 20),
        new(nameof(RuleOptions.PromptHrChangeSeconds), o => o.PromptHrChangeSeconds, 30, 120),
        new(nameof(RuleOptions.PromptAtMostEverySeconds), o => o.PromptAtMostEverySeconds, 60, 300),
        new(nameof(RuleOptions.RecheckSeconds), o => o.RecheckSeconds, 60, 180),
        new(nameof(RuleOptions.RecheckHardSeconds), o => o.RecheckHardSeconds, 30, 90),
        new(nameof(RuleOptions.CoolDownPromptSeconds), o => o.CoolDownPromptSeconds, 60, 180),
        new(nameof(RuleOptions.CoolDownDoneRpe), o => o.CoolDownDoneRpe, 8, 11),
        new(nameof(RuleOptions.RepeatAfterSeconds), o => o.RepeatAfterSeconds, 30, 60),
        new(nameof(RuleOptions.UnansweredAfterSeconds), o => o.UnansweredAfterSeconds, 60, 120),
        new(nameof(RuleOptions.NotRespondingAfterSeconds), o => o.NotRespondingAfterSeconds, 120, 240),
        new(nameof(RuleOptions.ReduceRpe), o => o.ReduceRpe, 14, 15),
        new(nameof(RuleOptions.StopRpe), o => o.StopRpe, 16, 17),
        new(nameof(RuleOptions.MeasuredStepMets), o => o.MeasuredStepMets, 1, 3),
        new(nameof(RuleOptions.EscalateHighSeconds), o => o.EscalateHighSeconds, 20, 45),
        new(nameof(RuleOptions.EscalateMediumSeconds), o => o.EscalateMediumSeconds, 60, 180),
        new(nameof(RuleOptions.WorseBpm), o => o.WorseBpm, 5, 15),
        new(nameof(RuleOptions.WorseAtMostEverySeconds), o => o.WorseAtMostEverySeconds, 30, 120),
        new(nameof(RuleOptions.ShelfLongestSeconds), o => o.ShelfLongestSeconds, 120, 900),
        new(nameof(RuleOptions.SuppressionEndsSeconds), o => o.SuppressionEndsSeconds, 30, 120),
        new(nameof(RuleOptions.DelayBridgesSeconds), o => o.DelayBridgesSeconds, 20, 35),
        new(nameof(RuleOptions.ChatterCycles), o => o.ChatterCycles, 3, 5),
        new(nameof(RuleOptions.ChatterWindowSeconds), o => o.ChatterWindowSeconds, 60, 120),
        new(nameof(RuleOptions.ChatterQuietSeconds), o => o.ChatterQuietSeconds, 30, 120),
        new(nameof(RuleOptions.ManySignals), o => o.ManySignals, 5, 15),
        new(nameof(RuleOptions.ManySignalsWithinSeconds), o => o.ManySignalsWithinSeconds, 3, 10),
        new(nameof(RuleOptions.ManySignalsPercent), o => o.ManySignalsPercent, 50, 80),
        new(nameof(RuleOptions.ManySignalsAtLeast), o => o.ManySignalsAtLeast, 4, 6),
        new(nameof(RuleOptions.DeadLettersAnHour), o => o.DeadLettersAnHour, 5, 100),
        new(nameof(RuleOptions.HappenedSeconds), o => o.HappenedSeconds, 120, 900),
        .. OfHeartRate(),
    ];

    /// <summary>A sentence for every number outside its recommended range; empty when all is as recommended.</summary>
    public static IEnumerable<string> On(RuleOptions options) =>
        from range in Ranges
        let value = range.Of(options)
        where !(value >= range.From && value <= range.To)
        select string.Create(CultureInfo.InvariantCulture, $"rules.{Member(range.Name)}: {value} is outside the recommended {range.From} to {range.To}");

    /// <summary>A property's name as the file has it.</summary>
    public static string Member(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
