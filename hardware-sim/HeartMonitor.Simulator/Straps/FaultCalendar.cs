namespace HeartMonitor.Simulator.Straps;

/// <summary>The faults of a strap that have begun and are not long over, in the order of their begin. Time only goes forward.</summary>
/// <param name="faults">Those known from the start.</param>
/// <param name="drawn">Those that are drawn as time goes on; null for none.</param>
internal sealed class FaultCalendar(IReadOnlyList<StrapFault> faults, FaultFlow? drawn = null)
{
    /// <summary>Longer than any fault has something to say about the seconds after it.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    private readonly Queue<StrapFault> _waiting = new(faults.OrderBy(fault => fault.From));
    private readonly List<StrapFault> _begun = [];

    internal IReadOnlyList<StrapFault> At(TimeSpan time)
    {
        while (_waiting.TryPeek(out var next) && next.From <= time) _begun.Add(_waiting.Dequeue());
        for (var i = _begun.Count - 1; i >= 0; i--)
            if (_begun[i] is { Every: null, LeavesForGood: false } once && time - once.From >= once.Length + Aftermath) _begun.RemoveAt(i);
        return _begun;
    }

    /// <summary>Those drawn that begin up to <paramref name="time"/> and did not before; they hold from now on.</summary>
    internal IEnumerable<StrapFault> Draw(TimeSpan time)
    {
        if (drawn is null) yield break;
        foreach (var fault in drawn.BegunUntil(time))
        {
            _begun.Add(fault);
            yield return fault;
        }
    }
}
