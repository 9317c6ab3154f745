namespace HeartMonitor.Core.Sessions;

/// <summary>
/// One thing that enters a session, with its own stamp: a packet as the strap sent it, or a fact. A struct, so that packets
/// cost no allocation on their way to a decision.
/// </summary>
/// <param name="At">Stamp given at ingress, whole microseconds; never before the stamp of the input before it.</param>
/// <param name="Packet">Bytes of characteristic 0x2A37 when <paramref name="Fact"/> is null.</param>
/// <param name="Fact">A fact, or null for a packet.</param>
/// <param name="IsLate">The packet was measured before one that is judged already; its stamp is of then, and moves nothing.</param>
public readonly record struct SessionInput(DateTimeOffset At, ReadOnlyMemory<byte> Packet, SessionFact? Fact, bool IsLate = false)
{
    public static SessionInput OfPacket(DateTimeOffset at, ReadOnlyMemory<byte> packet, bool isLate = false) => new(at, packet, null, isLate);

    public static SessionInput OfFact(DateTimeOffset at, SessionFact fact) => new(at, default, fact);
}
