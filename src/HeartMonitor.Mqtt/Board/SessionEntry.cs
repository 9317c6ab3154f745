using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Mqtt.Board;

/// <summary>One session as its rows have told it so far.</summary>
internal sealed class SessionEntry(string id, string participant)
{
    /// <summary>Older states of a session that a batch may still have to tell; more changes at once than this are told by the newest.</summary>
    private const int RememberedStates = 32;

    private readonly SortedList<long, SessionData> _states = [];
    private DateTimeOffset _started;
    private MonitoringPlan? _plan;
    private SessionPhase _phase;
    private bool _paused;
    private BindingState _binding;
    private string? _why;

    internal string Id { get; } = id;

    internal string Participant { get; } = participant;

    internal Discretion Discretion { get; } = new();

    internal DateTimeOffset? Ended { get; private set; }

    internal bool HasStarted => _started != default;

    /// <summary>Journal position of the last change of state; 0 before there is one to tell.</summary>
    internal long NewestSeq { get; private set; }

    internal DateTimeOffset NewestAt { get; private set; }

    /// <summary>The state as of the row at <paramref name="seq"/>, or null when that row changed nothing.</summary>
    internal SessionData? StateAt(long seq) => _states.GetValueOrDefault(seq);

    internal SessionData? Newest => NewestSeq == 0 ? null : _states[NewestSeq];

    internal void Apply(long seq, DateTimeOffset at, SessionFact fact)
    {
        if (seq <= NewestSeq || !Take(at, fact)) return;
        Remember(seq, at);
    }

    internal void Apply(long seq, DateTimeOffset at, PlanEvent planned)
    {
        if (seq <= NewestSeq) return;
        _plan = planned.Plan;
        Remember(seq, at);
    }

    internal void Apply(long seq, DateTimeOffset at, StrapEvent strap)
    {
        if (seq <= NewestSeq) return;
        _binding = strap.State;
        Remember(seq, at);
    }

    private bool Take(DateTimeOffset at, SessionFact fact)
    {
        switch (fact)
        {
            case SessionStarted started:
                (_started, _binding) = (at, BindingStates.AtStart(started));
                Discretion.Learn(started);
                return true;
            case SessionEnded ended:
                (Ended, _why, _binding) = (at, ended.Why, BindingState.None);
                return true;
            case PhaseEntered entered:
                _phase = entered.Phase;
                return true;
            case SessionPaused:
                _paused = true;
                return true;
            case SessionResumed:
                _paused = false;
                return true;
            case StrapBound bound:
                Discretion.Learn(bound);
                return false;
            case ParticipantChanged { Participant: { } person }:
                Discretion.Learn(person);
                return false;
            case MedicationTaken taken:
                Discretion.Learn(taken);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Without a plan there is no mode, and nothing to tell yet: the plan follows the start.</summary>
    private void Remember(long seq, DateTimeOffset at)
    {
        if (_plan is null) return;
        _states[seq] = Now(_plan);
        if (_states.Count > RememberedStates) _states.RemoveAt(0);
        (NewestSeq, NewestAt) = (seq, at);
    }

    private SessionData Now(MonitoringPlan plan) => new()
    {
        State = Ended is not null ? _why is null ? "ended" : "aborted"
            : _paused ? "paused"
            : _phase == SessionPhase.Recovery ? "recovery" : "active",
        Participant = Participant,
        Mode = plan.Mode,
        Phase = _phase,
        Started = _started,
        Ended = Ended,
        Binding = _binding,
        ZoneFrom = plan.Zone?.From,
        ZoneBelow = plan.Zone?.Below,
        RpeFrom = plan.Rpe.From,
        RpeTo = plan.Rpe.To,
        Rules = plan.RulesVersion,
    };
}
