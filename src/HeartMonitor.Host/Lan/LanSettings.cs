namespace HeartMonitor.Host.Lan;

/// <summary>How others than this machine reach the console.</summary>
/// <param name="Certificate">Null where nothing is served with TLS.</param>
/// <param name="Hosts">Names under which the console may be asked for, beside those of its certificate and addresses (<c>Http:Hosts</c>).</param>
/// <param name="PublicUrl">What is printed into QR codes; null takes it from addresses and certificate.</param>
internal sealed record LanSettings(CertificateSource? Certificate, IReadOnlyList<string> Hosts, Uri? PublicUrl)
{
    /// <summary>Loopback alone.</summary>
    internal static LanSettings None { get; } = new(null, [], null);
}
