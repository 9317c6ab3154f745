using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms;

/// <summary>
/// What an alert's life asks of the rule behind it: a pure function of one moment, whatever a moment is there (of a person's session, of the
/// service). Keeps nothing, waits for nothing (delays are the alarm's), tells nobody.
/// </summary>
/// <typeparam name="TMoment">What the rule may look at.</typeparam>
public interface IAlarmRule<TMoment>
{
    AlertCode Code { get; }

    RuleVerdict Judge(in TMoment moment);

    /// <summary>The numbers behind a verdict of "present", at the same moment. Asked only when an alert is about to speak.</summary>
    IReadOnlyList<Evidence> Explain(in TMoment moment);
}
