namespace HeartMonitor.Core.Intensity;

/// <summary>
/// Numbers of the rules that are not one alert's own delay or priority (those stand in the alarm catalogue). All are defaults of
/// decisions.md or domain-facts and may be changed in <c>config/alarms.json</c> under <c>rules</c>, inside the absolute bounds of
/// <see cref="Validate"/>.
/// </summary>
/// <remarks>Setters and not init: generated serialisers lose the defaults of init-only members.</remarks>
public sealed partial record RuleOptions
{
    /// <summary>Seconds after a workload change in which zones are not judged (domain-facts 4.6).</summary>
    public int ZoneSilenceSeconds { get; set; } = 180;

    /// <summary>A change of work of less than this, METs, since the one that last silenced the zones does not silence them again. Ours: half of
    /// what <c>hr-fails-to-rise</c> calls a rise of work.</summary>
    public double ZoneSilenceMets { get; set; } = 0.5;

    /// <summary>A pause under this, seconds, does not silence the zones when the session goes on. Ours: heart rate has hardly fallen by then.</summary>
    public int ZoneSilencePauseSeconds { get; set; } = 30;

    /// <summary>Changes of work, pauses and phases that follow one another silence the zones for this long together, seconds; then the zones are
    /// judged for one <see cref="ZoneSilenceSeconds"/> at least. Ours: three silences.</summary>
    public int ZoneSilenceLongestSeconds { get; set; } = 540;

    /// <summary>Bpm above the zone's upper bound from which <c>zone-high</c> is medium (domain-facts 4.6).</summary>
    public double ZoneHighMediumBpm { get; set; } = 10;

    /// <summary>Fewest usable seconds of the last 30 for a mean to be judged. Half of the window; ours.</summary>
    public int MeanNeedsSeconds { get; set; } = 15;

    /// <summary>Seconds that a value stands for when no newer one comes (decisions 35; domain-facts 5.1: greyed at 5 s).</summary>
    public int ValueHoldSeconds { get; set; } = 5;

    /// <summary>Display only after connecting or regaining contact, seconds (domain-facts 5.1).</summary>
    public int StartOfWearSeconds { get; set; } = 10;

    /// <summary>Seconds without contact until a value is invalid for the rules (domain-facts 5.1).</summary>
    public int ContactInvalidSeconds { get; set; } = 3;

    /// <summary>Accepted heart rate, bpm, both ends in (domain-facts 5.1).</summary>
    public int LowestHr { get; set; } = 30;

    public int HighestHr { get; set; } = 230;

    /// <summary>Step a second without RR support that is suspicious, and one that is no heart's, bpm/s (domain-facts 5.1).</summary>
    public double SuspiciousStepBpm { get; set; } = 12;

    public double RejectedStepBpm { get; set; } = 25;

    /// <summary>Rejected samples in a row that agree with one another until the new level is believed. Ours.</summary>
    public int NewLevelAfterSamples { get; set; } = 5;

    /// <summary>Seconds until loss of signal is medium for people who need continuous heart rate (domain-facts 5.1, decisions 9).</summary>
    public int SignalMediumSeconds { get; set; } = 30;

    /// <summary>Bpm above rest that is unexpected on a blunting medicine (domain-facts 4.6).</summary>
    public double UnexpectedAboveRestBpm { get; set; } = 40;

    /// <summary>First prompt after work starts (domain-facts 4.3).</summary>
    public int FirstPromptSeconds { get; set; } = 180;

    /// <summary>Prompt after a workload step (domain-facts 4.3).</summary>
    public int WorkloadPromptSeconds { get; set; } = 90;

    /// <summary>Spacing after an answer of 14 or more, for the rest of the phase (decisions 43).</summary>
    public int CloserPromptSeconds { get; set; } = 180;

    /// <summary>Heart-rate change since the last answer that asks again, bpm, how long, and at most how often (domain-facts 4.3).</summary>
    public double PromptHrChangeBpm { get; set; } = 15;

    public int PromptHrChangeSeconds { get; set; } = 60;

    public int PromptAtMostEverySeconds { get; set; } = 120;

    /// <summary>Re-ask after a slightly high answer, and after 15 or more (domain-facts 4.4).</summary>
    public int RecheckSeconds { get; set; } = 120;

    public int RecheckHardSeconds { get; set; } = 60;

    /// <summary>First cool-down prompt and the spacing of the next (decisions 27), until an answer of this or less.</summary>
    public int CoolDownPromptSeconds { get; set; } = 120;

    public int CoolDownDoneRpe { get; set; } = 10;

    /// <summary>No-answer ladder: repeat, alert, not responding (product.md, decision 7).</summary>
    public int RepeatAfterSeconds { get; set; } = 45;

    public int UnansweredAfterSeconds { get; set; } = 90;

    public int NotRespondingAfterSeconds { get; set; } = 180;

