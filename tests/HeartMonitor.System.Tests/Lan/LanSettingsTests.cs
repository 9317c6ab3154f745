using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Verbs;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Lan;

/// <summary>What the settings may say about addresses and certificates; each fault is one line that names its key, at a start and in <c>check-config</c>.</summary>
public sealed class LanSettingsTests : IDisposable
{
    private readonly SiteFolder _site = new();

    public void Dispose() => _site.Dispose();

    [Theory]
    [InlineData("Http:Urls", "http://192.168.7.20:5080", "Http:Urls: \"http://192.168.7.20:5080\" is not on loopback, and without TLS names and passwords would cross the network in plain text; make a certificate with monitor cert, then use https://192.168.7.20:5080")]
    [InlineData("Http:Urls", "http://*:5080", "make a certificate with monitor cert")]
    [InlineData("Http:Urls", "http://gym-pi:5080", "make a certificate with monitor cert")]
    [InlineData("Http:Urls", "https://0.0.0.0:5443", "make one with monitor cert, or name yours in Http:CertificateFile and Http:KeyFile")]
    [InlineData("Http:Urls", "http://localhost:5080/path", "Http:Urls:")]
    [InlineData("Http:Urls", "ftp://localhost", "Http:Urls:")]
    [InlineData("Http:PublicUrl", "gym.example.org", "Http:PublicUrl:")]
    [InlineData("Http:PublicUrl", "http://gym.example.org", "Http:PublicUrl:")]
    [InlineData("Http:Hosts", "https://gym.example.org", "Http:Hosts:")]
    [InlineData("Http:KeyFile", "console.key", "Http:KeyFile: it is the key of Http:CertificateFile, which is not set")]
    [InlineData("Http:CertificateFile", "/nowhere/console.pem", "Http:CertificateFile:")]
    [InlineData("Mqtt:TlsPort", "8883", "Mqtt:TlsPort: 8883 needs a certificate")]
    [InlineData("Mqtt:TlsPort", "tls", "Mqtt:TlsPort:")]
    public void A_fault_is_told_in_one_line(string key, string value, string line)
    {
        var (settings, faults) = Read((key, value));
        Assert.Null(settings);
        Assert.Contains(line, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void The_certificate_that_monitor_cert_made_is_taken_by_itself()
    {
        var data = _site.In("data");
        var folder = SettingsReader.OwnFolder(data);
        Assert.Equal(0, new CertVerb(TextWriter.Null, TextWriter.Null, TimeProvider.System).Run(new(["gym-pi.local"], folder, true, 30, false)));

        var (settings, faults) = Read(("Data", data), ("Http:Urls", "http://localhost:5080;https://0.0.0.0:5443"), ("Mqtt:TlsPort", "8883"));

        Assert.Empty(faults);
        Assert.True(settings!.Lan.Certificate!.IsOwn);
        Assert.Null(Read(("Data", data)).Settings!.Lan.Certificate); // nobody needs it
    }

    [Fact]
    public void A_port_with_TLS_belongs_to_the_embedded_broker_and_is_another_one()
    {
        _site.Issue();
        (string, string)[] files = [("Http:CertificateFile", _site.Certificate), ("Http:KeyFile", _site.Key)];
        Assert.Contains("another one", Assert.Single(Read([.. files, ("Mqtt:TlsPort", "8883"), ("Mqtt:Broker", "mqtt://localhost:1883")]).Faults), StringComparison.Ordinal);
        Assert.Contains("same port", Assert.Single(Read([.. files, ("Mqtt:TlsPort", "1883")]).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_config_tells_the_same()
    {
        _site.Issue();
        using var other = new SiteFolder();
        other.Issue();
        using var error = new StringWriter();

        var code = CheckConfigVerb.Run(Config, new Dictionary<string, string?> { ["Http:CertificateFile"] = _site.Certificate, ["Http:KeyFile"] = other.Key }, TextWriter.Null, error);

        Assert.Equal(78, code);
        Assert.StartsWith("Http:KeyFile:", Assert.Single(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gateway_answers_on_loopback_alone()
    {
        _site.Issue();
        var (_, faults) = Read(("Role", "gateway"), ("Gateway:Straps", "all"), ("Mqtt:Broker", "mqtt://localhost:1"), ("Http:Urls", "https://localhost:5443"), ("Http:CertificateFile", _site.Certificate), ("Http:KeyFile", _site.Key));
        Assert.Contains("a gateway answers about its health on loopback alone", Assert.Single(faults), StringComparison.Ordinal);
    }

    private static string Config => Path.Combine(AppContext.BaseDirectory, "config");

    private static (MonitorSettings? Settings, IReadOnlyList<string> Faults) Read(params (string Key, string Value)[] settings) =>
        ConfigFiles.ReadSettings(Config, settings.ToDictionary(s => s.Key, s => (string?)s.Value));
}
