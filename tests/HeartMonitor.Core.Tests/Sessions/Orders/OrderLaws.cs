using System.Collections.Concurrent;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>How often the laws had something to say: a law about nothing proves nothing.</summary>
internal sealed class OrderCounts
{
    internal long Events, ZoneAlertsInZones, SecondsInRpe, HighAcknowledged, HighUnacknowledged, Prompts, Answered, Missed, Withdrawn, ValuesShown, ValuesTooOld;
    internal long HeartRateAlerts, Physiological, Escalated, ModesLeft, Shelved, Suppressed, Returned, TakenBack;

    internal void Add(OrderCounts other)
    {
        Events += other.Events;
        ZoneAlertsInZones += other.ZoneAlertsInZones;
        SecondsInRpe += other.SecondsInRpe;
        HighAcknowledged += other.HighAcknowledged;
        HighUnacknowledged += other.HighUnacknowledged;
        Prompts += other.Prompts;
        Answered += other.Answered;
        Missed += other.Missed;
        Withdrawn += other.Withdrawn;
        ValuesShown += other.ValuesShown;
        ValuesTooOld += other.ValuesTooOld;
        HeartRateAlerts += other.HeartRateAlerts;
        Physiological += other.Physiological;
        Escalated += other.Escalated;
        ModesLeft += other.ModesLeft;
        Shelved += other.Shelved;
        Suppressed += other.Suppressed;
        Returned += other.Returned;
        TakenBack += other.TakenBack;
    }
}

/// <summary>The laws of one session, held against every event and every second of one order. A broken one is named in <see cref="Broken"/>.</summary>
internal sealed class OrderLaws(OrderCounts counts) : IOrderWatcher
{
    private const double OldestUsedSeconds = 5; // domain-facts 5.1; ValueHoldSeconds can only be less

    private static readonly ConcurrentDictionary<string, bool> Words = new();

    private static readonly AlertCode[] FromHeartRate =
    [
        AlertCode.ZoneHigh, AlertCode.ZoneLow, AlertCode.HrCeilingWarning, AlertCode.HrCeiling, AlertCode.HrLow, AlertCode.HrUnexpectedlyHigh,
        AlertCode.HrFallsWhileWorkRises, AlertCode.HrFailsToRise, AlertCode.HrRiseWithoutWork, AlertCode.HrStepChange, AlertCode.DriftAndRpeUp,
    ];

    private readonly Dictionary<string, AlertEvent> _alerts = [];
    private readonly Dictionary<string, PromptEvent> _prompts = [];
    private readonly HashSet<string> _noted = [];
    private readonly HashSet<string> _takenBack = [];
    private MonitoringMode _mode;
    private DateTimeOffset? _readAt;
    private string? _open;
    private double _t;
    private int _summaries;

    /// <summary>The first law that was broken, with time and numbers; null when all held.</summary>
    internal string? Broken { get; private set; }

    public void Read(DateTimeOffset at) => _readAt = at;

    public void Saw(SessionEvent sessionEvent)
    {
        counts.Events++;
        if (sessionEvent.T < _t) Break($"time ran back from {_t} s", sessionEvent);
        _t = sessionEvent.T;
        switch (sessionEvent)
        {
            case PlanEvent plan: See(plan); break;
            case AlertEvent alert: See(alert); break;
            case PromptEvent prompt: See(prompt); break;
            case AnswerEvent answer: See(answer); break;
            case SummaryEvent: if (++_summaries > 1) Break("a second summary", sessionEvent); break;
        }
    }

    public void Looked(SessionEngine engine, DateTimeOffset now)
    {
        if (_mode == MonitoringMode.Rpe) counts.SecondsInRpe++;
        if (engine.Live(now).Hr is not { } shown) return;
        counts.ValuesShown++;
        if (_readAt is not { } read || (now - read).TotalSeconds >= OldestUsedSeconds)
            Broken ??= $"at {(now - engine.StartedAt).TotalSeconds} s the value {shown} is shown, and the last reading came at {_readAt:HH:mm:ss}";
    }

