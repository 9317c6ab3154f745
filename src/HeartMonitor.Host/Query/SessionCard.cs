using HeartMonitor.Core.Medications;
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
}
