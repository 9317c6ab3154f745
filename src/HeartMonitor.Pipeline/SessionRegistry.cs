using System.Collections.Concurrent;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Pipeline;

/// <summary>
/// Which strap belongs to which session: the only mutable map in the pipeline. Touched on the pipeline's scheduler only, save before
/// the pipeline runs and where a member says otherwise.
/// </summary>
public sealed class SessionRegistry(EngineSetup setup)
{
    private readonly Dictionary<string, RunningSession> _byId = [];
    private readonly ConcurrentDictionary<string, RunningSession> _byDevice = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RunningSession> _openOf = new(StringComparer.Ordinal); // by participant
    private readonly List<RunningSession> _inOrder = [];
    private RunningSession[] _running = []; // the same for other threads
    private long _unknownDevices;

    /// <summary>Events of straps that no session is bound to.</summary>
    public long UnknownDevices => Interlocked.Read(ref _unknownDevices);

    /// <summary>In the order of their beginnings, as they were when it was asked. Any thread.</summary>
    public IReadOnlyList<RunningSession> Running => Volatile.Read(ref _running);

    /// <summary>What is about no one session.</summary>
    public ServiceWatch Service { get; } = new(setup);

    /// <summary>What all sessions share.</summary>
    public EngineSetup Setup => setup;

    /// <summary>How a strap reads the pulse, as the house knows it; null when nobody said. Any strap is asked for, on the scheduler.</summary>
    public Func<string, SensorClass?> SensorOf { get; init; } = static _ => null;

    /// <summary>True for a strap that was ever heard or listed here: only such a one is bound.</summary>
    public Func<string, bool> IsKnown { get; init; } = static _ => true;

    /// <summary>True while a session that runs is bound to the strap. Any thread.</summary>
    public bool IsBound(string device) => _byDevice.ContainsKey(device);

    /// <summary>True while a session of this participant runs. Any thread.</summary>
    public bool IsInSession(string participant) => _openOf.ContainsKey(participant);

    /// <summary>The session that runs and is bound to the strap; null when none is. Any thread.</summary>
    public string? WearerOf(string device) => _byDevice.GetValueOrDefault(device)?.Engine.Id;

    /// <summary>The straps that sessions which run are bound to. Any thread.</summary>
    public IReadOnlyCollection<string> BoundStraps => [.. _byDevice.Keys];

    /// <summary>The strap that a participant's open session is bound to; null without one or the other. Any thread.</summary>
    public string? StrapOf(string participant) => _openOf.GetValueOrDefault(participant)?.Device;

    /// <summary>The words of whoever is told what is not taken.</summary>
    internal StaffWords Words => setup.Words;

    /// <summary>The rules' numbers.</summary>
    internal RuleOptions Rules => setup.Alarms.Rules;

    /// <summary>A packet of a time before the session of its strap.</summary>
    internal void CountUnworn() => Interlocked.Increment(ref _unknownDevices);

    public RunningSession? OfDevice(string device)
    {
        if (_byDevice.TryGetValue(device, out var session)) return session;
        Interlocked.Increment(ref _unknownDevices);
        return null;
    }

