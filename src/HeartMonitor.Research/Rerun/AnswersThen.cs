using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Research.Rerun;

/// <summary>
/// What people answered then, for a run whose alerts and prompts may be others: an acknowledgement that was accepted goes to the alert of the
/// same code where the alert that it names is not there, and an answer to the prompt that is open. Where the rules are the same nothing changes
/// hands. What was refused then is told as it was.
/// </summary>
internal sealed class AnswersThen
{
    private readonly Dictionary<string, AlertCode> _codes = new(StringComparer.Ordinal);
    private readonly HashSet<(string Id, DateTimeOffset At)> _taken = [];

    internal AnswersThen(IEnumerable<SessionEvent> decisions)
    {
        foreach (var decided in decisions)
        {
            if (decided is AlertEvent alert) Learn(alert);
            else if (decided is PromptEvent { State: PromptState.Answered } answered) _taken.Add((answered.Id, answered.At));
            else if (decided is AnswerEvent { Prompt: { } prompt } withdrawn) _taken.Add((prompt, withdrawn.At));
        }
    }

    /// <summary>Answers that went to another alert or prompt than the one they name.</summary>
    internal int Moved { get; private set; }

    /// <summary>The fact names an alert or a prompt.</summary>
    internal static bool MayMove(SessionFact fact) => fact is AlertAcknowledged { Alert: not null } or AlertShelved { Alert: not null } or AlertUnshelved { Alert: not null }
        or RpeAnswered { Prompt: not null } or RpeWithdrawn { Prompt: not null };

    /// <summary>The fact as this run can take it; the ticks up to its stamp have run.</summary>
    internal SessionFact Follow(SessionFact fact, DateTimeOffset at, SessionEngine now) => fact switch
    {
        AlertAcknowledged { Alert: { } id } ack when _taken.Contains((id, at)) =>
            now.HasAlert(id) ? ack with { Rev = null } : CodeOf(id) is { } code ? ack with { Alert = null, Code = code, Rev = null } : ack,
        AlertShelved { Alert: { } id } shelve when IsElsewhere(id, at, now) && CodeOf(id) is { } code => shelve with { Alert = null, Code = code },
        AlertUnshelved { Alert: { } id } unshelve when IsElsewhere(id, at, now) && CodeOf(id) is { } code => unshelve with { Alert = null, Code = code },
        RpeAnswered { Prompt: { } id } answer when _taken.Contains((id, at)) && !now.HasPrompt(id) => Moving(answer with { Prompt = null }),
        RpeWithdrawn { Prompt: { } id } withdrawn when _taken.Contains((id, at)) && !now.HasPrompt(id) => Moving(withdrawn with { Prompt = null }),
        _ => fact,
    };

    private void Learn(AlertEvent alert)
    {
        _codes[alert.Id] = alert.Code;
        if (alert.AckedAt == alert.At || alert.State is AlertState.Shelved or AlertState.Returned) _taken.Add((alert.Id, alert.At));
    }

    private bool IsElsewhere(string id, DateTimeOffset at, SessionEngine now) => _taken.Contains((id, at)) && !now.HasAlert(id);

    private AlertCode? CodeOf(string id)
    {
        if (!_codes.TryGetValue(id, out var code)) return null;
        Moved++;
        return code;
    }

    private SessionFact Moving(SessionFact fact)
    {
        Moved++;
        return fact;
    }
}
