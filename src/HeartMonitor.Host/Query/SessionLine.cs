using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Query;

/// <summary>A stored session, one line of <c>monitor sessions --json</c>.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Participant">Pseudonym.</param>
/// <param name="Started">UTC.</param>
/// <param name="Ended">UTC; null while it is open.</param>
/// <param name="State"><c>open</c> or <c>ended</c>.</param>
/// <param name="LengthSeconds">From the start to the end; of an open session so far, to the newest row of the journal.</param>
/// <param name="Mode">Mode of the plan in force at last.</param>
/// <param name="Modes">Modes in order, where the plan changed.</param>
/// <param name="Alerts">Alerts by the highest priority that each reached.</param>
/// <param name="OpenAlerts">Alerts that are not closed.</param>
/// <param name="Samples">Packets stored.</param>
/// <param name="RulesVersions">Rules in force, in order.</param>
/// <param name="CatalogueVersions">Medicines in force, in order.</param>
internal sealed record SessionLine(
    string Session,
    string Participant,
    DateTimeOffset Started,
    DateTimeOffset? Ended,
    string State,
    double LengthSeconds,
    MonitoringMode? Mode,
    IReadOnlyList<MonitoringMode> Modes,
    AlertCounts Alerts,
    int OpenAlerts,
    long Samples,
    IReadOnlyList<string> RulesVersions,
    IReadOnlyList<string> CatalogueVersions)
{
    /// <summary>The line of a card.</summary>
    /// <param name="card">The session.</param>
    /// <param name="last">The journal's newest stamp: an open session lasts until then.</param>
    internal static SessionLine Of(SessionCard card, DateTimeOffset? last)
    {
        var until = card.Stored.Ended ?? last ?? card.Stored.Started;
        return new(
            card.Stored.Session, card.Stored.Participant, card.Stored.Started, card.Stored.Ended, card.State,
            Math.Max(0, (until - card.Stored.Started).TotalSeconds), card.Mode, card.Modes, card.Alerts, card.OpenAlerts, card.Stored.Samples,
            card.Rules, card.Catalogues);
    }
}

