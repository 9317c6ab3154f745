namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>Pseudo-random numbers that a seed gives again on every machine (SplitMix64): a million orders need a million seeds, cheaply.</summary>
internal struct Rolls(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from <paramref name="from"/> to <paramref name="to"/>, both ends in.</summary>
    internal int Next(int from, int to)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            mixed ^= mixed >> 31;
            return from + (int)(mixed % (ulong)(to - from + 1));
        }
    }

    /// <summary>True once in <paramref name="times"/>.</summary>
    internal bool OneIn(int times) => Next(1, times) == 1;

    internal T Of<T>(params ReadOnlySpan<T> values) => values[Next(0, values.Length - 1)];
}