    /// <summary>Called when the order is over.</summary>
    internal void Finish()
    {
        if (_summaries == 0) Broken ??= "no summary";
        foreach (var prompt in _prompts.Values)
            if (prompt.State is PromptState.Open or PromptState.Repeated) Break("a prompt that never ended", prompt);
        foreach (var alert in _alerts.Values)
            if (alert is { ShelvedUntil: not null } or { SuppressedBy: not null }) Break("put aside beyond the session's end", alert);
    }

    private void See(PlanEvent plan)
    {
        if (_mode != plan.Plan.Mode) counts.ModesLeft++;
        _mode = plan.Plan.Mode;
        foreach (var reason in plan.Plan.Reasons.Concat(plan.Plan.Notes)) HoldWords(reason.Text, plan);
    }

    private void See(AlertEvent alert)
    {
        HoldWords(alert.Text, alert);
        var last = _alerts.GetValueOrDefault(alert.Id);
        if (_prompts.ContainsKey(alert.Id)) Break("an alert has a prompt's id", alert);
        if (alert.Rev != (last?.Rev ?? 0) + 1) Break($"revision {alert.Rev} after {last?.Rev}", alert);
        if (last is not null && last.Code != alert.Code) Break($"the id of {last.Code} used again", alert);
        if (last is { State: AlertState.Closed }) Break("something followed the end", alert);
        if (alert.Nature == AlertNature.Physiological)
        {
            counts.Physiological++;
            if (alert.Because.Count == 0) Break("a physiological alert without its numbers", alert);
        }

        foreach (var number in alert.Because)
            if (!double.IsFinite(number.Value)) Broken ??= $"at {alert.T} s {KebabCase.Of(alert.Code)} {alert.State} says {number.What} is {number.Value}: no number, and no JSON";
        HoldMode(alert);
        HoldAge(alert);
        HoldAcknowledgement(alert, last);
        HoldAside(alert, last);
        _alerts[alert.Id] = alert;
    }

    /// <summary>product.md, decision 2: the first law of the project.</summary>
    private void HoldMode(AlertEvent alert)
    {
        var speaks = alert.State is AlertState.Raised or AlertState.Escalated or AlertState.Returned;
        if (!speaks) return;
        var isZone = alert.Code is AlertCode.ZoneHigh or AlertCode.ZoneLow;
        if (isZone && _mode == MonitoringMode.Zones) counts.ZoneAlertsInZones++;
        if (_mode == MonitoringMode.Zones) return;
        if (isZone) Break($"a zone alert in mode {_mode}", alert);
        if (alert.Code != AlertCode.RpeBelowTarget && (alert.Text.Contains("may be increased", StringComparison.Ordinal)
            || alert.Text.Contains("below target", StringComparison.OrdinalIgnoreCase) || alert.Text.Contains("below the zone", StringComparison.OrdinalIgnoreCase)))
            Break("more work is suggested in RPE mode", alert);
    }

    private void HoldAge(AlertEvent alert)
    {
        if (alert.State != AlertState.Raised || !FromHeartRate.Contains(alert.Code)) return;
        counts.HeartRateAlerts++;
        if (_readAt is not { } read || (alert.At - read).TotalSeconds > OldestUsedSeconds) Break($"raised from a value of {_readAt:HH:mm:ss}", alert);
    }

