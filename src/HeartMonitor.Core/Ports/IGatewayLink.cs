namespace HeartMonitor.Core.Ports;

/// <summary>A strap as its gateway tells it.</summary>
/// <param name="Device">As topics name it.</param>
/// <param name="Link">How the link stands.</param>
/// <param name="BatteryPercent">Charge, 0 to 100; null when the strap did not tell.</param>
/// <param name="RssiDbm">Strength of the last advertisement, dBm; null when none was heard.</param>
/// <param name="Losses">Links lost since the gateway's start.</param>
public sealed record GatewayStrap(string Device, LinkState Link, int? BatteryPercent = null, int? RssiDbm = null, int Losses = 0);

/// <summary>How a gateway is.</summary>
/// <param name="Boot">Its start.</param>
/// <param name="Waiting">Packets that the site has not acknowledged.</param>
/// <param name="WaitingBytes">What they take of the queue.</param>
/// <param name="OldestSeconds">Age of the oldest of them; 0 when there is none.</param>
/// <param name="Taken">Put on disk since the start.</param>
/// <param name="Dropped">Thrown away since the start, oldest first: too many, or too old.</param>
/// <param name="DiskFault">Why nothing can be put on disk; null when it can.</param>
/// <param name="Straps">Those it hears or has heard.</param>
public sealed record GatewayStatus(
    string Boot, long Waiting, long WaitingBytes, double OldestSeconds, long Taken, long Dropped, string? DiskFault, IReadOnlyList<GatewayStrap> Straps);

/// <summary>A gateway's way to its site's broker. Calls return at once.</summary>
public interface IGatewayLink
{
    /// <summary>Sends a batch; its fate is told once, on any thread.</summary>
    void Send(GatewayBatch batch, Action<BatchFate> settled);

    /// <summary>Says how the gateway and its straps are; the newest counts.</summary>
    void Tell(GatewayStatus status);
}
