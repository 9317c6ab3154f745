using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Composition;

/// <summary>One session on its way back: its rows through the fold again, and what it had decided before.</summary>
/// <param name="id">Session id.</param>
/// <param name="setup">What all sessions share.</param>
internal sealed class SessionReplay(string id, EngineSetup setup)
{
    private readonly SessionStep _step = new();
    private readonly HashSet<(string Id, int Rev)> _known = [];

    /// <summary>Null while nothing was read, and when the rows cannot be replayed.</summary>
    internal SessionEngine? Engine { get; private set; }

    /// <summary>Stamp of the last row.</summary>
    internal DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Revisions of alerts and prompts that the journal holds.</summary>
    internal IReadOnlySet<(string Id, int Rev)> Known => _known;

    /// <summary>Why the session cannot be rebuilt; the others go on.</summary>
    internal Exception? Fault { get; private set; }

    /// <summary>Takes the next row of this session.</summary>
    internal void Take(in JournalEntry entry)
    {
        if (entry.At > Last) Last = entry.At;
        if (Fault is not null) return;
#pragma warning disable CA1031 // A row that cannot be read or judged must not keep everybody else from being watched again.
        try
        {
            if (entry.Kind == JournalKind.Event) Remember(MonitorJson.ReadEvent(entry.Body.Span, entry.At));
            else Apply(entry);
        }
        catch (Exception fault)
        {
            (Fault, Engine) = (fault, null);
        }
#pragma warning restore CA1031
    }

    /// <summary>Runs the ticks that ran before the stop.</summary>
    internal void Finish() => Engine?.AdvanceTo(Last, _step.ForFact(id, "", Last, null));

    private void Apply(in JournalEntry entry)
    {
        if (JournalInput.Of(entry) is not { } input) return;
        if (Engine is null && input.Fact is SessionStarted { Participant: not null } start) Engine = new(id, start, input.At, setup);
        if (Engine is null) throw new InvalidOperationException("The session has no start.");
        _step.ForFact(id, Engine.Person.Id, input.At, input.Fact);
        Engine.Apply(input, _step);
    }

    private void Remember(SessionEvent decided)
    {
        if (decided is AlertEvent alert) _known.Add((alert.Id, alert.Rev));
        else if (decided is PromptEvent prompt) _known.Add((prompt.Id, prompt.Rev));
    }
}