    private void HoldAcknowledgement(AlertEvent alert, AlertEvent? last)
    {
        if (alert.State == AlertState.Escalated) counts.Escalated++;
        if (alert.State == AlertState.Shelved) counts.Shelved++;
        if (alert.State == AlertState.Suppressed) counts.Suppressed++;
        if (alert.State == AlertState.Returned) counts.Returned++;
        if (alert.State == AlertState.Raised) _noted.Remove(alert.Id);
        if (alert is { State: AlertState.Shelved, Priority: AlertPriority.High }) Break("a high alert was put aside", alert);
        if (alert is { State: AlertState.Suppressed, Priority: AlertPriority.High }) Break("a high alert was suppressed", alert);
        if (alert.State == AlertState.Escalated && last?.Priority != alert.Priority) _noted.Remove(alert.Id); // what was noted was something milder
        if (alert.State == AlertState.Acknowledged) _noted.Add(alert.Id);
        if (last is { Priority: AlertPriority.High } && alert.Priority < last.Priority) Break("a high alert became milder", alert);
        if (alert.Priority != AlertPriority.High) return;
        if (alert.State == AlertState.Raised) counts.HighUnacknowledged++;
        if (alert.State == AlertState.Acknowledged) counts.HighAcknowledged++;
        if (alert.State == AlertState.Closed && !_noted.Contains(alert.Id)) Break("a high alert closed without an acknowledgement", alert);
    }

    /// <summary>Put aside or waiting for the signal: never a high alert, and never for longer than was said.</summary>
    private void HoldAside(AlertEvent alert, AlertEvent? last)
    {
        if (alert.State == AlertState.Shelved) counts.Shelved++;
        if (alert.State == AlertState.Suppressed) counts.Suppressed++;
        if (alert.State == AlertState.Returned) counts.Returned++;
        if (alert is { Priority: AlertPriority.High, ShelvedUntil: not null } or { Priority: AlertPriority.High, SuppressedBy: not null }) Break("a high alert put aside", alert);
        if (last?.ShelvedUntil is { } until && alert.At > until.AddSeconds(1)) Break($"it was to be back at {until:HH:mm:ss}", alert);
        if (alert.State is AlertState.Raised or AlertState.Escalated && alert.AckedBy is not null) Break("an alert that asks names who took note", alert);
    }

    private void See(PromptEvent prompt)
    {
        var last = _prompts.GetValueOrDefault(prompt.Id);
        if (_alerts.ContainsKey(prompt.Id)) Break("a prompt has an alert's id", prompt);
        if (prompt.Rev != (last?.Rev ?? 0) + 1) Break($"revision {prompt.Rev} after {last?.Rev}", prompt);
        var takenBack = last is { State: PromptState.Answered } && prompt.State == PromptState.Withdrawn && _takenBack.Remove(prompt.Id);
        if (!takenBack && last is { State: PromptState.Answered or PromptState.Missed or PromptState.Withdrawn }) Break("a prompt ended twice", prompt);
        if (prompt.State == PromptState.Answered != prompt.Value is not null) Break("an answer made up or lost", prompt);
        if (prompt.State is PromptState.Open && _open is not null) Break("two prompts open", prompt);
        if (prompt.State is PromptState.Open != last is null) Break("a prompt opened twice, or never", prompt);
        if (!takenBack) _open = prompt.State is PromptState.Open or PromptState.Repeated ? prompt.Id : null;
        _prompts[prompt.Id] = prompt;
        switch (prompt.State)
        {
            case PromptState.Open: counts.Prompts++; break;
            case PromptState.Answered: counts.Answered++; break;
            case PromptState.Missed: counts.Missed++; break;
            case PromptState.Withdrawn: counts.Withdrawn++; break;
        }
    }

    private void See(AnswerEvent answer)
    {
        counts.TakenBack++;
        if (answer.Prompt is { } prompt) _takenBack.Add(prompt);
        if (answer.By is not { Length: > 0 }) Break("an answer taken back by nobody", answer);
    }

    private void HoldWords(string text, SessionEvent sessionEvent)
    {
        if (Words.GetOrAdd(text, static t => t.Contains('{') || ForbiddenText.IsIn(t))) Break($"forbidden words: {text}", sessionEvent);
    }

    private void Break(string law, SessionEvent sessionEvent) =>
        Broken ??= sessionEvent is AlertEvent { Because: var because } && because.Any(b => !double.IsFinite(b.Value)) ? law : $"{law}: {System.Text.Encoding.UTF8.GetString(MonitorJson.Write(sessionEvent))}";
}
