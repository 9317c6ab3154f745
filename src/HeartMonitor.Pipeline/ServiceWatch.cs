using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Pipeline;

/// <summary>
/// What is wrong with the service as a whole: nothing as a rule, else the watch that is open. Touched on the pipeline's scheduler only, save before
/// the pipeline runs.
/// </summary>
public sealed class ServiceWatch(EngineSetup setup)
{
    private IReadOnlySet<(string Id, int Rev)>? _stored;

    /// <summary>The watch that is open; null when all is well.</summary>
    public ServiceEngine? Engine { get; private set; }

    /// <summary>How far the watch's own clock is ahead of the host's, as of a session that was written by a clock ahead of ours.</summary>
    public TimeSpan Ahead { get; private set; }

    /// <summary>The watch's time when it last heard of anything; null until it does.</summary>
    internal DateTimeOffset? HeardAt { get; set; }

    /// <summary>A bug ended the watch over the service; sessions go on.</summary>
    public Exception? Bug { get; set; }

    /// <summary>Whose signals were lost at once; empty when none were.</summary>
    public IReadOnlyList<string> LostTogether => Engine?.LostTogether ?? [];

    /// <summary>Takes over a watch that was rebuilt from the journal.</summary>
    public void Adopt(ServiceEngine engine, IReadOnlySet<(string Id, int Rev)> stored, TimeSpan ahead) =>
        (Engine, _stored, Ahead) = (engine, stored, ahead);

    /// <summary>True for what is about the service, or about one of its alerts.</summary>
    internal bool Takes(Command command) => command.Fact is ServiceFact
        || (Engine is { } engine && (command.Session is { } id ? id == engine.Id : AlertIn(command.Fact) is { } alert && engine.HasAlert(alert)));

    /// <summary>The watch that takes a fact: the open one, or a new one when something is wrong by it; null when all is well, and stays so.</summary>
    internal ServiceEngine? For(SessionFact fact, DateTimeOffset at)
    {
        if (Engine is null && fact is ServiceFact { IsFine: false })
            (Engine, _stored, Ahead, HeardAt) = (new(Identity.OfService(setup.Site, at), at, setup), null, TimeSpan.Zero, null);
        return Engine;
    }

    /// <summary>All is well again.</summary>
    internal void End() => Engine = null;

    internal bool IsStored(SessionEvent decided) => decided is AlertEvent alert && _stored?.Contains((alert.Id, alert.Rev)) == true;

    private static string? AlertIn(SessionFact fact) => fact switch
    {
        AlertAcknowledged ack => ack.Alert,
        AlertShelved shelve => shelve.Alert,
        AlertUnshelved unshelve => unshelve.Alert,
        _ => null,
    };
}
