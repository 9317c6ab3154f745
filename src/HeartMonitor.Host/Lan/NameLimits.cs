using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace HeartMonitor.Host.Lan;

/// <summary>
/// What a site's CA may vouch for (RFC 5280, 4.2.1.10): names and addresses of local networks and those it was made for. Whoever steals its key can then pose as
/// a machine of the gym, and not as a bank on every tablet that trusts it.
/// </summary>
internal static class NameLimits
{
    private const string Oid = "2.5.29.30";

    /// <summary>Endings that no public name has: mDNS (RFC 6762), home networks (RFC 8375), private use (ICANN 2024), routers' habit.</summary>
    private static readonly string[] LocalNames = ["localhost", "local", "home.arpa", "internal", "lan"];

    /// <summary>Private, link-local, shared and loopback networks (RFC 1918, 3927, 6598, 4193, 4291).</summary>
    private static readonly string[] LocalNetworks =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"];

    /// <summary>The extension, critical as the standard wants it; <paramref name="names"/> are let in beside the local ones, addresses with their /24 or /64.</summary>
    internal static X509Extension Of(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            foreach (var name in LocalNames.Concat(all.Where(n => !IPAddress.TryParse(n, out _))).Distinct(StringComparer.OrdinalIgnoreCase))
                using (writer.PushSequence()) writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
            foreach (var network in LocalNetworks.Select(IPNetwork.Parse).Concat(all.Select(NetworkOf).OfType<IPNetwork>()).Distinct())
                using (writer.PushSequence()) writer.WriteOctetString(Bytes(network), new Asn1Tag(TagClass.ContextSpecific, 7));
        }

        return new X509Extension(Oid, writer.Encode(), critical: true);
    }

    private static IPNetwork? NetworkOf(string name)
    {
        if (!IPAddress.TryParse(name, out var address)) return null;
        var bytes = address.GetAddressBytes();
        var kept = bytes.Length == 4 ? 3 : 8;
        Array.Clear(bytes, kept, bytes.Length - kept);
        return new(new IPAddress(bytes), kept * 8);
    }

    /// <summary>Address, then mask.</summary>
    private static byte[] Bytes(IPNetwork network)
    {
        var address = network.BaseAddress.GetAddressBytes();
        var mask = new byte[address.Length];
        for (var bit = 0; bit < network.PrefixLength; bit++) mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return [.. address, .. mask];
    }
}
