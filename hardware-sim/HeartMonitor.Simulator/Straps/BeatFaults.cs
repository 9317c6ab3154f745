using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Straps;

/// <summary>Beats that a strap misses or makes up. Each fault acts once, on the first beat from its time on.</summary>
internal sealed class BeatFaults(IReadOnlyList<StrapFault> faults)
{
    private readonly PriorityQueue<StrapFault, TimeSpan> _waiting =
        new(faults.Where(fault => fault is MissedBeat or ExtraBeat).Select(fault => (fault, fault.From)));

    private double _swallowedMs;

    internal void Apply(List<Beat> beats)
    {
        for (var i = 0; i < beats.Count; i++)
        {
            var beat = beats[i] = beats[i] with { RrMs = beats[i].RrMs + _swallowedMs };
            _swallowedMs = 0;
            if (!_waiting.TryPeek(out var fault, out _) || fault.From.TotalSeconds > beat.AtSeconds) continue;

            _waiting.Dequeue();
            if (fault.Every is { } every) _waiting.Enqueue(fault with { From = fault.From + every }, fault.From + every);
            beats.RemoveAt(i);
            if (fault is MissedBeat)
            {
                _swallowedMs = beat.RrMs;
                i--;
                continue;
            }

            var late = beat.RrMs * 0.7;
            beats.Insert(i, new(beat.AtSeconds - (late / 1000), beat.RrMs - late));
            beats.Insert(++i, beat with { RrMs = late });
        }
    }
}
