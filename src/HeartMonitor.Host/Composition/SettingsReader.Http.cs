using HeartMonitor.Host.Lan;

namespace HeartMonitor.Host.Composition;

/// <content>Addresses of the console, and the certificate for those that others reach.</content>
internal sealed partial class SettingsReader
{
    private const char Separator = ';';

    private string[] Urls()
    {
        var urls = Text("Http:Urls", "http://localhost:5080").Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var url in urls)
        {
            if (UrlOf(url) is not { Scheme: "http" or "https" } uri || uri.PathAndQuery != "/") _faults.Add($"Http:Urls: \"{url}\" is not an address such as http://localhost:5080 or https://0.0.0.0:5443");
            else if (uri.Scheme == "http" && !LanNames.IsLoopback(uri.Host))
                _faults.Add($"Http:Urls: \"{url}\" is not on loopback, and without TLS names and passwords would cross the network in plain text; make a certificate with monitor cert, then use https://{url[7..]}");
        }

        if (urls.Length == 0) _faults.Add("Http:Urls: empty");
        return urls;
    }

    /// <summary>As an address; <c>*</c> and <c>+</c> stand for all of this machine's.</summary>
    private static Uri? UrlOf(string url) =>
        Uri.TryCreate(url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri) ? uri : null;

    private LanSettings Lan(string[] urls)
    {
        var source = Certificate(Array.Find(urls, url => UrlOf(url)?.Scheme == "https") is { } url ? $"Http:Urls: \"{url}\"" : int.TryParse(Optional("Mqtt:TlsPort"), System.Globalization.CultureInfo.InvariantCulture, out var port) ? $"Mqtt:TlsPort: {port}" : null);
        if (source is not null && source.Read().Fault is { } fault) _faults.Add(fault);
        return new(source, Hosts(), PublicUrl());
    }

    /// <summary>The one that was named, else the one that <c>monitor cert</c> made, where it is needed.</summary>
    private CertificateSource? Certificate(string? secured)
    {
        var (file, key, password) = (Optional("Http:CertificateFile"), Optional("Http:KeyFile"), Optional("Http:PasswordFile"));
        if (file is not null) return new(Path.GetFullPath(file), key is null ? null : Path.GetFullPath(key), password is null ? null : Path.GetFullPath(password));
        if (key is not null) _faults.Add("Http:KeyFile: it is the key of Http:CertificateFile, which is not set");
        if (secured is null) return null;
        var folder = OwnFolder(Text("Data", "data"));
        var own = new CertificateSource(SiteAuthority.CertificateFile(folder), SiteAuthority.CertificateKey(folder), null) { IsOwn = true };
        if (File.Exists(own.File)) return own;
        if (key is null) _faults.Add($"{secured} needs a certificate, and there is none in \"{folder}\"; make one with monitor cert, or name yours in Http:CertificateFile and Http:KeyFile");
        return null;
    }

    /// <summary>Where <c>monitor cert</c> puts its files.</summary>
    internal static string OwnFolder(string data) => Path.Combine(Path.GetFullPath(string.IsNullOrWhiteSpace(data) ? "data" : data), "tls");

    private string[] Hosts()
    {
        var hosts = Text("Http:Hosts", "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var host in hosts.Where(h => !LanNames.IsDnsName(h) && !System.Net.IPAddress.TryParse(h, out _)))
            _faults.Add($"Http:Hosts: \"{host}\" is no name of a host and no address; say it without scheme and port, several with commas");
        return hosts;
    }

    private Uri? PublicUrl()
    {
        if (Optional("Http:PublicUrl") is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == "https" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0) return uri;
        _faults.Add($"Http:PublicUrl: \"{text}\" is not an address such as https://gym.example.org");
        return null;
    }
}
