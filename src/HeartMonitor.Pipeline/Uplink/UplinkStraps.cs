using HeartMonitor.Core.Ports;

namespace HeartMonitor.Pipeline.Uplink;

/// <summary>How a gateway's straps are. One thread at a time.</summary>
public sealed class UplinkStraps
{
    /// <summary>Straps in one status message of 16 KiB, and more than any number of radios on one machine hold. Ours.</summary>
    public const int Most = 120;

    private readonly Dictionary<string, GatewayStrap> _straps = new(StringComparer.Ordinal);

    /// <summary>In the order they were first heard.</summary>
    public IReadOnlyList<GatewayStrap> All => [.. _straps.Values];

    /// <summary>True when there is something new to tell.</summary>
    public bool Hear(string device, in SourceEvent told)
    {
        if (!_straps.TryGetValue(device, out var known))
        {
            if (_straps.Count >= Most) return false;
            known = new(device, LinkState.Searching);
        }

        var next = told.Kind switch
        {
            SourceEventKind.Packet or SourceEventKind.Connected => known with { Link = LinkState.Up },
            SourceEventKind.Lost => known with { Link = LinkState.Down, Losses = known.Losses + 1 },
            SourceEventKind.Status when told.Status is { } status =>
                known with { Link = status.Link, BatteryPercent = status.Battery.Percent ?? known.BatteryPercent, RssiDbm = status.RssiDbm ?? known.RssiDbm },
            _ => known,
        };
        _straps[device] = next;
        return next with { RssiDbm = known.RssiDbm } != known; // strength alone waits for the next round
    }
}
