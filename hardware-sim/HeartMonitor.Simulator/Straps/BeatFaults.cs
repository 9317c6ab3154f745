using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// Beats that a strap misses or makes up, and beats that the heart makes too early. Each fault acts once, on the first beat from its time on.
/// What is taken from one interval is given to the next: the intervals still add up to the time.
/// </summary>
internal sealed class BeatFaults(IReadOnlyList<StrapFault> faults)
{
    private const double EarlyShare = 0.7;
    private const double SplitShare = 0.3;

    private readonly PriorityQueue<BeatFault, TimeSpan> _waiting = new(faults.OfType<BeatFault>().Select(fault => (fault, fault.From)));

    private double _owedMs;
    private int _runLeft;

    /// <summary>One more that nobody knew of at the start.</summary>
    internal void Add(BeatFault fault) => _waiting.Enqueue(fault, fault.From);

    internal void Apply(List<Beat> beats)
    {
        for (var i = 0; i < beats.Count; i++)
        {
            if (_runLeft == 0)
            {
                beats[i] = beats[i] with { RrMs = beats[i].RrMs + _owedMs };
                _owedMs = 0;
            }

            var fault = _runLeft == 0 ? Take(beats[i].AtSeconds) : null;
            if (fault is EctopicRun) _runLeft = EctopicRun.RunBeats;
            i = _runLeft > 0 ? ComeEarly(beats, i) : Alter(beats, i, fault);
        }
    }

    private BeatFault? Take(double atSeconds)
    {
        if (!_waiting.TryPeek(out var fault, out _) || fault.From.TotalSeconds > atSeconds) return null;
        _waiting.Dequeue();
        if (fault.Every is { } every) _waiting.Enqueue(fault with { From = fault.From + every }, fault.From + every);
        return fault;
    }

    /// <returns>Index of the last beat that is done.</returns>
    private int Alter(List<Beat> beats, int i, BeatFault? fault)
    {
        var beat = beats[i];
        switch (fault)
        {
            case MissedBeat:
                _owedMs = beat.RrMs;
                beats.RemoveAt(i);
                return i - 1;
            case ExtraBeat:
                var late = beat.RrMs * (1 - SplitShare);
                beats[i] = new(beat.AtSeconds - (late / 1000), beat.RrMs - late);
                beats.Insert(i + 1, beat with { RrMs = late });
                return i + 1;
            case Ectopic:
                _owedMs = beat.RrMs * (1 - EarlyShare);
                beats[i] = Early(beat);
                return i;
            default:
                return i;
        }
    }

    /// <summary>One beat of a run. The last one is followed by the pause that leads back into the heart's own time.</summary>
    private int ComeEarly(List<Beat> beats, int i)
    {
        var beat = beats[i];
        _owedMs += beat.RrMs * (1 - EarlyShare);
        beats[i] = Early(beat);
        if (--_runLeft > 0) return i;
        beats.Insert(i + 1, beat with { RrMs = _owedMs });
        _owedMs = 0;
        return i + 1;
    }

    private Beat Early(Beat beat) => new(beat.AtSeconds - (_owedMs / 1000), beat.RrMs * EarlyShare);
}
