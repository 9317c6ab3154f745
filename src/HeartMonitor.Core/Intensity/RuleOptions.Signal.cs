namespace HeartMonitor.Core.Intensity;

/// <content>Numbers of the signal gate that are not in the first part: intervals, steps, contact, cadence.</content>
public sealed partial record RuleOptions
{
    /// <summary>Shown with a mark: below this, and above that less the age, bpm (domain-facts 5.1: 40, 220 - age + 20).</summary>
    public int MarkedBelowHr { get; set; } = 40;

    public int MarkedAboveHrAndAge { get; set; } = 240;

    /// <summary>Intervals that a heart makes, ms, both ends in: 220 to 30 bpm (domain-facts 5.1).</summary>
    public double ShortestRrMs { get; set; } = 273;

    public double LongestRrMs { get; set; } = 2000;

    /// <summary>An interval that differs from the median of the 11 before it by more than this share does not fit. Kubios' medium threshold of
    /// 0.25 s at 60 beats a minute, scaled with the rate (domain-facts 5.4).</summary>
    public double OddBeatShare { get; set; } = 0.25;

    /// <summary>Window in which rate and intervals are held against each other, seconds, and the share of the rate by which they may differ
    /// (domain-facts 5.2).</summary>
    public int CrossCheckSeconds { get; set; } = 10;

    public double RrDisagreesShare { get; set; } = 0.15;

    /// <summary>Fewest intervals and rates in the window for the comparison. Ours: half of the window at 60 bpm.</summary>
    public int CrossCheckNeeds { get; set; } = 5;

    /// <summary>Seconds of a doubtful rate until staff are told although something stands in for it. Ours: a strap that smooths lags for some of it at
    /// the onset of work, which is no news.</summary>
    public int DoubtToldSeconds { get; set; } = 60;

    /// <summary>Share of fine intervals from which their median may stand for a doubtful rate (domain-facts 5.2).</summary>
    public double FineRrShare { get; set; } = 0.8;

    /// <summary>Window and bounds of the sum of intervals over the time in which they came (domain-facts 1.5).</summary>
    public int RrClockSeconds { get; set; } = 30;

    public double RrClockLow { get; set; } = 0.9;

    public double RrClockHigh { get; set; } = 1.1;

    /// <summary>Share of missed and invented beats in the window of the comparison from which the rate is no heart's (domain-facts 5.4: above 20 % bad).</summary>
    public double BadRrShare { get; set; } = 0.2;

    /// <summary>Where so large a share of intervals is odd or about double, they alternate with the others: a heart's pattern, not missed beats, and
    /// its rate stays watched. Ours: every second beat, less one in ten.</summary>
    public double EveryOtherShare { get; set; } = 0.4;

    /// <summary>The same payload again within so many seconds is the same packet. Ours: straps notify once a second.</summary>
    public double DuplicateSeconds { get; set; } = 0.6;

    /// <summary>Slope that is suspicious when it lasts 5 s, bpm/s (domain-facts 5.1).</summary>
    public double SteepSlopeBpm { get; set; } = 5;

    /// <summary>What a heart may have risen unseen, bpm for each second without a packet (domain-facts 5.1: 2 to 4 at the onset of hard work).</summary>
    public double FastestRiseBpm { get; set; } = 4;

    /// <summary>The same for each second in which values were held back. Ours: less, for the level was seen before them.</summary>
    public double HeldRiseBpm { get; set; } = 2;

    /// <summary>Seconds that a new level without support of intervals must last. Ours: spikes of dry electrodes last 2 to 8 s (domain-facts 9.4).</summary>
    public int NewLevelSeconds { get; set; } = 10;

    /// <summary>Seconds after the start of wear in which electrodes may be dry: a leap upwards is believed only when this many packets in a
    /// row support it (domain-facts 5.3, 9.4: the first two minutes; the count is ours).</summary>
    public int DryElectrodeSeconds { get; set; } = 120;

    public int DryElectrodePackets { get; set; } = 2;

    /// <summary>The same once a spike was seen to come and go in this wear. Ours: spikes last 2 to 8 s (domain-facts 9.4), a packet a second, and one more.</summary>
    public int DrySpikePackets { get; set; } = 9;

    /// <summary>Seconds in which a strap denied contact while living beats came, until its contact bit is not believed. Ours: three windows of
    /// the comparison above.</summary>
    public int ContactLearnSeconds { get; set; } = 30;

    /// <summary>Seconds without a reading that are late, and a gap in the figures (domain-facts 5.1).</summary>
    public int LateSeconds { get; set; } = 3;

    /// <summary>Cadence lock: nearness, bpm, its length, seconds, and the leap before it, bpm (domain-facts 5.3).</summary>
    public double CadenceNearBpm { get; set; } = 3;

    public int CadenceSeconds { get; set; } = 30;

