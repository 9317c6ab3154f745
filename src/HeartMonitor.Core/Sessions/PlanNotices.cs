using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// What the plan says about medicines that staff should hear of once: each subject once a session, until somebody took note. The words never
/// name the medicine, because an alert leaves the service; the plan on the tablet does.
/// </summary>
public sealed class PlanNotices
{
    private static readonly AlertCode[] Codes =
        [AlertCode.MedicationUnknown, AlertCode.MedicationInteraction, AlertCode.MedicationRecentStop, AlertCode.MedicationTestStale];

    private readonly HashSet<(AlertCode Code, string Subject)> _heard = [];
    private readonly Dictionary<AlertCode, int> _outstanding = [];
    private MonitoringPlan? _plan;

    /// <summary>Medicines that the plan names under this code and nobody took note of.</summary>
    public int Outstanding(AlertCode code) => _outstanding.GetValueOrDefault(code);

    internal void Take(MonitoringPlan plan)
    {
        _plan = plan;
        foreach (var code in Codes) _outstanding[code] = Subjects(code).Count(subject => !_heard.Contains((code, subject)));
    }

    /// <summary>Somebody took note of what the plan says under this code.</summary>
    internal void Heard(AlertCode code)
    {
        _heard.UnionWith(Subjects(code).Select(subject => (code, subject)));
        _outstanding[code] = 0;
    }

    private IEnumerable<string> Subjects(AlertCode code) => _plan is { } plan
        ? plan.Reasons.Concat(plan.Notes).Where(r => r.Code == KebabCase.Of(code)).Select(r => r.Subject ?? "").Distinct()
        : [];
}