    /// <summary>The end-of-work prompt comes this long before the programme's end, where that is known (domain-facts 4.3, decisions 27).</summary>
    public int EndPromptSeconds { get; set; } = 15;

    /// <summary>A prompt that a pause withdrew is asked again this long after the session goes on. Ours: the effort has to be felt again.</summary>
    public int AskAgainAfterPauseSeconds { get; set; } = 30;

    /// <summary>The question about the whole session: this long after the work or the session, and open for that long (domain-facts 4.3).</summary>
    public int SessionPromptSeconds { get; set; } = 1200;

    public int SessionPromptOpenSeconds { get; set; } = 600;

    /// <summary>After its end a session is watched for this long: help and symptoms are still heard, seconds. Ours: until the question about the
    /// whole session is over, as many a person faints after the work.</summary>
    public int WatchedAfterEndSeconds { get; set; } = 1800;

    /// <summary>Talk test and answer are compared within this time, and disagree up to this answer (decisions 31; domain-facts 4.4).</summary>
    public int TalkWindowSeconds { get; set; } = 120;

    public int TalkDisagreesUpToRpe { get; set; } = 14;

    /// <summary>Answers in a row below the target until more work is offered (domain-facts 4.4).</summary>
    public int AnswersBelowTarget { get; set; } = 2;

    /// <summary>Fall between two answers that questions the scale (domain-facts 4.4), and the rise of heart rate that goes with it, bpm. The
    /// rise is ours: what breathing and noise do to a 30-s mean is less.</summary>
    public int ScaleCheckFallRpe { get; set; } = 3;

    public double ScaleCheckRiseBpm { get; set; } = 5;

    /// <summary>Grade of breathlessness, 0 to 4, from which the person stops (decisions 32).</summary>
    public int SevereBreathlessnessGrade { get; set; } = 3;

    /// <summary>RPE from which workload is to be reduced, and from which the person stops (product.md, decision 6).</summary>
    public int ReduceRpe { get; set; } = 15;

    public int StopRpe { get; set; } = 17;

    /// <summary>Change between two measured minutes that is a new workload for the silence and the prompts, METs. Ours: a recording's power
    /// wavers by the second, and a ramp must not silence the zones for good.</summary>
    public double MeasuredStepMets { get; set; } = 2;

    /// <summary>Unacknowledged alerts go to more people after this, seconds (domain-facts 8.1).</summary>
    public int EscalateHighSeconds { get; set; } = 30;

    public int EscalateMediumSeconds { get; set; } = 120;

    /// <summary>
    /// A safety alert by heart rate that somebody took note of, or put aside, is raised again when it is worse by this than it was then, bpm, and at
    /// most so often, seconds. Ours: what a fall must be to count (domain-facts 4.6), and the time it takes to go there and look.
    /// </summary>
    public double WorseBpm { get; set; } = 10;

    public int WorseAtMostEverySeconds { get; set; } = 60;

    /// <summary>Longest time that an alert may be put aside, seconds. Ours: as long as a pause, never as long as a session.</summary>
    public int ShelfLongestSeconds { get; set; } = 600;

    /// <summary>With the signal back and still nothing to judge, a suppressed alert returns after this, seconds. Ours: the start of wear and a
    /// 30-s mean fit in.</summary>
    public int SuppressionEndsSeconds { get; set; } = 60;

    /// <summary>A delay of an alert that runs survives a gap in which nothing can be judged of less than this, seconds; the gap itself does not
    /// count towards it. Ours: a loss of 20 s, the start of wear and half of a 10-s median, less the time that a value holds: what is lost for longer
    /// than that is told by alerts that wait for somebody.</summary>
    public int DelayBridgesSeconds { get; set; } = 30;

    /// <summary>Raised so often within so many seconds is chattering (domain-facts 8.2: three in a minute); the alert then stays open until its
    /// condition has been gone for the quiet time (ours).</summary>
    public int ChatterCycles { get; set; } = 3;

    public int ChatterWindowSeconds { get; set; } = 60;

    public int ChatterQuietSeconds { get; set; } = 60;

