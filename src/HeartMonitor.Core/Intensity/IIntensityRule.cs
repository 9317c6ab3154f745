using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Intensity;

/// <summary>
/// One rule: a pure function of one moment. Called once a second and after every answer; keeps nothing, waits for nothing (delays are the
/// alarm's), tells nobody. A rule that cannot judge says why; it never says "fine".
/// </summary>
public interface IIntensityRule
{
    AlertCode Code { get; }

    RuleVerdict Judge(in JudgedMoment moment);

    /// <summary>The numbers behind a verdict of "present", at the same moment. Asked only when an alert is about to speak.</summary>
    IReadOnlyList<Evidence> Explain(in JudgedMoment moment);
}
