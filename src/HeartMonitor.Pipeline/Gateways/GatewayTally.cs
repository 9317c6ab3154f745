namespace HeartMonitor.Pipeline.Gateways;

/// <summary>What came from gateways since the start, in packets. Read from any thread.</summary>
public sealed class GatewayTally
{
    private long _taken;
    private long _late;
    private long _duplicates;
    private long _unknown;
    private long _refused;
    private long _standing;
    private int _gateways;

    /// <summary>Handed on as measured now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Handed on to be stored and not judged.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Came before, from the same gateway or from another that hears the strap.</summary>
    public long Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Of straps that no session is bound to.</summary>
    public long Unknown => Volatile.Read(ref _unknown);

    /// <summary>Beyond what a strap can send, or of one gateway too many.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Messages, not packets, of gateways whose clock stands still: their packets count as of their arrival.</summary>
    public long Standing => Volatile.Read(ref _standing);

    /// <summary>Gateways that are heard now.</summary>
    public int Gateways
    {
        get => Volatile.Read(ref _gateways);
        internal set => Volatile.Write(ref _gateways, value);
    }

    internal void CountTaken() => Interlocked.Increment(ref _taken);

    internal void CountLate() => Interlocked.Increment(ref _late);

    internal void CountDuplicate() => Interlocked.Increment(ref _duplicates);

    internal void CountStanding() => Interlocked.Increment(ref _standing);

    internal void CountUnknown() => Interlocked.Increment(ref _unknown);

    internal void CountRefused(int packets) => Interlocked.Add(ref _refused, packets);
}
