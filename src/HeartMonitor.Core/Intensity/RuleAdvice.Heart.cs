namespace HeartMonitor.Core.Intensity;

/// <content>The numbers of the heart-rate rules.</content>
public static partial class RuleAdvice
{
    private static RecommendedRange[] OfHeartRate() =>
    [
        new(nameof(RuleOptions.SettlingBluntedSeconds), o => o.SettlingBluntedSeconds, 180, 360),
        new(nameof(RuleOptions.SettlingTransplantedSeconds), o => o.SettlingTransplantedSeconds, 480, 720),
        new(nameof(RuleOptions.FallBpm), o => o.FallBpm, 8, 15),
        new(nameof(RuleOptions.FallHighBpm), o => o.FallHighBpm, 15, 25),
        new(nameof(RuleOptions.WorkMoveMets), o => o.WorkMoveMets, 0.2, 0.5),
        new(nameof(RuleOptions.ShortPauseSeconds), o => o.ShortPauseSeconds, 5, 15),
        new(nameof(RuleOptions.FallWatchSeconds), o => o.FallWatchSeconds, 15, 40),
        new(nameof(RuleOptions.FailsToRiseMets), o => o.FailsToRiseMets, 0.5, 2),
        new(nameof(RuleOptions.FailsToRiseSeconds), o => o.FailsToRiseSeconds, 90, 240),
        new(nameof(RuleOptions.FailsToRiseBpm), o => o.FailsToRiseBpm, 3, 10),
        new(nameof(RuleOptions.FailsToRiseTransplantedSeconds), o => o.FailsToRiseTransplantedSeconds, 600, 900),
        new(nameof(RuleOptions.RiseBpm), o => o.RiseBpm, 20, 30),
        new(nameof(RuleOptions.WorkUnchangedSeconds), o => o.WorkUnchangedSeconds, 45, 120),
        new(nameof(RuleOptions.StepBpm), o => o.StepBpm, 25, 40),
        new(nameof(RuleOptions.StepNeedsSeconds), o => o.StepNeedsSeconds, 12, 30),
        new(nameof(RuleOptions.DriftSameWorkSeconds), o => o.DriftSameWorkSeconds, 480, 900),
        new(nameof(RuleOptions.DriftWithinSeconds), o => o.DriftWithinSeconds, 900, 1800),
        new(nameof(RuleOptions.DriftBpm), o => o.DriftBpm, 8, 15),
        new(nameof(RuleOptions.DriftRpe), o => o.DriftRpe, 2, 3),
        new(nameof(RuleOptions.WarmRoomCelsius), o => o.WarmRoomCelsius, 24, 28),
        new(nameof(RuleOptions.AbovePacemakerBpm), o => o.AbovePacemakerBpm, 5, 15),
        new(nameof(RuleOptions.GapSeconds), o => o.GapSeconds, 2, 3),
        new(nameof(RuleOptions.GapsImplausible), o => o.GapsImplausible, 2, 5),
        new(nameof(RuleOptions.GapWindowSeconds), o => o.GapWindowSeconds, 45, 120),
        new(nameof(RuleOptions.NearRestBpm), o => o.NearRestBpm, 8, 12),
        new(nameof(RuleOptions.NearRestSeconds), o => o.NearRestSeconds, 60, 180),
        new(nameof(RuleOptions.NearRestMets), o => o.NearRestMets, 2.5, 4),
        new(nameof(RuleOptions.WornAgainSeconds), o => o.WornAgainSeconds, 15, 60),
        new(nameof(RuleOptions.StuckSeconds), o => o.StuckSeconds, 20, 40),
        new(nameof(RuleOptions.StuckAfterLeapSeconds), o => o.StuckAfterLeapSeconds, 45, 120),
        new(nameof(RuleOptions.StuckPackets), o => o.StuckPackets, 12, 30),
    ];
}
