namespace HeartMonitor.Simulator.Straps;

/// <summary>The faults of a strap that have begun and are not long over, in the order of their begin. Time only goes forward.</summary>
internal sealed class FaultCalendar
{
    /// <summary>Longer than any fault has something to say about the seconds after it.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(30);

    private readonly Queue<StrapFault> _waiting;
    private readonly List<StrapFault> _begun = [];

    internal FaultCalendar(IReadOnlyList<StrapFault> faults) => _waiting = new(faults.OrderBy(fault => fault.From));

    internal IReadOnlyList<StrapFault> At(TimeSpan time)
    {
        while (_waiting.TryPeek(out var next) && next.From <= time) _begun.Add(_waiting.Dequeue());
        for (var i = _begun.Count - 1; i >= 0; i--)
            if (_begun[i] is { Every: null, LeavesForGood: false } once && time - once.From >= once.Length + Aftermath) _begun.RemoveAt(i);
        return _begun;
    }
}