    public double CadenceLeapBpm { get; set; } = 15;

    /// <summary>Seconds away from the cadence until the rate is a heart's again. Ours.</summary>
    public int CadenceAwaySeconds { get; set; } = 5;

    /// <summary>Where nobody told the cadence: the range in which a rate that leapt and stands still is taken for steps, bpm. Ours, around the
    /// 165 to 185 of domain-facts 5.3.</summary>
    public double CadenceGuessFromBpm { get; set; } = 150;

    public double CadenceGuessToBpm { get; set; } = 190;

    /// <summary>Irregularity hint: RMSSD over the mean (domain-facts 5.7), entropy (Dash et al. 2009), and the share of miscounted beats from
    /// which nothing is said (domain-facts 5.7: 5 %).</summary>
    public double IrregularRmssdShare { get; set; } = 0.1;

    public double IrregularEntropy { get; set; } = 0.7;

    public double IrregularArtefactShare { get; set; } = 0.05;

    /// <summary>A strap's battery is low, and nearly empty, percent (domain-facts 8.3).</summary>
    public double BatteryLowPercent { get; set; } = 20;

    public double BatteryEmptyPercent { get; set; } = 10;

    /// <summary>What the battery is told to be within so many seconds of the start is what the session starts with. Ours: a strap is connected, asked
    /// and told every 30 s.</summary>
    public int BatteryStartSeconds { get; set; } = 120;

    private void ValidateSignal(Action<string, double, double, double> range)
    {
        range(nameof(MarkedBelowHr), MarkedBelowHr, LowestHr, 50);
        range(nameof(MarkedAboveHrAndAge), MarkedAboveHrAndAge, 220, 260);
        range(nameof(ShortestRrMs), ShortestRrMs, 200, 400);
        range(nameof(LongestRrMs), LongestRrMs, 1500, 2500);
        range(nameof(OddBeatShare), OddBeatShare, 0.15, 0.45);
        range(nameof(CrossCheckSeconds), CrossCheckSeconds, 5, 30);
        range(nameof(RrDisagreesShare), RrDisagreesShare, 0.05, 0.3);
        range(nameof(CrossCheckNeeds), CrossCheckNeeds, 3, 10);
        range(nameof(DoubtToldSeconds), DoubtToldSeconds, 10, 120);
        range(nameof(FineRrShare), FineRrShare, 0.5, 1);
        range(nameof(RrClockSeconds), RrClockSeconds, 10, 60);
        range(nameof(RrClockLow), RrClockLow, 0.5, 1);
        range(nameof(RrClockHigh), RrClockHigh, 1, 1.5);
        range(nameof(BadRrShare), BadRrShare, 0.05, 0.5);
        range(nameof(EveryOtherShare), EveryOtherShare, BadRrShare, 1);
        range(nameof(DuplicateSeconds), DuplicateSeconds, 0, 0.9);
        range(nameof(SteepSlopeBpm), SteepSlopeBpm, 3, 10);
        range(nameof(FastestRiseBpm), FastestRiseBpm, 2, 10);
        range(nameof(HeldRiseBpm), HeldRiseBpm, 0, 5);
        range(nameof(NewLevelSeconds), NewLevelSeconds, 3, 30);
        range(nameof(DryElectrodeSeconds), DryElectrodeSeconds, 0, 600);
        range(nameof(DryElectrodePackets), DryElectrodePackets, 1, 10);
        range(nameof(DrySpikePackets), DrySpikePackets, DryElectrodePackets, 30);
        range(nameof(ContactLearnSeconds), ContactLearnSeconds, 10, 300);
        range(nameof(LateSeconds), LateSeconds, 2, ValueHoldSeconds);
        range(nameof(CadenceNearBpm), CadenceNearBpm, 1, 6);
        range(nameof(CadenceSeconds), CadenceSeconds, 10, 120);
        range(nameof(CadenceLeapBpm), CadenceLeapBpm, 10, 40);
        range(nameof(CadenceAwaySeconds), CadenceAwaySeconds, 1, 30);
        range(nameof(CadenceGuessFromBpm), CadenceGuessFromBpm, 120, 180);
        range(nameof(CadenceGuessToBpm), CadenceGuessToBpm, CadenceGuessFromBpm, 220);
        range(nameof(IrregularRmssdShare), IrregularRmssdShare, 0.05, 0.3);
        range(nameof(IrregularEntropy), IrregularEntropy, 0.4, 0.95);
        range(nameof(BatteryLowPercent), BatteryLowPercent, 10, 40);
        range(nameof(BatteryEmptyPercent), BatteryEmptyPercent, 5, BatteryLowPercent);
        range(nameof(BatteryStartSeconds), BatteryStartSeconds, 30, 600);
        range(nameof(IrregularArtefactShare), IrregularArtefactShare, 0, 0.1);
    }
}
