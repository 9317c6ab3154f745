using System.Net.Http.Headers;
using System.Text;

namespace HeartMonitor.Storage.Influx;

/// <summary>Addresses and credentials of the three write interfaces (ecosystem-reliability 1b). Secrets come from files, read anew each time.</summary>
internal static class InfluxEndpoint
{
    internal static Uri At(InfluxOptions options, string path) => new(options.Url.AbsoluteUri.TrimEnd('/') + '/' + path);

    internal static Uri Write(InfluxOptions options, InfluxVersion version) => At(options, version switch
    {
        InfluxVersion.V2 => $"api/v2/write?org={Escape(options.Org)}&bucket={Escape(options.Bucket)}&precision=us",
        InfluxVersion.V3 => $"api/v3/write_lp?db={Escape(options.Database)}&precision=microsecond&accept_partial=true&no_sync=false",
        InfluxVersion.V1 or InfluxVersion.Auto =>
            $"write?db={Escape(options.Database)}{(options.RetentionPolicy is { } policy ? $"&rp={Escape(policy)}" : "")}&precision=u",
    });

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    internal static AuthenticationHeaderValue? Authorization(InfluxOptions options, InfluxVersion version)
    {
        if (version is InfluxVersion.V1 or InfluxVersion.Auto && options is { Username: { } user, PasswordFile: { } passwordFile })
            return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{ReadSecret(passwordFile)}")));
        return options.TokenFile is { } file ? new(version == InfluxVersion.V3 ? "Bearer" : "Token", ReadSecret(file)) : null;
    }

    private static string ReadSecret(string file) => File.ReadAllText(file).Trim();

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