    public RunningSession? OfId(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The session that a command is about: the one it names, else the one that has the alert or prompt.</summary>
    public RunningSession? Of(Command command) => command.Session is { } id
        ? OfId(id)
        : command.Fact switch
        {
            AlertAcknowledged { Alert: { } alert } => _inOrder.Find(s => s.Engine.HasAlert(alert)),
            AlertShelved { Alert: { } alert } => _inOrder.Find(s => s.Engine.HasAlert(alert)),
            AlertUnshelved { Alert: { } alert } => _inOrder.Find(s => s.Engine.HasAlert(alert)),
            RpeAnswered { Prompt: { } prompt } => _inOrder.Find(s => s.Engine.HasPrompt(prompt)),
            RpeWithdrawn { Prompt: { } prompt } => _inOrder.Find(s => s.Engine.HasPrompt(prompt)),
            _ => null,
        };

    /// <summary>Begins a session, or says why not.</summary>
    public (RunningSession? Session, string? Refusal) Begin(SessionStarted start, DateTimeOffset at)
    {
        if (start.Participant is null) return (null, Words.Refused(Refusal.ParticipantMissing));
        if (_openOf.TryGetValue(start.Participant.Id, out var open) && open.Engine.EndedAt is null)
            return (null, Words.Refused(Refusal.ParticipantBusy));
        if (start.Device is { } device && _byDevice.ContainsKey(device)) return (null, Words.Refused(Refusal.StrapBusy));
        var id = Identity.OfSession(setup.Site, start.Participant.Id, at);
        return (Adopt(new SessionEngine(id, start, at, setup)), null);
    }

    /// <summary>Takes over a session that was rebuilt from the journal.</summary>
    /// <param name="engine">The fold.</param>
    /// <param name="stored">Alert and prompt revisions that the journal holds already.</param>
    /// <param name="ahead">How far its own clock is ahead of the host's.</param>
    public RunningSession Adopt(SessionEngine engine, IReadOnlySet<(string Id, int Rev)>? stored = null, TimeSpan ahead = default)
    {
        var session = new RunningSession(engine, stored) { Ahead = ahead, Device = engine.Device };
        _byId[engine.Id] = session;
        _inOrder.Add(session);
        Volatile.Write(ref _running, [.. _inOrder]);
        if (engine.EndedAt is null) _openOf[engine.Person.Id] = session;
        if (engine is { Device: { } device, EndedAt: null }) _byDevice[device] = session;
        return session;
    }

    /// <summary>
    /// What it takes to bind a strap to a session: the session that loses it, the fact with what the house knows of the strap, or why not. No two
    /// sessions have one strap at any instant.
    /// </summary>
    public StrapClaim Claim(RunningSession session, StrapBound bound)
    {
        if (session.IsBroken) return new(bound, Refusal: Words.Refused(Refusal.MonitoringStopped));
        if (session.Engine.WhyNotBound(bound) is { } fault) return new(bound, Refusal: fault);
        if (!IsKnown(bound.Strap)) return new(bound, Refusal: Words.Refused(Refusal.StrapUnheard));
        var wearer = _byDevice.GetValueOrDefault(bound.Strap);
        if (wearer is not null && wearer != session && !bound.TakeOver)
            return new(bound, Refusal: Words.Refused(Refusal.StrapWorn, wearer.Engine.Person.Id));
        return new(bound with { Sensor = bound.Sensor ?? SensorOf(bound.Strap) }, wearer == session ? null : wearer);
    }

    /// <summary>Keeps the map as the session has it: its strap may be another one since its last input.</summary>
    public void Follow(RunningSession session)
    {
        if (session.Device == session.Engine.Device) return;
        if (session.Device is { } before && _byDevice.GetValueOrDefault(before) == session) _byDevice.TryRemove(before, out _);
        session.Device = session.Engine.Device;
        if (session is { Device: { } device, Engine.EndedAt: null }) _byDevice[device] = session;
    }

    /// <summary>Frees the strap of a session that has ended, and forgets sessions that nobody waits for any more.</summary>
    public void Release(RunningSession session)
    {
        if (session.Engine.EndedAt is null) return;
        if (session.Engine.Device is { } device && _byDevice.GetValueOrDefault(device) == session) _byDevice.TryRemove(device, out _);
        if (_openOf.GetValueOrDefault(session.Engine.Person.Id) == session) _openOf.TryRemove(session.Engine.Person.Id, out _);
        if (!session.Engine.IsSettled) return;
        _byId.Remove(session.Engine.Id);
        _inOrder.Remove(session);
        Volatile.Write(ref _running, [.. _inOrder]);
    }
}

/// <summary>What comes of the wish to bind a strap.</summary>
/// <param name="Fact">The fact to apply.</param>
/// <param name="From">The session that loses the strap first; null when it is free.</param>
/// <param name="Refusal">One plain sentence when it may not be bound.</param>
public readonly record struct StrapClaim(StrapBound Fact, RunningSession? From = null, string? Refusal = null);

/// <summary>A session in the pipeline.</summary>
/// <param name="engine">The fold.</param>
/// <param name="stored">Alert and prompt revisions that the journal holds already: after a restart they are decided again and dropped.</param>
public sealed class RunningSession(SessionEngine engine, IReadOnlySet<(string Id, int Rev)>? stored)
{
    public SessionEngine Engine { get; } = engine;

    /// <summary>
    /// How far the session's own clock is ahead of the host's: one that was written by a clock ahead of ours goes on where it stopped, as its
    /// time never runs back.
    /// </summary>
    public TimeSpan Ahead { get; init; }

    /// <summary>The strap that the registry has it under.</summary>
    internal string? Device { get; set; }

    /// <summary>Second of the session that the tiles were last shown.</summary>
    public long ShownSecond { get; set; } = -1;

    /// <summary>The session's time when it last heard of anything; null until it does.</summary>
    public DateTimeOffset? HeardAt { get; set; }

    /// <summary>A bug ended this session's judging; staff were told.</summary>
    public bool IsBroken { get; set; }

    /// <summary>The bug that did.</summary>
    public Exception? Bug { get; set; }

    public bool IsStored(SessionEvent sessionEvent) => stored is not null && sessionEvent switch
    {
        AlertEvent alert => stored.Contains((alert.Id, alert.Rev)),
        PromptEvent prompt => stored.Contains((prompt.Id, prompt.Rev)),
        _ => false,
    };
}
