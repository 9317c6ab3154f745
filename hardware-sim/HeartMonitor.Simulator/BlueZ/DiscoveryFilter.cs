using HeartMonitor.DBus;

namespace HeartMonitor.Simulator.BlueZ;

/// <summary>What one client wants to see (SetDiscoveryFilter of org.bluez.Adapter1). No keys: everything.</summary>
internal sealed record DiscoveryFilter(IReadOnlyList<string> Uuids, short? Rssi, string Transport)
{
    private static readonly HashSet<string> Known = ["UUIDs", "RSSI", "Pathloss", "Transport", "DuplicateData", "Discoverable", "Pattern"];

    internal static DiscoveryFilter Everything { get; } = new([], null, "auto");

    /// <exception cref="DBusErrorException"><c>org.bluez.Error.InvalidArguments</c>.</exception>
    internal static DiscoveryFilter Parse(DBusValue properties)
    {
        var keys = properties.AsProperties();
        if (keys.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown) throw BlueZCalls.Error("InvalidArguments", $"unknown key {unknown}");
        return new(
            keys.TryGetValue("UUIDs", out var uuids) ? [.. uuids.AsStrings().Select(uuid => uuid.ToLowerInvariant())] : [],
            keys.TryGetValue("RSSI", out var rssi) ? rssi.AsInt16() : null,
            keys.TryGetValue("Transport", out var transport) ? transport.AsString() : "auto");
    }

    internal bool Wants(SimulatedStrap strap) =>
        Transport is "auto" or "le"
        && (Uuids.Count == 0 || Uuids.Any(strap.Advertised.Contains))
        && (Rssi is not { } least || strap.Rssi >= least);
}
