using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace HeartMonitor.Host.Lan;

/// <summary>What this machine is called in its network.</summary>
internal static class LanNames
{
    /// <summary>The host name, the same with <c>.local</c> (multicast DNS), then the addresses; what a certificate is made for when nobody says.</summary>
    internal static IReadOnlyList<string> OfThisMachine()
    {
        var host = Environment.MachineName.ToLowerInvariant();
        string[] names = IsDnsName(host) ? host.Contains('.', StringComparison.Ordinal) ? [host] : [host, host + ".local"] : [];
        return [.. names, .. Addresses().Select(a => a.ToString())];
    }

    /// <summary>
    /// Addresses under which others reach this machine: IPv4, those of an interface with a gateway first, then IPv6 of the site (fc00::/7). Other IPv6
    /// addresses change by themselves, and link-local ones need an interface's name.
    /// </summary>
    internal static IReadOnlyList<IPAddress> Addresses() =>
    [
        .. from network in NetworkInterface.GetAllNetworkInterfaces()
           where network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
           let properties = network.GetIPProperties()
           from unicast in properties.UnicastAddresses
           let address = unicast.Address
           where IsOfTheSite(address)
           orderby address.AddressFamily != AddressFamily.InterNetwork, properties.GatewayAddresses.Count == 0
           select address,
    ];

    /// <summary>A name that may stand in a certificate and in a Host header.</summary>
    internal static bool IsDnsName(string name) =>
        name.Length is > 0 and <= 253 && Uri.CheckHostName(name) == UriHostNameType.Dns && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.') && !name.EndsWith('.');

    /// <summary>The name as a Host header has it: IPv6 in brackets.</summary>
    internal static string InUrl(string name) => IPAddress.TryParse(name, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : name;

    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsOfTheSite(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !IPAddress.IsLoopback(address) && !(address.GetAddressBytes() is [169, 254, ..]),
        AddressFamily.InterNetworkV6 => address.IsIPv6UniqueLocal,
        _ => false,
    };
}
