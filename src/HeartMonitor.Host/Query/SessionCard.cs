using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Query;

/// <summary>A stored session at a glance, from its decisions. A pseudonym, and nothing about medicines.</summary>
/// <param name="Stored">As the journal lists it.</param>
/// <param name="Modes">Modes of its plans, in order, each change once.</param>
/// <param name="Rules">Versions of the rules in force, in order.</param>
/// <param name="Catalogues">Versions of the medicines in force, in order.</param>
/// <param name="Alerts">Alerts by the highest priority that each reached.</param>
/// <param name="OpenAlerts">Alerts that are not closed.</param>
/// <param name="Summary">The figures of its end; null while it is open.</param>
/// <param name="Phase">The phase it is in, or ended in.</param>
/// <param name="EndedWhy">Why the service ended it; null for an ordinary end.</param>
internal sealed record SessionCard(
    StoredSession Stored,
    IReadOnlyList<MonitoringMode> Modes,
    IReadOnlyList<string> Rules,
    IReadOnlyList<string> Catalogues,
    AlertCounts Alerts,
    int OpenAlerts,
    SummaryEvent? Summary,
    SessionPhase Phase,
    string? EndedWhy)
{
    /// <summary>The mode in force at last; null before the first plan.</summary>
    internal MonitoringMode? Mode => Modes.Count > 0 ? Modes[^1] : null;

    /// <summary><c>open</c> or <c>ended</c>.</summary>
    internal string State => Stored.Ended is null ? "open" : "ended";

    /// <summary>From the rows of the session.</summary>
    internal static SessionCard Of(StoredSession stored, IEnumerable<JournalRow> rows)
    {
        var alerts = new Dictionary<string, AlertEvent>(StringComparer.Ordinal);
        var worst = new Dictionary<string, AlertPriority>(StringComparer.Ordinal);
        var plans = new List<MonitoringPlan>();
        SummaryEvent? summary = null;
        var (phase, why) = (SessionPhase.None, (string?)null);
        foreach (var (_, entry) in rows)
        {
            if (entry.Kind == JournalKind.Fact)
            {
                var fact = MonitorJson.ReadFact(entry.Body.Span);
                if (fact is PhaseEntered entered && summary is null) phase = entered.Phase;
                else if (fact is SessionEnded ended && summary is null) why = ended.Why;
                continue;
            }

            if (entry.Kind != JournalKind.Event || IsQuality(entry.Body.Span)) continue;
            var decided = MonitorJson.ReadEvent(entry.Body.Span, entry.At);
            if (decided is PlanEvent planned) plans.Add(planned.Plan);
            else if (decided is SummaryEvent figures) summary = figures;
            else if (decided is AlertEvent alert)
            {
                alerts[alert.Id] = alert;
                worst[alert.Id] = worst.TryGetValue(alert.Id, out var before) && before > alert.Priority ? before : alert.Priority;
            }
        }

        return new(
            stored,
            Changes(plans.Select(p => p.Mode)),
            Changes(plans.Select(p => p.RulesVersion)),
            Changes(plans.Select(p => p.CatalogueVersion)),
            new(Count(worst, AlertPriority.Low), Count(worst, AlertPriority.Medium), Count(worst, AlertPriority.High)),
            alerts.Values.Count(a => a.State != AlertState.Closed),
            summary,
            phase,
            why);
    }

    /// <summary>The most frequent decision, and of no interest here: it is not read.</summary>
    private static bool IsQuality(ReadOnlySpan<byte> body) => body.IndexOf("\"kind\":\"quality\""u8) >= 0;

    private static int Count(Dictionary<string, AlertPriority> worst, AlertPriority priority) => worst.Values.Count(p => p == priority);

    private static List<T> Changes<T>(IEnumerable<T> values)
    {
        var changes = new List<T>();
        foreach (var value in values)
            if (changes.Count == 0 || !EqualityComparer<T>.Default.Equals(changes[^1], value)) changes.Add(value);
        return changes;
    }
}
