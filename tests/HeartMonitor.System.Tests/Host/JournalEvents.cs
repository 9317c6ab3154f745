using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.System.Tests.Host;

/// <summary>What journal rows say, read without the product's own read models.</summary>
internal static class JournalEvents
{
    internal static IEnumerable<(JournalRow Row, SessionEvent Event)> Events(IEnumerable<JournalRow> rows) => rows
        .Where(row => row.Entry.Kind == JournalKind.Event)
        .Select(row => (row, MonitorJson.ReadEvent(row.Entry.Body.Span, row.Entry.At)));

    internal static IEnumerable<(JournalRow Row, AlertEvent Alert)> Alerts(IEnumerable<JournalRow> rows) =>
        Events(rows).Where(e => e.Event is AlertEvent).Select(e => (e.Row, (AlertEvent)e.Event));

    internal static IEnumerable<(JournalRow Row, SessionFact Fact)> Facts(IEnumerable<JournalRow> rows) => rows
        .Where(row => row.Entry.Kind == JournalKind.Fact)
        .Select(row => (row, MonitorJson.ReadFact(row.Entry.Body.Span)));

    /// <summary>The newest revision of every alert that is not closed.</summary>
    internal static IReadOnlyList<AlertEvent> OpenAlerts(IEnumerable<JournalRow> rows) =>
        [.. Alerts(rows).Select(a => a.Alert).GroupBy(a => a.Id).Select(g => g.MaxBy(a => a.Rev)!).Where(a => a.State != AlertState.Closed)];

    internal static IReadOnlyList<string> SessionsWithOpenPrompt(IEnumerable<JournalRow> rows) =>
    [
        .. Events(rows).Where(e => e.Event is PromptEvent)
            .GroupBy(e => ((PromptEvent)e.Event).Id)
            .Select(g => g.MaxBy(e => ((PromptEvent)e.Event).Rev))
            .Where(e => ((PromptEvent)e.Event).State is PromptState.Open or PromptState.Repeated)
            .Select(e => e.Row.Entry.Session),
    ];

    /// <summary>Identity, revision and state of alerts and prompts, in the order of the events.</summary>
    internal static IEnumerable<string> Outline(IEnumerable<SessionEvent> events)
    {
        foreach (var one in events)
        {
            if (one is AlertEvent alert) yield return $"{alert.T:0.###} alert {alert.Code} {alert.Id} {alert.Rev} {alert.State} {alert.Priority}";
            else if (one is PromptEvent prompt) yield return $"{prompt.T:0.###} prompt {prompt.Reason} {prompt.Id} {prompt.Rev} {prompt.State}";
        }
    }
}
