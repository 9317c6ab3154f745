using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HeartMonitor.Host.Lan;

/// <summary>The site's own CA, for tablets to take: <c>ca.pem</c> beside the certificate that is served, where it is the one that vouches for it.</summary>
internal sealed class SiteTrust(ServedCertificate? served)
{
    /// <summary>Null where browsers trust the certificate by themselves, or nothing is served with TLS.</summary>
    internal X509Certificate2? Authority()
    {
        if (served is null || Path.GetDirectoryName(served.Source.File) is not { } folder) return null;
        try
        {
            var file = SiteAuthority.AuthorityFile(folder);
            if (!File.Exists(file) || new FileInfo(file).Length > 1 << 20) return null;
            var authority = X509Certificate2.CreateFromPem(File.ReadAllText(file));
            return authority.SubjectName.RawData.AsSpan().SequenceEqual(served.Current.Leaf.IssuerName.RawData) ? authority : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
