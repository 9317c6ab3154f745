using HeartMonitor.Core.Intensity.Rules;

namespace HeartMonitor.Core.Intensity;

/// <summary>
/// The rules, in the order they are judged: signal first (what silences the rest), then safety, then effort. Adding a rule is one line
/// here, one file in <c>Rules</c>, one entry in <c>config/alarms.json</c> and two scenarios.
/// </summary>
public static class IntensityRules
{
    public static IReadOnlyList<IIntensityRule> InOrder { get; } =
    [
        new RestGateRule(),
        new ContactLostRule(),
        new SignalLostRule(),
        new SensorNotWornRule(),
        new SignalDoubtfulRule(),
        new SensorOpticalRule(),
        new BatteryLowRule(),
        new IdentityConflictRule(),
        new IrregularRrRule(),
        new HrCeilingRule(),
        new HrUnexpectedlyHighRule(),
        new HrCeilingWarningRule(),
        new HrLowRule(),
        new HrFallsWhileWorkRisesRule(),
        new HrFailsToRiseRule(),
        new HrRiseWithoutWorkRule(),
        new HrStepChangeRule(),
        new DriftAndRpeUpRule(),
        new ZoneHighRule(),
        new ZoneLowRule(),
        new SymptomRule(Alarms.AlertCode.SymptomStop),
        new SymptomRule(Alarms.AlertCode.SymptomReview),
        new RpeAnswerRule(Alarms.AlertCode.RpeStop),
        new RpeAnswerRule(Alarms.AlertCode.RpeReduce),
        new RpeAnswerRule(Alarms.AlertCode.RpeAboveTarget),
        new RpeAnswerRule(Alarms.AlertCode.RpeBelowTarget),
        new RpeTalkDisagreeRule(),
        new RpeScaleCheckRule(),
        new RpeNotRespondingRule(),
        new RpeUnansweredRule(),
        new HelpRequestedRule(),
        new StartGateRule(),
        new MedicationNoticeRule(Alarms.AlertCode.MedicationRecentStop),
        new MedicationNoticeRule(Alarms.AlertCode.MedicationUnknown),
        new MedicationNoticeRule(Alarms.AlertCode.MedicationInteraction),
        new MedicationNoticeRule(Alarms.AlertCode.MedicationTestStale),
    ];
}
