using HeartMonitor.Core;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Query;

/// <summary>Makes a card from the facts and decisions of a session, one after the other as they are read; of many sessions side by side it keeps no row.</summary>
internal sealed class SessionCardMaker
{
    private readonly Dictionary<string, AlertState> _alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AlertPriority> _worst = new(StringComparer.Ordinal);
    private readonly List<MonitoringMode> _modes = [];
    private readonly List<string> _rules = [];
    private readonly List<string> _catalogues = [];
    private SummaryEvent? _summary;
    private SessionPhase _phase = SessionPhase.None;
    private string? _why;

    internal void Take(in JournalEntry entry)
    {
        if (entry.Kind == JournalKind.Fact) TakeFact(MonitorJson.ReadFact(entry.Body.Span));
        else if (entry.Kind == JournalKind.Event && !IsQuality(entry.Body.Span)) TakeEvent(MonitorJson.ReadEvent(entry.Body.Span, entry.At));
    }

    internal SessionCard Make(StoredSession stored) => new(
        stored,
        _modes,
        _rules,
        _catalogues,
        new(Count(AlertPriority.Low), Count(AlertPriority.Medium), Count(AlertPriority.High)),
        _alerts.Values.Count(state => state != AlertState.Closed),
        _summary,
        _phase,
        _why);

    private void TakeFact(SessionFact fact)
    {
        if (_summary is not null) return;
        if (fact is PhaseEntered entered) _phase = entered.Phase;
        else if (fact is SessionEnded ended) _why = ended.Why;
    }

    private void TakeEvent(SessionEvent decided)
    {
        if (decided is PlanEvent { Plan: var plan })
        {
            AddChange(_modes, plan.Mode);
            AddChange(_rules, plan.RulesVersion);
            AddChange(_catalogues, plan.CatalogueVersion);
        }
        else if (decided is SummaryEvent figures)
        {
            _summary = figures;
        }
        else if (decided is AlertEvent alert)
        {
            _alerts[alert.Id] = alert.State;
            _worst[alert.Id] = _worst.TryGetValue(alert.Id, out var before) && before > alert.Priority ? before : alert.Priority;
        }
    }

    /// <summary>The most frequent decision, and of no interest here: it is not read.</summary>
    private static bool IsQuality(ReadOnlySpan<byte> body) => body.IndexOf("\"kind\":\"quality\""u8) >= 0;

    private int Count(AlertPriority priority) => _worst.Values.Count(p => p == priority);

    private static void AddChange<T>(List<T> changes, T value)
    {
        if (changes.Count == 0 || !EqualityComparer<T>.Default.Equals(changes[^1], value)) changes.Add(value);
    }
}
