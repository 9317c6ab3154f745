namespace HeartMonitor.Pipeline.Gateways;

/// <summary>What is believed of gateways, and how much is taken from them. Times are of the host's clock.</summary>
public sealed record GatewayLimits
{
    /// <summary>Within this the order of a strap's packets is put right and they count as now; older ones are late. 2 s (ecosystem-reliability F15).</summary>
    public TimeSpan InOrderWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A strap whose gateway has brought nothing for this long is taken from another that hears it. Ours: under the 5 s at which a value is stale.</summary>
    public TimeSpan TakeOverAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A gateway silent for this long has lost the links of its straps; as the simulator's straps (domain-facts 9.4).</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>A gateway that is told as gone, and not heard again within this, has lost them too: a will may come of a mere reconnection (ecosystem-reliability 1a).</summary>
    public TimeSpan GoneAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Packets of one strap in one stretch: 20 min of one a second, a long outage's backlog. Ours.</summary>
    public double StrapBurst { get; init; } = 1_200;

    /// <summary>Packets a second of one strap in the long run: straps send up to 4 (ecosystem-reliability 1a). Ours, with room for a backlog.</summary>
    public double StrapRate { get; init; } = 50;

    /// <summary>Gateways known at once; one more is refused until another was silent for <see cref="ForgetAfter"/>. Ours.</summary>
    public int MaxGateways { get; init; } = 256;

    /// <summary>A gateway, or a strap that nobody wears, is forgotten after this.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromMinutes(15);
}
