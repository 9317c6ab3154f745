using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Host.Lan;
using HeartMonitor.Host.Verbs;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Lan;

/// <summary><c>monitor cert</c>: a CA once, a certificate again and again.</summary>
public sealed class CertVerbTests : IDisposable
{
    private readonly SiteFolder _site = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _site.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void A_first_call_makes_a_CA_and_a_certificate_and_says_what_comes_next()
    {
        Assert.Equal(0, Run(["gym-pi", "192.168.7.20", "fd12::7"]));

        using var authority = X509CertificateLoader.LoadCertificateFromFile(SiteAuthority.AuthorityFile(_site.Folder));
        var made = _site.Source.Read().Certificate!;
        Assert.Equal(["gym-pi", "192.168.7.20", "fd12::7"], made.Names);
        Assert.InRange((made.Leaf.NotAfter - made.Leaf.NotBefore).TotalDays, 396, 397);
        Assert.InRange((authority.NotAfter - DateTime.Now).TotalDays, 3_650, 3_654);
        Assert.Contains($"Fingerprint:  {SiteAuthority.FingerprintOf(authority)}", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("monitor run --urls \"http://localhost:5080;https://0.0.0.0:5443\"", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("https://192.168.7.20:5443/install", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void Keys_are_for_their_owner_alone()
    {
        Assert.Equal(0, Run([]));
        foreach (var key in (string[])[SiteAuthority.AuthorityKey(_site.Folder), _site.Key])
        {
            if (OperatingSystem.IsWindows()) Assert.Skip("Windows has other rights.");
            else Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        }
    }

    [Fact]
    public void A_second_call_renews_the_certificate_by_the_same_CA_and_force_makes_another()
    {
        Assert.Equal(0, Run(["gym-pi"]));
        var (authority, first) = (File.ReadAllText(SiteAuthority.AuthorityFile(_site.Folder)), _site.Source.Read().Certificate!);
        Assert.Equal(0, Run(["gym-pi", "gym-pi.local"]));

        var second = _site.Source.Read().Certificate!;
        Assert.Equal(authority, File.ReadAllText(SiteAuthority.AuthorityFile(_site.Folder)));
        Assert.NotEqual(first.Leaf.SerialNumber, second.Leaf.SerialNumber);
        Assert.Contains("tablets need nothing", _output.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, Run(["gym-pi"], anew: true));
        Assert.NotEqual(authority, File.ReadAllText(SiteAuthority.AuthorityFile(_site.Folder)));
    }

    [Fact]
    public void The_machine_is_named_where_nobody_said_a_name()
    {
        Assert.Equal(0, Run([]));
        Assert.Subset(_site.Source.Read().Certificate!.Names.ToHashSet(), LanNames.Addresses().Select(a => a.ToString()).Append("localhost").ToHashSet());
    }

    [Fact]
    public void The_CA_vouches_for_no_name_that_it_was_not_made_for()
    {
        Assert.Equal(0, Run(["gym-pi"]));
        var before = File.ReadAllText(_site.Certificate);

        Assert.Equal(1, Run(["bank.example.com"]));

        Assert.Contains("may not vouch for bank.example.com", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(_site.Certificate));
        Assert.Equal(0, Run(["10.20.30.40", "gym-2.local"])); // the machine moved
        Assert.Equal(0, Run(["gym.example.com"], anew: true));
    }

    [Theory]
    [InlineData("https://gym-pi")]
    [InlineData("gym-pi:5443")]
    [InlineData("*.example.com")]
    [InlineData("")]
    public void What_is_no_name_is_refused(string host)
    {
        Assert.Equal(2, Run([host]));
        Assert.StartsWith("--host:", _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_site.Certificate));
    }

    [Fact]
    public void Half_a_CA_is_told_and_not_made_anew()
    {
        Assert.Equal(0, Run(["gym-pi"]));
        File.Delete(SiteAuthority.AuthorityKey(_site.Folder));

        Assert.Equal(1, Run(["gym-pi"]));

        Assert.Contains("bring the file back", _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task OpenSSL_takes_the_certificate_for_its_names_and_for_no_other()
    {
        if (!File.Exists("/usr/bin/openssl")) Assert.Skip("There is no openssl: apt-get install openssl");
        Assert.Equal(0, Run(["gym-pi.local", "192.168.7.20", "198.51.100.9"]));
        Assert.Equal(0, await VerifyAsync("-verify_hostname", "gym-pi.local"));
        Assert.Equal(0, await VerifyAsync("-verify_ip", "192.168.7.20"));
        Assert.Equal(0, await VerifyAsync("-verify_ip", "198.51.100.9"));
        Assert.NotEqual(0, await VerifyAsync("-verify_hostname", "gym-3.local"));
    }

    private int Run(string[] hosts, bool anew = false) =>
        new CertVerb(_output, _error, TimeProvider.System).Run(new(hosts, _site.Folder, IsUsual: true, SiteAuthority.LongestDays, anew));

    private async Task<int> VerifyAsync(params string[] what)
    {
        using var openssl = Process.Start(new ProcessStartInfo("/usr/bin/openssl", ["verify", "-CAfile", SiteAuthority.AuthorityFile(_site.Folder), "-purpose", "sslserver", "-x509_strict", .. what, _site.Certificate])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await openssl.WaitForExitAsync(TestContext.Current.CancellationToken);
        return openssl.ExitCode;
    }
}
