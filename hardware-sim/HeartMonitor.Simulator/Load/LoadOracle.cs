namespace HeartMonitor.Simulator.Load;

/// <summary>What must come back of a <see cref="LoadPlan"/>: every packet of every strap, once, as it was.</summary>
public sealed class LoadOracle(LoadPlan plan)
{
    private readonly ulong[] _seen = new ulong[(plan.Packets + 63) / 64];

    /// <summary>Came back as they were, once.</summary>
    public long Right { get; private set; }

    /// <summary>Came back again.</summary>
    public long Doubled { get; private set; }

    /// <summary>Came back as something that was never sent.</summary>
    public long Wrong { get; private set; }

    /// <summary>Did not come back.</summary>
    public long Missing => plan.Packets - Right;

    public bool IsExact => Missing == 0 && Doubled == 0 && Wrong == 0;

    /// <summary>A packet came back under a strap's name; which one it is, or null when it is none.</summary>
    public int? Take(int strap, ReadOnlySpan<byte> packet)
    {
        if (strap < 0 || strap >= plan.Straps || plan.NumberOf(strap, packet) is not { } number)
        {
            Wrong++;
            return null;
        }

        var index = ((long)strap * plan.PacketsEach) + number;
        ref var word = ref _seen[index / 64];
        var bit = 1UL << (int)(index % 64);
        if ((word & bit) != 0) Doubled++;
        else Right++;
        word |= bit;
        return number;
    }
}