    /// <summary>Every bound that is broken, in plain words; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        Range(nameof(ZoneSilenceSeconds), ZoneSilenceSeconds, 0, 900);
        Range(nameof(ZoneSilenceMets), ZoneSilenceMets, 0, 2);
        Range(nameof(ZoneSilencePauseSeconds), ZoneSilencePauseSeconds, 0, 120);
        Range(nameof(ZoneSilenceLongestSeconds), ZoneSilenceLongestSeconds, ZoneSilenceSeconds, 1800);
        Range(nameof(ZoneHighMediumBpm), ZoneHighMediumBpm, 1, 40);
        Range(nameof(MeanNeedsSeconds), MeanNeedsSeconds, 5, 30);
        Range(nameof(ValueHoldSeconds), ValueHoldSeconds, 1, 5);
        Range(nameof(StartOfWearSeconds), StartOfWearSeconds, 0, 60);
        Range(nameof(ContactInvalidSeconds), ContactInvalidSeconds, 0, 10);
        Range(nameof(LowestHr), LowestHr, 20, 40);
        Range(nameof(HighestHr), HighestHr, 200, 250);
        Range(nameof(SuspiciousStepBpm), SuspiciousStepBpm, 5, 30);
        Range(nameof(RejectedStepBpm), RejectedStepBpm, SuspiciousStepBpm, 60);
        Range(nameof(NewLevelAfterSamples), NewLevelAfterSamples, 2, 30);
        Range(nameof(SignalMediumSeconds), SignalMediumSeconds, 10, 120);
        Range(nameof(UnexpectedAboveRestBpm), UnexpectedAboveRestBpm, 20, 80);
        Range(nameof(FirstPromptSeconds), FirstPromptSeconds, 30, 600);
        Range(nameof(WorkloadPromptSeconds), WorkloadPromptSeconds, 30, 600);
        Range(nameof(CloserPromptSeconds), CloserPromptSeconds, 60, 600);
        Range(nameof(PromptHrChangeBpm), PromptHrChangeBpm, 5, 40);
        Range(nameof(PromptHrChangeSeconds), PromptHrChangeSeconds, 10, 300);
        Range(nameof(PromptAtMostEverySeconds), PromptAtMostEverySeconds, 30, 600);
        Range(nameof(RecheckSeconds), RecheckSeconds, 30, 600);
        Range(nameof(RecheckHardSeconds), RecheckHardSeconds, 30, RecheckSeconds);
        Range(nameof(CoolDownPromptSeconds), CoolDownPromptSeconds, 30, 600);
        Range(nameof(CoolDownDoneRpe), CoolDownDoneRpe, 6, 12);
        Range(nameof(RepeatAfterSeconds), RepeatAfterSeconds, 10, 120);
        Range(nameof(UnansweredAfterSeconds), UnansweredAfterSeconds, RepeatAfterSeconds, 180);
        Range(nameof(NotRespondingAfterSeconds), NotRespondingAfterSeconds, UnansweredAfterSeconds, 300);
        Range(nameof(EndPromptSeconds), EndPromptSeconds, 5, 60);
        Range(nameof(AskAgainAfterPauseSeconds), AskAgainAfterPauseSeconds, 1, 180);
        Range(nameof(SessionPromptSeconds), SessionPromptSeconds, 600, 3600);
        Range(nameof(SessionPromptOpenSeconds), SessionPromptOpenSeconds, 180, 3600);
        Range(nameof(WatchedAfterEndSeconds), WatchedAfterEndSeconds, 600, 7200);
        Range(nameof(TalkWindowSeconds), TalkWindowSeconds, 30, 300);
        Range(nameof(TalkDisagreesUpToRpe), TalkDisagreesUpToRpe, 11, 16);
        Range(nameof(AnswersBelowTarget), AnswersBelowTarget, 2, 5);
        Range(nameof(ScaleCheckFallRpe), ScaleCheckFallRpe, 2, 6);
        Range(nameof(ScaleCheckRiseBpm), ScaleCheckRiseBpm, 1, 30);
        Range(nameof(SevereBreathlessnessGrade), SevereBreathlessnessGrade, 2, 4);
        Range(nameof(ReduceRpe), ReduceRpe, 13, 16);
        Range(nameof(StopRpe), StopRpe, ReduceRpe + 1, 18);
        Range(nameof(MeasuredStepMets), MeasuredStepMets, 0.5, 5);
        Range(nameof(EscalateHighSeconds), EscalateHighSeconds, 10, 120);
        Range(nameof(EscalateMediumSeconds), EscalateMediumSeconds, 30, 600);
        Range(nameof(WorseBpm), WorseBpm, 3, 30);
        Range(nameof(WorseAtMostEverySeconds), WorseAtMostEverySeconds, 15, 300);
        Range(nameof(ShelfLongestSeconds), ShelfLongestSeconds, 60, 1800);
        Range(nameof(SuppressionEndsSeconds), SuppressionEndsSeconds, 15, 300);
        Range(nameof(DelayBridgesSeconds), DelayBridgesSeconds, 0, 45);
        Range(nameof(ChatterCycles), ChatterCycles, 2, 10);
        Range(nameof(ChatterWindowSeconds), ChatterWindowSeconds, 20, 600);
        Range(nameof(ChatterQuietSeconds), ChatterQuietSeconds, 10, 600);
        ValidateHeart(Range);
        ValidateSignal(Range);
        ValidateIdentity(Range);
        ValidateStraps(Range);
        ValidateService(Range);
        return faults;

        void Range(string name, double value, double from, double to)
        {
            if (!(value >= from && value <= to))
                faults.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"rules.{char.ToLowerInvariant(name[0])}{name[1..]}: {value} is outside {from} to {to}"));
        }
    }
}
