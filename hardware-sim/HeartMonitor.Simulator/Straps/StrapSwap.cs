namespace HeartMonitor.Simulator.Straps;

/// <summary>
/// Two people who wear each other's strap for a time. Both straps carry the fault <see cref="Swapped"/> of the same time, so that the truth
/// says whose heart it is not.
/// </summary>
/// <param name="first">One of the two; its own strap may not be shared with anybody else.</param>
/// <param name="second">The other.</param>
/// <param name="swap">When.</param>
public sealed class StrapSwap(VirtualWearer first, VirtualWearer second, Swapped swap)
{
    private int _second;

    /// <summary>Both live through the next second. First comes what the first one's own strap sent.</summary>
    public (StrapSecond First, StrapSecond Second) Tick()
    {
        var swapped = swap.Holds(TimeSpan.FromSeconds(_second++));
        var (a, b) = (first.Live(), second.Live());
        return swapped ? (first.Wear(b), second.Wear(a)) : (first.Wear(a), second.Wear(b));
    }
}
