namespace HeartMonitor.Simulator.Physiology;

/// <summary>A fall in two parts, the vagal one fast: 0.6 with 40 s and 0.4 with 180 s (domain-facts 9.2).</summary>
internal sealed class SplitFall
{
    private const double FastShare = 0.6;
    private static readonly double FastKeeps = Math.Exp(-1 / 40.0);
    private static readonly double SlowKeeps = Math.Exp(-1 / 180.0);

    private double _fast;
    private double _slow;

    /// <summary>One second: what is left of <paramref name="excess"/> bpm above the target. A target that moved is shared out anew.</summary>
    internal double Decay(double excess)
    {
        var moved = excess - (_fast + _slow);
        _fast = (_fast + (moved * FastShare)) * FastKeeps;
        _slow = (_slow + (moved * (1 - FastShare))) * SlowKeeps;
        return _fast + _slow;
    }

    internal void Forget() => (_fast, _slow) = (0, 0);
}
