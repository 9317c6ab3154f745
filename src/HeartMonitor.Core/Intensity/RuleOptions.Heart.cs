using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Intensity;

/// <content>Numbers of the heart-rate rules and of what the signal must look like for them.</content>
public sealed partial record RuleOptions
{
    /// <summary>
    /// Seconds in which heart rate settles after a change of work where a medicine or a condition slows it (domain-facts 5.5: 4 min). The
    /// rules about falls and drift wait so long; the silence of the zones is <see cref="ZoneSilenceSeconds"/> for everybody (decisions 34).
    /// </summary>
    public int SettlingBluntedSeconds { get; set; } = 240;

    /// <summary>The same after a heart transplant (domain-facts 5.5: 8 to 10 min).</summary>
    public int SettlingTransplantedSeconds { get; set; } = 600;

    /// <summary>Fall against the reference that is told, and one that is high, bpm (domain-facts 4.6).</summary>
    public double FallBpm { get; set; } = 10;

    public double FallHighBpm { get; set; } = 20;

    /// <summary>
    /// Work that is less by this than that of the reference fell, METs; a change of less against the work that last counted is no change for the rules
    /// about heart rate against work, and its sum over several is. Ours: it moves heart rate by some 4 bpm (domain-facts 5.5: 24 bpm per m/s, 6.2: 1.7
    /// METs), well under the fall that is told.
    /// </summary>
    public double WorkMoveMets { get; set; } = 0.3;

    /// <summary>A pause under this, seconds, is no change of work and ends no question: its time counts as rest. Ours: heart rate falls by under 5 bpm in
    /// it (domain-facts 5.5).</summary>
    public int ShortPauseSeconds { get; set; } = 10;

    /// <summary>Longest wait to see how far a fall goes before it is told as a small one, seconds. Ours: a fall that reaches 20 bpm within a
    /// minute goes from 10 to 20 in half of it, and is told once, as what it is.</summary>
    public int FallWatchSeconds { get; set; } = 30;

    /// <summary>More work, METs, for how long, and the rise of heart rate that is to follow, bpm (domain-facts 4.6).</summary>
    public double FailsToRiseMets { get; set; } = 1;

    public int FailsToRiseSeconds { get; set; } = 120;

    public double FailsToRiseBpm { get; set; } = 5;

    /// <summary>The same wait after a heart transplant (domain-facts 3.4: never before 10 min).</summary>
    public int FailsToRiseTransplantedSeconds { get; set; } = 600;

    /// <summary>Rise without more work, bpm, within a minute (domain-facts 4.6).</summary>
    public double RiseBpm { get; set; } = 25;

    /// <summary>How long work is unchanged until a rise is not its doing, seconds (domain-facts 4.6).</summary>
    public int WorkUnchangedSeconds { get; set; } = 60;

    /// <summary>Step within 5 s that is told, bpm, strictly above (domain-facts 4.6).</summary>
    public double StepBpm { get; set; } = 30;

    /// <summary>Unbroken reading before a step is judged, seconds: not at the start of wear, not after a gap (domain-facts 5.1). Ours: as far back as a step is looked for.</summary>
    public int StepNeedsSeconds { get; set; } = 12;

    /// <summary>Drift: the same work for, within, and by how much (domain-facts 4.6).</summary>
    public int DriftSameWorkSeconds { get; set; } = 600;

    public int DriftWithinSeconds { get; set; } = 1200;

    public double DriftBpm { get; set; } = 10;

    public int DriftRpe { get; set; } = 2;

    /// <summary>Room temperature above which a drift's words name it, degrees Celsius (domain-facts 7.1).</summary>
    public double WarmRoomCelsius { get; set; } = 26;

    /// <summary>Above a pacemaker's upper rate by more than this staff are told, bpm (domain-facts 3.4).</summary>
    public double AbovePacemakerBpm { get; set; } = 10;

    /// <summary>A pause between readings that counts as a gap, how many within how long are implausible for an optical sensor, seconds
    /// (decisions 7).</summary>
    public double GapSeconds { get; set; } = 2;

    public int GapsImplausible { get; set; } = 3;

    public int GapWindowSeconds { get; set; } = 60;

    /// <summary>Near rest, bpm, for how long, seconds, at how much work, METs, is implausible for an optical sensor (decisions 7).</summary>
    public double NearRestBpm { get; set; } = 10;

    public int NearRestSeconds { get; set; } = 90;

    public double NearRestMets { get; set; } = 3;

