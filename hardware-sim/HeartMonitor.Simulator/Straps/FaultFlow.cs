namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// The faults of one strap in the order of their begin, as long as anybody asks: those told by time, and those drawn by rate, each kind from a
/// stream of its own. The times between two of a kind are exponential; a kind never meets itself. Not thread-safe.
/// </summary>
public sealed class FaultFlow
{
    private const double SecondsPerHour = 3_600;

    private readonly PriorityQueue<Source, double> _next = new();

    /// <param name="specs">What may happen.</param>
    /// <param name="noiseOf">Random numbers of the spec at an index.</param>
    public FaultFlow(IReadOnlyList<FaultSpec> specs, Func<int, SeededNoise> noiseOf)
    {
        var told = new List<StrapFault>();
        for (var i = 0; i < specs.Count; i++)
        {
            var (spec, noise) = (specs[i], noiseOf(i));
            if (spec.At is { } at) told.Add(Told(spec, at, noise));
            else new Source(spec, noise).Enter(_next, spec.From);
        }

        OnTime = told;
    }

    /// <summary>Those told by time.</summary>
    public IReadOnlyList<StrapFault> OnTime { get; }

    /// <summary>Those drawn by rate that begin up to <paramref name="time"/> and were not given yet, in order.</summary>
    public IEnumerable<StrapFault> BegunUntil(TimeSpan time)
    {
        while (_next.TryPeek(out var source, out var from) && from <= time.TotalSeconds)
        {
            _next.Dequeue();
            var fault = FaultWord.Draw(source.Spec, TimeSpan.FromSeconds(from), source.Noise);
            source.Enter(_next, from + fault.Length.TotalSeconds + 1);
            yield return fault;
        }
    }

    private static StrapFault Told(FaultSpec spec, double at, SeededNoise noise)
    {
        var fault = FaultWord.Draw(spec, TimeSpan.FromSeconds(at), noise);
        return spec.Every is { } every ? fault with { Every = TimeSpan.FromSeconds(every) } : fault;
    }

    private sealed record Source(FaultSpec Spec, SeededNoise Noise)
    {
        /// <summary>Draws the next begin, a whole second, at the earliest <paramref name="earliest"/>.</summary>
        internal void Enter(PriorityQueue<Source, double> queue, double earliest)
        {
            var gap = -Math.Log(1 - Noise.NextUniform()) * SecondsPerHour / Spec.PerHour!.Value;
            var begin = Math.Ceiling(earliest + gap);
            if (begin < (Spec.To ?? double.MaxValue)) queue.Enqueue(this, begin);
        }
    }
}
