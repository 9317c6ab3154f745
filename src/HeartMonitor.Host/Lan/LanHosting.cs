using System.Security.Authentication;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Tablet;
using Microsoft.AspNetCore.Hosting.Server;

namespace HeartMonitor.Host.Lan;

/// <summary>TLS for the console, and what its pages must know of addresses.</summary>
internal static class LanHosting
{
    /// <summary>Listens on the addresses of the settings; with TLS 1.2 or later where they say so.</summary>
    internal static void ListenOn(this IWebHostBuilder web, MonitorSettings settings, ServedCertificate? served)
    {
        web.UseUrls([.. settings.Urls]);
        if (served is null)
        {
            web.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
            return;
        }

        web.UseKestrelHttpsConfiguration();
        web.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                https.ServerCertificate = served.Current.Leaf;
                https.OnAuthenticate = (_, options) => options.ServerCertificateContext = served.Context; // the newest, with those that vouch for it
            });
        });
    }

    /// <summary>The certificate of the settings; null where nothing needs one.</summary>
    /// <exception cref="DataRefusedException">It was there a moment ago, and cannot be read now.</exception>
    internal static ServedCertificate? Open(LanSettings settings, TimeProvider time, ILogger log)
    {
        if (settings.Certificate is not { } source) return null;
        var (first, fault) = source.Read();
        return first is null ? throw new DataRefusedException(fault!) : new(source, first, time, log);
    }

    internal static void AddLan(this IServiceCollection services, LanSettings settings, ServedCertificate? served)
    {
        services.AddSingleton(provider => new ConsoleAddress(settings, served, provider.GetRequiredService<IServer>()));
        services.AddSingleton(new SiteTrust(served));
        if (served?.Source.IsOwn == true) services.AddHostedService(provider => new CertificateKeeper(served, TimeProvider.System, provider.GetRequiredService<ILogger<CertificateKeeper>>()));
    }

    /// <summary>Names of the console: those of its addresses and settings, and those of the certificate in force.</summary>
    internal static TabletOptions WithHosts(this TabletOptions options, MonitorSettings settings, ServedCertificate? served)
    {
        var named = settings.Urls.Select(url => BindingAddress.Parse(url).Host)
            .Concat(settings.Lan.Hosts.Select(LanNames.InUrl))
            .Concat(settings.Lan.PublicUrl is { } url ? [url.Host] : [])
            .Where(host => host is not ("0.0.0.0" or "[::]" or "*" or "+"));
        return options with { Hosts = [.. options.Hosts.Concat(named).Distinct(StringComparer.OrdinalIgnoreCase)], AlsoServes = host => served?.Current.Covers(host) == true };
    }
}
