using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;

namespace HeartMonitor.Core.Ports;

/// <summary>What entered a session, read back from the journal: whoever feeds it to the fold again gets the same decisions.</summary>
public static class JournalInput
{
    /// <summary>The input of a row; null for a decision, and for a sample that is shorter than its header.</summary>
    /// <exception cref="System.Text.Json.JsonException">A fact that cannot be read.</exception>
    public static SessionInput? Of(in JournalEntry entry) => entry.Kind switch
    {
        JournalKind.Sample => SampleBody.TryRead(entry.Body, out var label, out var packet)
            ? SessionInput.OfPacket(entry.At, packet, label.Reasons.HasFlag(SignalReasons.Late))
            : null,
        JournalKind.Fact => SessionInput.OfFact(entry.At, MonitorJson.ReadFact(entry.Body.Span)),
        _ => null,
    };
}
