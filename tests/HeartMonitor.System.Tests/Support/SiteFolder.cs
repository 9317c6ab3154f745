using HeartMonitor.Host.Lan;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A site's CA and a console's certificate in a folder of its own.</summary>
internal sealed class SiteFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-tls-");

    internal string Folder => _folder.FullName;

    internal string Certificate => SiteAuthority.CertificateFile(Folder);

    internal string Key => SiteAuthority.CertificateKey(Folder);

    internal CertificateSource Source => new(Certificate, Key, null) { IsOwn = true };

    /// <summary>An address of this machine that others reach; skips the test where there is none.</summary>
    internal static string LanAddress()
    {
        var addresses = LanNames.Addresses();
        if (addresses.Count == 0) Assert.Skip("This machine has no address but loopback.");
        return LanNames.InUrl(addresses[0].ToString());
    }

    internal ServerCertificate Issue(int days = 30, TimeProvider? time = null, params string[] names) =>
        SiteAuthority.Open(Folder, names, anew: false, time ?? TimeProvider.System).Issue(names.Length > 0 ? names : ["localhost", "127.0.0.1"], days, time ?? TimeProvider.System);

    internal string In(string name) => Path.Combine(Folder, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
