using HeartMonitor.Core;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Host.Composition;

/// <summary>A stored row as it was released when it was new; null for samples, which are shown as live values only.</summary>
internal static class ReleasedRow
{
    internal static Released? Of(JournalRow row)
    {
        var entry = row.Entry;
        return entry.Kind switch
        {
            JournalKind.Fact => new(row.Seq, entry.Session, entry.Participant, MonitorJson.ReadFact(entry.Body.Span), null, null, At: entry.At),
            JournalKind.Event => new(row.Seq, entry.Session, entry.Participant, null, MonitorJson.ReadEvent(entry.Body.Span, entry.At), null),
            _ => null,
        };
    }
}
