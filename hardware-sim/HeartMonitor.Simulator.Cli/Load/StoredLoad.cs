using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Signal;
using HeartMonitor.Simulator.Load;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Simulator.Cli.Load;

/// <summary>What a load left in the service's journal, held against the plan of it.</summary>
/// <param name="Oracle">Exact: every packet of every strap.</param>
/// <param name="ToTheDoor">From due to the stamp that the service gave.</param>
/// <param name="Late">Packets that the service took for late.</param>
internal sealed record StoredLoad(LoadOracle Oracle, LatencyHistogram ToTheDoor, long Late)
{
    private const int Page = 20_000;

    /// <summary>The newest row now; what comes after it is the load's.</summary>
    internal static long LastSeq(JournalReader journal)
    {
        long last = 0;
        while (journal.ReadAfter(last, Page) is { Count: > 0 } rows) last = rows[^1].Seq;
        return last;
    }

    /// <summary>Reads all that was stored after <paramref name="seq"/>.</summary>
    /// <param name="journal">Of the service, on this machine.</param>
    /// <param name="seq">The newest row before the load.</param>
    /// <param name="plan">What was sent.</param>
    /// <param name="zero">Instant of the load's start.</param>
    internal static StoredLoad Read(JournalReader journal, long seq, LoadPlan plan, DateTimeOffset zero)
    {
        var (oracle, latency, late) = (new LoadOracle(plan), new LatencyHistogram(), 0L);
        while (journal.ReadAfter(seq, Page) is { Count: > 0 } rows)
        {
            seq = rows[^1].Seq;
            foreach (var (_, entry) in rows)
            {
                if (entry.Kind != JournalKind.Sample || LoadPlan.StrapOfPerson(entry.Participant) is not { } strap) continue;
                if (!SampleBody.TryRead(entry.Body, out var label, out var packet)) continue;
                if (label.Reasons.HasFlag(SignalReasons.Late)) late++;
                if (oracle.Take(strap, packet.Span) is { } number) latency.Add(entry.At - zero - plan.DueOf(strap, number));
            }
        }

        return new(oracle, latency, late);
    }
}
