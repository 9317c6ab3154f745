using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Reports;

/// <summary>
/// What was said in a session, in the report's language: the same rules run again in that language say it; where today's rules decide otherwise, it is
/// told in the words of then.
/// </summary>
public sealed class ReportTold
{
    private readonly Dictionary<string, string> _alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ackedBy = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, string> _reasons;

    /// <param name="then">Decisions as stored.</param>
    /// <param name="now">Decisions of the rules of today in the report's language.</param>
    public ReportTold(IReadOnlyList<SessionEvent> then, IReadOnlyList<SessionEvent> now)
    {
        var again = new Dictionary<(string, int), AlertEvent>();
        foreach (var alert in now.OfType<AlertEvent>()) again[(alert.Id, alert.Rev)] = alert;
        foreach (var alert in then.OfType<AlertEvent>())
            if (!_alerts.ContainsKey(alert.Id)) _alerts[alert.Id] = again.TryGetValue((alert.Id, alert.Rev), out var same) && same.Code == alert.Code ? same.Text : alert.Text;
        foreach (var alert in then.OfType<AlertEvent>())
            if (alert.AckedBy is { } by) _ackedBy[alert.Id] = by;
        var (plansThen, plansNow) = (then.OfType<PlanEvent>().ToList(), now.OfType<PlanEvent>().ToList());
        Reasons = plansThen.Count == 0 ? [] : [.. ReasonsOf(plansThen[^1].Plan, plansNow.LastOrDefault()?.Plan)];
        var (summary, today) = (then.OfType<SummaryEvent>().LastOrDefault(), now.OfType<SummaryEvent>().LastOrDefault());
        _reasons = today is not null && summary is not null && today.Reasons.Keys.Order(StringComparer.Ordinal).SequenceEqual(summary.Reasons.Keys.Order(StringComparer.Ordinal))
            ? today.Reasons
            : summary?.Reasons ?? new Dictionary<string, string>();
    }

    /// <summary>Why the plan in force at last is as it is, with the sections that say so.</summary>
    public IReadOnlyList<(string Text, string Source)> Reasons { get; }

    /// <summary>Who took note of an alert, by pseudonym; null where nobody has.</summary>
    internal string? AckedByOf(string alert) => _ackedBy.GetValueOrDefault(alert);

    /// <summary>What an alert said when it was raised.</summary>
    internal string WordsOf(string alert) => _alerts.GetValueOrDefault(alert) ?? alert;

    /// <summary>Why a figure of the summary is not known; null where it is, or where nobody said.</summary>
    internal string? WhyNot(string figure) => _reasons.GetValueOrDefault(figure);

    private static IEnumerable<(string Text, string Source)> ReasonsOf(MonitoringPlan then, MonitoringPlan? now)
    {
        var isSame = now is not null && then.Reasons.Select(r => (r.Code, r.Subject)).SequenceEqual(now.Reasons.Select(r => (r.Code, r.Subject)));
        return (isSame ? now! : then).Reasons.Select(r => (r.Text, r.Source));
    }
}
