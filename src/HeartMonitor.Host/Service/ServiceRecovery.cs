using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Service;

/// <summary>The watch over the service that was open at the last stop, or nothing.</summary>
/// <param name="Last">Stamp of its last row.</param>
/// <param name="History">Its facts and decisions.</param>
internal sealed record RecoveredWatch(DateTimeOffset Last, IReadOnlyList<JournalRow> History);

/// <summary>
/// After a start: a watch that owes an alert is rebuilt by running its facts through the fold again, so that its alerts keep their ids and who took note.
/// One that owes nothing is left: what is still wrong is told anew.
/// </summary>
internal static class ServiceRecovery
{
    /// <summary>Rebuilds it into <paramref name="into"/>.</summary>
    /// <param name="journal">Its rows.</param>
    /// <param name="setup">What all sessions share.</param>
    /// <param name="into">Gets the watch, with the revisions that are stored, and how far its clock is ahead.</param>
    /// <param name="now">The present of the host's clock.</param>
    /// <returns>Null when there is none, or none that can be rebuilt.</returns>
    internal static RecoveredWatch? Run(
        JournalReader journal, EngineSetup setup, Action<ServiceEngine, IReadOnlySet<(string Id, int Rev)>, TimeSpan> into, DateTimeOffset now)
    {
#pragma warning disable CA1031 // A row that cannot be read must not keep people from being watched again.
        try
        {
            return Find(journal, setup, into, now);
        }
        catch (Exception)
        {
            return null;
        }
#pragma warning restore CA1031
    }

    private static RecoveredWatch? Find(
        JournalReader journal, EngineSetup setup, Action<ServiceEngine, IReadOnlySet<(string Id, int Rev)>, TimeSpan> into, DateTimeOffset now)
    {
        if (journal.CurrentAlerts().Select(alert => alert.Session).LastOrDefault(Identity.IsOfService) is not { } id) return null;
        var rows = journal.ReadSession(id).ToArray();
        if (Rebuild(id, rows, setup) is not (var engine, var stored)) return null;
        var last = rows.Max(row => row.Entry.At);
        engine.AdvanceTo(last, new SessionStep().ForFact(id, ServiceEngine.Participant, last, null));
        if (engine.IsSettled) return null;
        into(engine, stored, last > now ? last - now : TimeSpan.Zero);
        return new(last, rows);
    }

    private static (ServiceEngine Engine, HashSet<(string Id, int Rev)> Stored)? Rebuild(string id, IReadOnlyList<JournalRow> rows, EngineSetup setup)
    {
        var (stored, step) = (new HashSet<(string, int)>(), new SessionStep());
        ServiceEngine? engine = null;
        foreach (var (_, entry) in rows)
        {
            if (entry.Kind == JournalKind.Event && MonitorJson.ReadEvent(entry.Body.Span, entry.At) is AlertEvent alert) stored.Add((alert.Id, alert.Rev));
            if (entry.Kind != JournalKind.Fact) continue;
            var fact = MonitorJson.ReadFact(entry.Body.Span);
            engine ??= new(id, entry.At, setup);
            engine.Apply(fact, entry.At, step.ForFact(id, ServiceEngine.Participant, entry.At, fact));
        }

        return engine is null ? null : (engine, stored);
    }
}