    /// <summary>Seconds without the implausible pattern until the sensor is believed again. Ours.</summary>
    public int WornAgainSeconds { get; set; } = 30;

    /// <summary>Seconds of one rate without RR, and packets of one rate with equal RR, that are a stuck sensor (domain-facts 5.1).</summary>
    public int StuckSeconds { get; set; } = 30;

    public int StuckPackets { get; set; } = 15;

    /// <summary>The same seconds where the rate leapt to where it stands still. Ours: a leap is believed after 10 s and a ceiling called 20 s after
    /// that, and a heart that leaps and stands still must not be called a stuck strap before.</summary>
    public int StuckAfterLeapSeconds { get; set; } = 60;

    /// <summary>Losses of contact or signal within so many seconds that are told although each is short. Ours.</summary>
    public int FlapLosses { get; set; } = 3;

    public int FlapWindowSeconds { get; set; } = 120;

    /// <summary>Hint at irregular RR (domain-facts 5.7). Off by default (decisions 8, product.md decision 12): in a mixed set every second hint was wrong.</summary>
    public bool IrregularityHint { get; set; }

    /// <summary>Seconds in which heart rate has not settled after a change of work, by what is known of the heart (domain-facts 5.5).</summary>
    public int SettlingSeconds(JudgingFacts facts) =>
        Math.Max(ZoneSilenceSeconds, facts.Transplanted ? SettlingTransplantedSeconds : facts.Blunted || facts.RisesLittle ? SettlingBluntedSeconds : 0);

    private void ValidateHeart(Action<string, double, double, double> range)
    {
        range(nameof(FlapLosses), FlapLosses, 2, 6);
        range(nameof(FlapWindowSeconds), FlapWindowSeconds, 60, 300);
        range(nameof(SettlingBluntedSeconds), SettlingBluntedSeconds, 0, 900);
        range(nameof(SettlingTransplantedSeconds), SettlingTransplantedSeconds, 0, 900);
        range(nameof(FallBpm), FallBpm, 5, 20);
        range(nameof(FallHighBpm), FallHighBpm, FallBpm, 30);
        range(nameof(WorkMoveMets), WorkMoveMets, 0.05, 1);
        range(nameof(ShortPauseSeconds), ShortPauseSeconds, 0, 30);
        range(nameof(FallWatchSeconds), FallWatchSeconds, 0, 60);
        range(nameof(FailsToRiseMets), FailsToRiseMets, 0.5, 3);
        range(nameof(FailsToRiseSeconds), FailsToRiseSeconds, 60, 600);
        range(nameof(FailsToRiseBpm), FailsToRiseBpm, 1, 15);
        range(nameof(FailsToRiseTransplantedSeconds), FailsToRiseTransplantedSeconds, 600, 1200);
        range(nameof(RiseBpm), RiseBpm, 15, 40);
        range(nameof(WorkUnchangedSeconds), WorkUnchangedSeconds, 30, 180);
        range(nameof(StepBpm), StepBpm, 20, 60);
        range(nameof(StepNeedsSeconds), StepNeedsSeconds, 12, 60);
        range(nameof(DriftSameWorkSeconds), DriftSameWorkSeconds, 300, 1200);
        range(nameof(DriftWithinSeconds), DriftWithinSeconds, 600, 1800);
        range(nameof(DriftBpm), DriftBpm, 5, 30);
        range(nameof(DriftRpe), DriftRpe, 1, 5);
        range(nameof(WarmRoomCelsius), WarmRoomCelsius, 20, 30);
        range(nameof(AbovePacemakerBpm), AbovePacemakerBpm, 0, 20);
        range(nameof(GapSeconds), GapSeconds, 1.5, 5);
        range(nameof(GapsImplausible), GapsImplausible, 2, 10);
        range(nameof(GapWindowSeconds), GapWindowSeconds, 30, 180);
        range(nameof(NearRestBpm), NearRestBpm, 5, 20);
        range(nameof(NearRestSeconds), NearRestSeconds, 60, 300);
        range(nameof(NearRestMets), NearRestMets, 2, 6);
        range(nameof(WornAgainSeconds), WornAgainSeconds, 10, 120);
        range(nameof(StuckSeconds), StuckSeconds, 15, 60);
        range(nameof(StuckPackets), StuckPackets, 10, 60);
        range(nameof(StuckAfterLeapSeconds), StuckAfterLeapSeconds, StuckSeconds, 180);
    }
}
