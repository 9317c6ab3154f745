using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Sessions;

/// <summary>
/// What one input did to one session: the input itself, its label, the decisions that follow from it. All of it is stored together or
/// not at all. The pipeline owns one instance and fills it again and again: <b>it is valid only during the call that hands it over</b>.
/// </summary>
public sealed class SessionStep
{
    private readonly List<SessionEvent> _events = [];

    public string Session { get; private set; } = "";

    public string Participant { get; private set; } = "";

    /// <summary>Stamp of the input, or of the heartbeat that ran ticks.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>What went in: a packet, a fact, or nothing but the passing of time.</summary>
    public ReadOnlyMemory<byte> Packet { get; private set; }

    public SessionFact? Fact { get; private set; }

    /// <summary>True when the input is a packet (which may be empty).</summary>
    public bool IsSample { get; private set; }

    /// <summary>The gate's label, when the input is a packet.</summary>
    public SignalLabel Label { get; set; }

    /// <summary>Decisions in order. An event's own <see cref="SessionEvent.At"/> may be before <see cref="At"/>: ticks run first.</summary>
    public IReadOnlyList<SessionEvent> Events => _events;

    /// <summary>What the tiles show from now on; null when nothing new is to be shown. Never stored.</summary>
    public LiveData? Live { get; set; }

    /// <summary>The command that the input was, and what became of it; null for packets and ticks.</summary>
    public CommandReceipt? Receipt { get; set; }

    /// <summary>
    /// Called by the journal once, after the commit with null, or with the reason when it could not be stored. Null when nobody waits.
    /// </summary>
    public Action<string?>? Stored { get; set; }

    /// <summary>True when the step must be on disk within some 20 ms: decisions, answers, acknowledgements; packets may wait a second.</summary>
    public bool IsUrgent => Fact is not null || _events.Count > 0 || Receipt is not null;

    public void Emit(SessionEvent sessionEvent) => _events.Add(sessionEvent);

    /// <summary>Empties the step for a packet.</summary>
    public SessionStep ForSample(string session, string participant, DateTimeOffset at, ReadOnlyMemory<byte> packet)
    {
        Reset(session, participant, at);
        Packet = packet;
        IsSample = true;
        return this;
    }

    /// <summary>Empties the step for a fact, or for time alone when <paramref name="fact"/> is null.</summary>
    public SessionStep ForFact(string session, string participant, DateTimeOffset at, SessionFact? fact)
    {
        Reset(session, participant, at);
        Fact = fact;
        return this;
    }

    /// <summary>Removes events that <paramref name="known"/> says are already stored: after a restart the rules decide them again.</summary>
    public void DropEvents(Predicate<SessionEvent> known) => _events.RemoveAll(known);

    private void Reset(string session, string participant, DateTimeOffset at)
    {
        (Session, Participant, At) = (session, participant, at);
        (Packet, Fact, IsSample, Label) = (default, null, false, default);
        (Live, Receipt, Stored) = (null, null, null);
        _events.Clear();
    }
}
