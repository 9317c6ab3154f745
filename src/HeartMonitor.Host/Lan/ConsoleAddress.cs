using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HeartMonitor.Host.Lan;

/// <summary>The address under which phones and tablets find the console. A page that was opened on <c>localhost</c> must not print that into a QR code.</summary>
internal sealed class ConsoleAddress(LanSettings settings, ServedCertificate? served, IServer server)
{
    /// <summary>With scheme and without a slash at its end; null when nobody but this machine can reach the console.</summary>
    internal string? Lan => settings.PublicUrl is { } said ? said.GetLeftPart(UriPartial.Path).TrimEnd('/') : Bound().FirstOrDefault();

    /// <summary>Where to send somebody who was shown a page that <paramref name="request"/> asked for.</summary>
    internal string For(HttpRequest request) =>
        settings.PublicUrl is null && !LanNames.IsLoopback(request.Host.Host) ? $"{request.Scheme}://{request.Host}" : Lan ?? $"{request.Scheme}://{request.Host}";

    /// <summary>Whether a phone finds that address.</summary>
    internal static bool IsReachable(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && !LanNames.IsLoopback(uri.Host);

    private IEnumerable<string> Bound() =>
        from url in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []
        let address = BindingAddress.Parse(url)
        where address.Scheme == "https" && !LanNames.IsLoopback(address.Host)
        let host = IsEverything(address.Host) ? Named() : address.Host
        where host is not null
        select address.Port == 443 ? $"https://{host}" : $"https://{host}:{address.Port}";

    /// <summary>An address of this machine that the certificate is for, else its first name: phones know addresses, and few of them know <c>.local</c>.</summary>
    private string? Named()
    {
        if (served?.Current is not { } certificate) return null;
        var own = LanNames.Addresses().Select(a => LanNames.InUrl(a.ToString())).ToArray();
        return own.FirstOrDefault(certificate.Covers)
            ?? certificate.Names.Where(n => !LanNames.IsLoopback(n) && !n.StartsWith('*')).Select(LanNames.InUrl).FirstOrDefault();
    }

    private static bool IsEverything(string host) => host is "0.0.0.0" or "[::]" or "*" or "+";
}
