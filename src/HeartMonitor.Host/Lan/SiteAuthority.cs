using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Lan;

/// <summary>
/// A certificate authority of one site, kept in a folder, and the console's certificate by it: what tablets need to trust a machine that no public authority can know.
/// Keys are ECDSA P-256, in files for their owner alone.
/// </summary>
internal sealed class SiteAuthority
{
    /// <summary>Ours: longer than any tablet lives. A CA that ends must be installed anew everywhere.</summary>
    internal const int Years = 10;

    /// <summary>Browsers take no certificate for longer than 398 days (CA/Browser Forum, ballot SC-31).</summary>
    internal const int LongestDays = 397;

    /// <summary>Ours: a tablet whose clock is some days behind still opens the console on the day of installation.</summary>
    private static readonly TimeSpan Backdated = TimeSpan.FromDays(2);

    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";

    private SiteAuthority(string folder, X509Certificate2 certificate, bool isNew) => (Folder, Certificate, IsNew) = (folder, certificate, isNew);

    /// <summary>Where the files are.</summary>
    internal string Folder { get; }

    /// <summary>The CA's own.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>It was made just now: no tablet knows it.</summary>
    internal bool IsNew { get; }

    internal static string AuthorityFile(string folder) => Path.Combine(folder, "ca.pem");

    internal static string AuthorityKey(string folder) => Path.Combine(folder, "ca.key");

    internal static string CertificateFile(string folder) => Path.Combine(folder, "console.pem");

    internal static string CertificateKey(string folder) => Path.Combine(folder, "console.key");

    /// <summary>As browsers and tablets show it, for comparing by eye.</summary>
    internal static string FingerprintOf(X509Certificate2 certificate) =>
        string.Join(':', SHA256.HashData(certificate.RawDataMemory.Span).Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The CA of a folder, made when there is none or when <paramref name="anew"/>.</summary>
    /// <param name="folder">Made when absent, for its owner alone.</param>
    /// <param name="names">That it must be able to vouch for, beside those of local networks.</param>
    /// <param name="anew">Another one in its place, though every tablet must take that anew.</param>
    /// <param name="time">The machine's clock.</param>
    /// <exception cref="DataRefusedException">The folder cannot be used, or holds half a CA.</exception>
    internal static SiteAuthority Open(string folder, IReadOnlyList<string> names, bool anew, TimeProvider time)
    {
        PrivateFiles.MakeFolder(folder);
        var (file, key) = (AuthorityFile(folder), AuthorityKey(folder));
        if (anew || !(File.Exists(file) || File.Exists(key))) return Make(folder, names, time.GetUtcNow());
        var (found, fault) = new CertificateSource(file, key, null).Read();
        if (found is null) throw new DataRefusedException($"{fault![(fault!.IndexOf('"', StringComparison.Ordinal))..]}. It is the site's CA: bring the file back, or make a new CA with --force; then every tablet must take that one");
        if (found.EndsAt < time.GetUtcNow()) throw new DataRefusedException($"The CA in \"{file}\" ended on {found.EndsAt:yyyy-MM-dd}; make a new one with --force, and install it on every tablet");
        return new(folder, found.Leaf, isNew: false);
    }

    /// <summary>Makes the console's certificate and puts it in its place; a service that runs takes it up by itself.</summary>
    /// <exception cref="DataRefusedException">The CA may not vouch for these names, or the disk does not take the files.</exception>
    internal ServerCertificate Issue(IReadOnlyList<string> names, int days, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=HeartMonitor console", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuth)], false));
        request.CertificateExtensions.Add(NamesOf(names));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        var from = Later(time.GetUtcNow() - Backdated, Certificate.NotBefore);
        var to = Earlier(from.AddDays(days), Certificate.NotAfter);
        using var made = request.Create(Certificate, from, to, Serial());
        if (!Vouches(made, time.GetUtcNow())) throw new DataRefusedException($"The site's CA in \"{Folder}\" was made for local names and for those it was made with, and may not vouch for {string.Join(", ", names)}. Make a new CA with --force; then every tablet must take that one");
        PrivateFiles.Write(CertificateKey(Folder), key.ExportPkcs8PrivateKeyPem(), isSecret: true); // the key first: a reader between the two sees a pair that does not fit, and waits
        PrivateFiles.Write(CertificateFile(Folder), made.ExportCertificatePem() + "\n", isSecret: false);
        return new CertificateSource(CertificateFile(Folder), CertificateKey(Folder), null).Read() is { Certificate: { } read }
            ? read : throw new DataRefusedException($"\"{CertificateFile(Folder)}\" cannot be read back");
    }

    private static SiteAuthority Make(string folder, IReadOnlyList<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName($"CN=HeartMonitor site CA {now:yyyy-MM-dd} {Environment.MachineName.ToLowerInvariant()}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(NameLimits.Of(names));
        var certificate = request.CreateSelfSigned(now - Backdated, now.AddYears(Years));
        PrivateFiles.Write(AuthorityKey(folder), key.ExportPkcs8PrivateKeyPem(), isSecret: true);
        PrivateFiles.Write(AuthorityFile(folder), certificate.ExportCertificatePem() + "\n", isSecret: false);
        return new(folder, certificate, isNew: true);
    }

    private static X509Extension NamesOf(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address)) builder.AddIpAddress(address);
            else builder.AddDnsName(name);
        }

        return builder.Build();
    }

    /// <summary>Whether a tablet that trusts this CA would take the certificate.</summary>
    private bool Vouches(X509Certificate2 made, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(made);
    }

    /// <summary>128 random bits, positive.</summary>
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }

    private static DateTimeOffset Later(DateTimeOffset at, DateTime other) => at > other ? at : other;

    private static DateTimeOffset Earlier(DateTimeOffset at, DateTime other) => at < other ? at : other;
}
