namespace HeartMonitor.Simulator.Straps;

/// <summary>Two people, by their index, who wear each other's strap while <paramref name="When"/> holds; both straps carry that fault.</summary>
public sealed record SwapPair(int First, int Second, Swapped When);

/// <summary>All straps of a place, second by second. Not thread-safe.</summary>
/// <param name="wearers">The people, each on a strap of its own.</param>
/// <param name="swaps">Exchanges of straps.</param>
public sealed class StrapBank(IReadOnlyList<VirtualWearer> wearers, IReadOnlyList<SwapPair> swaps)
{
    private readonly LivedSecond[] _lived = new LivedSecond[wearers.Count];
    private int _second;

    public IReadOnlyList<VirtualWearer> Wearers => wearers;

    /// <summary>Everybody lives through the next second; what each strap sent at its end, in order.</summary>
    public IEnumerable<(VirtualWearer Wearer, StrapSecond Sent)> Tick()
    {
        var time = TimeSpan.FromSeconds(_second++);
        for (var i = 0; i < wearers.Count; i++) _lived[i] = wearers[i].Live();
        foreach (var swap in swaps)
            if (swap.When.Holds(time)) (_lived[swap.First], _lived[swap.Second]) = (_lived[swap.Second], _lived[swap.First]);
        for (var i = 0; i < wearers.Count; i++)
            yield return (wearers[i], wearers[i].Wear(_lived[i]));
    }
}
