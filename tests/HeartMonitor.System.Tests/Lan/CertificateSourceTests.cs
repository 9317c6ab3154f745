using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Host.Lan;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Lan;

/// <summary>What a certificate can be, and how each thing that is wrong with it is told: in one line that names the setting.</summary>
public sealed class CertificateSourceTests : IDisposable
{
    private readonly SiteFolder _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public void PEM_in_one_file_or_two_and_PFX_are_read()
    {
        var made = _site.Issue();
        File.WriteAllText(_site.In("both.pem"), File.ReadAllText(_site.Certificate) + File.ReadAllText(_site.Key));
        File.WriteAllBytes(_site.In("open.pfx"), made.Leaf.Export(X509ContentType.Pkcs12)!);
        File.WriteAllBytes(_site.In("shut.pfx"), made.Leaf.Export(X509ContentType.Pkcs12, "correct horse")!);
        File.WriteAllText(_site.In("password"), "correct horse\n");
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(_site.Key));
        File.WriteAllText(_site.In("shut.key"), key.ExportEncryptedPkcs8PrivateKeyPem("correct horse", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));

        CertificateSource[] sources =
        [
            _site.Source, new(_site.In("both.pem"), null, null), new(_site.In("open.pfx"), null, null),
            new(_site.In("shut.pfx"), null, _site.In("password")), new(_site.Certificate, _site.In("shut.key"), _site.In("password")),
        ];
        Assert.All(sources, source => Assert.Equal(made.Leaf.Thumbprint, source.Read().Certificate?.Leaf.Thumbprint));
        Assert.Contains("Http:PasswordFile opens", new CertificateSource(_site.In("shut.pfx"), null, _site.Key).Read().Fault, StringComparison.Ordinal);
        Assert.Contains("see Http:PasswordFile", new CertificateSource(_site.In("shut.pfx"), null, null).Read().Fault, StringComparison.Ordinal);
        Assert.Contains("it is encrypted", new CertificateSource(_site.Certificate, _site.In("shut.key"), null).Read().Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_RSA_certificate_of_somebody_else_is_read_with_those_that_vouch_for_it()
    {
        using var files = new MqttCertificates();
        File.WriteAllText(_site.In("chain.pem"), File.ReadAllText(files.Certificate) + "\n" + File.ReadAllText(files.Authority));

        var read = new CertificateSource(_site.In("chain.pem"), files.Key, null).Read().Certificate!;

        Assert.Equal(["localhost", "127.0.0.1"], read.Names);
        Assert.NotEmpty(read.Context.Value.IntermediateCertificates.Append(read.Leaf));
    }

    [Fact]
    public void A_key_of_another_certificate_is_told()
    {
        _site.Issue();
        using var other = new SiteFolder();
        other.Issue();
        using var files = new MqttCertificates();
        Assert.All([other.Key, files.Key], key => Assert.Equal($"Http:KeyFile: the key in \"{key}\" is not that of the certificate in \"{_site.Certificate}\"", new CertificateSource(_site.Certificate, key, null).Read().Fault));
    }

    [Fact]
    public void What_is_missing_or_no_certificate_or_no_key_is_told_with_its_setting()
    {
        _site.Issue();
        File.WriteAllText(_site.In("empty"), "");
        File.WriteAllText(_site.In("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Assert.StartsWith("Http:CertificateFile:", Fault(_site.In("absent"), null), StringComparison.Ordinal);
        Assert.StartsWith("Http:CertificateFile:", Fault(_site.In("empty"), null), StringComparison.Ordinal);
        Assert.StartsWith("Http:CertificateFile:", Fault(_site.Folder, null), StringComparison.Ordinal);
        Assert.Contains("holds no certificate", Fault(_site.In("broken.pem"), null), StringComparison.Ordinal);
        Assert.Contains("holds no private key", Fault(_site.Certificate, null), StringComparison.Ordinal);
        Assert.StartsWith("Http:KeyFile:", Fault(_site.Certificate, _site.In("absent")), StringComparison.Ordinal);
        Assert.StartsWith("Http:KeyFile:", Fault(_site.Certificate, _site.In("empty")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_has_ended_is_a_warning_because_people_are_watched_all_the_same()
    {
        var clock = new JournalClock();
        _site.Issue(days: 20, clock);
        Assert.Empty(CertificateSource.Warnings(_site.Source, clock));
        clock.Advance(TimeSpan.FromDays(30));
        Assert.Contains("ended on", Assert.Single(CertificateSource.Warnings(_site.Source, clock)), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromDays(-60));
        Assert.Contains("clock", Assert.Single(CertificateSource.Warnings(_site.Source, clock)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*.gym.example", "a.gym.example", true)]
    [InlineData("*.gym.example", "gym.example", false)]
    [InlineData("*.gym.example", "b.a.gym.example", false)]
    [InlineData("gym-pi.local", "GYM-PI.local", true)]
    [InlineData("gym-pi.local", "gym-pi.local.evil.example", false)]
    [InlineData("fd12::7", "[fd12::7]", true)]
    public void A_host_is_covered_by_its_name_or_its_wildcard(string name, string host, bool isCovered)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (global::System.Net.IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
        else names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        Assert.Equal(isCovered, new ServerCertificate(certificate, []).Covers(host));
    }

    private static string Fault(string file, string? key) => Assert.IsType<string>(new CertificateSource(file, key, null).Read().Fault);
}
