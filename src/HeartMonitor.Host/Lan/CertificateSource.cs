using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Lan;

/// <summary>Where a certificate is: PEM with the key in the same file or another one, or PFX.</summary>
/// <param name="File">The certificate, those that vouch for it after it.</param>
/// <param name="KeyFile">Its key; null when it is in <paramref name="File"/>.</param>
/// <param name="PasswordFile">Of an encrypted key or a PFX.</param>
internal sealed record CertificateSource(string File, string? KeyFile, string? PasswordFile)
{
    /// <summary>Ours: a chain of four with its key is some 12 KB.</summary>
    private const int MostBytes = 1 << 20;

    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string AnyPurpose = "2.5.29.37.0";

    /// <summary>It was made by <c>monitor cert</c> in the data folder, and is renewed there.</summary>
    internal bool IsOwn { get; init; }

    internal IEnumerable<string> Files => new[] { File, KeyFile, PasswordFile }.OfType<string>();

    /// <summary>What a start tells and goes on with: people are watched with a certificate that has ended too, at the machine itself.</summary>
    internal static IEnumerable<string> Warnings(CertificateSource? source, TimeProvider time)
    {
        if (source?.Read().Certificate is not { } certificate) yield break;
        var now = time.GetUtcNow();
        if (certificate.FirstEndsAt <= now) yield return $"Http:CertificateFile: warning: the certificate in \"{source.File}\" ended on {certificate.FirstEndsAt:yyyy-MM-dd}; no tablet connects until it is renewed ({source.Renewal})";
        else if (certificate.Leaf.NotBefore.ToUniversalTime() > now) yield return $"Http:CertificateFile: warning: the certificate in \"{source.File}\" begins on {certificate.Leaf.NotBefore.ToUniversalTime():yyyy-MM-dd}; is this machine's clock right?";
        if (certificate.Names.Count == 0) yield return $"Http:CertificateFile: warning: the certificate in \"{source.File}\" names no host, so no browser takes it";
    }

    private string Renewal => IsOwn ? "monitor cert" : "a service that runs takes the new file up by itself";

    /// <summary>The certificate, or what is wrong in one line that names the key of the setting.</summary>
    internal (ServerCertificate? Certificate, string? Fault) Read()
    {
        try
        {
            var (read, fault) = Load();
            if (read is null) return (null, fault);
            var purposes = read.Leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
            return purposes is null || purposes.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value is ServerAuth or AnyPurpose)
                ? (read, null)
                : (null, $"Http:CertificateFile: the certificate in \"{File}\" is not for servers");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return (null, $"Http:CertificateFile: {refused.Message}");
        }
    }

    private (ServerCertificate? Certificate, string? Fault) Load()
    {
        var (text, fault) = BoundedText.Read(File, MostBytes);
        if (text is null) return (null, $"Http:CertificateFile: \"{File}\" {fault}");
        string? password = null;
        if (PasswordFile is not null)
        {
            (password, fault) = BoundedText.Read(PasswordFile, MostBytes);
            if (password is null) return (null, $"Http:PasswordFile: \"{PasswordFile}\" {fault}");
            password = password.TrimEnd('\r', '\n');
        }

        return text.Contains("-----BEGIN ", StringComparison.Ordinal) ? FromPem(text, password) : FromPfx(password);
    }

    private (ServerCertificate? Certificate, string? Fault) FromPem(string text, string? password)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            // told below
        }

        if (all.Count == 0) return (null, $"Http:CertificateFile: \"{File}\" holds no certificate");
        var (keyText, fault) = KeyFile is null ? (text, null) : BoundedText.Read(KeyFile, MostBytes);
        var (keyName, keyPath) = KeyFile is null ? ("Http:CertificateFile", File) : ("Http:KeyFile", KeyFile);
        if (keyText is null) return (null, $"{keyName}: \"{keyPath}\" {fault}");
        using var key = KeyIn(keyText, password);
        if (key is null) return (null, $"{keyName}: \"{keyPath}\" holds no private key that can be read{(keyText.Contains("ENCRYPTED", StringComparison.Ordinal) ? "; it is encrypted, and Http:PasswordFile is not its password" : "")}");
        if (WithKey(all[0], key) is not { } leaf) return (null, $"{keyName}: the key in \"{keyPath}\" is not that of the certificate in \"{File}\"");
        all.RemoveAt(0);
        return (new(leaf, all), null);
    }

    private (ServerCertificate? Certificate, string? Fault) FromPfx(string? password)
    {
        try
        {
            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(File, password, OperatingSystem.IsWindows() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet);
            if (all.FirstOrDefault(c => c.HasPrivateKey) is not { } leaf) return (null, $"Http:CertificateFile: \"{File}\" holds no private key");
            all.Remove(leaf);
            return (new(leaf, all), null);
        }
        catch (CryptographicException)
        {
            return (null, $"Http:CertificateFile: \"{File}\" is neither PEM nor a PFX that {(PasswordFile is null ? "has no password; see Http:PasswordFile" : "Http:PasswordFile opens")}");
        }
    }

    private static AsymmetricAlgorithm? KeyIn(string text, string? password) => TryImport(ECDsa.Create(), text, password) ?? TryImport(RSA.Create(), text, password);

    private static AsymmetricAlgorithm? TryImport(AsymmetricAlgorithm key, string text, string? password)
    {
        try
        {
            if (password is null || !text.Contains("ENCRYPTED", StringComparison.Ordinal)) key.ImportFromPem(text);
            else key.ImportFromEncryptedPem(text, password);
            return key;
        }
        catch (Exception refused) when (refused is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    private static X509Certificate2? WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        try
        {
            var whole = key switch
            {
                ECDsa ec when certificate.GetECDsaPublicKey() is not null => certificate.CopyWithPrivateKey(ec),
                RSA rsa when certificate.GetRSAPublicKey() is not null => certificate.CopyWithPrivateKey(rsa),
                _ => null,
            };
            return whole is null || !OperatingSystem.IsWindows() ? whole : X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null); // Windows serves no key that is in memory alone
        }
        catch (Exception other) when (other is ArgumentException or CryptographicException)
        {
            return null;
        }
    }
}
