namespace HeartMonitor.Simulator;

/// <summary>
/// Random numbers that are the same for the same seed on every machine and runtime (SplitMix64), so that a simulated session can be
/// told by its seed. Not for secrets. Not thread-safe.
/// </summary>
public sealed class SeededNoise(ulong seed)
{
    private ulong _state = seed;
    private double? _spareNormal;

    /// <summary>An independent stream: what one consumer draws never shifts what another one gets.</summary>
    public static SeededNoise For(int seed, int who, int what = 0) =>
        new(Mix(unchecked(((ulong)(uint)seed << 32) ^ ((ulong)(uint)who * 0x9E37_79B9UL) ^ Mix((ulong)(uint)what + 1))));

    /// <summary>Uniform in 0 (in) to 1 (out).</summary>
    public double NextUniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform whole number in <paramref name="from"/> (in) to <paramref name="below"/> (out).</summary>
    public int NextWhole(int from, int below) => from + (int)(NextUniform() * (below - from));

    /// <summary>Normal with mean 0 and standard deviation 1 (Marsaglia's polar method).</summary>
    public double NextNormal()
    {
        if (_spareNormal is { } spare)
        {
            _spareNormal = null;
            return spare;
        }

        while (true)
        {
            var u = (2 * NextUniform()) - 1;
            var v = (2 * NextUniform()) - 1;
            var s = (u * u) + (v * v);
            if (s is >= 1 or 0) continue;
            var factor = Math.Sqrt(-2 * Math.Log(s) / s);
            _spareNormal = v * factor;
            return u * factor;
        }
    }

    private ulong Next() => Mix(_state = unchecked(_state + 0x9E37_79B9_7F4A_7C15UL));

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return value ^ (value >> 31);
        }
    }
}
