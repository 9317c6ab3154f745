using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Lan;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Mqtt;
using HeartMonitor.Storage.People;
using HeartMonitor.System.Tests.Support;
using MQTTnet;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

/// <summary>The embedded broker from the network: TLS, and nobody without a name.</summary>
public sealed class SecureListenerTests : IAsyncLifetime
{
    private readonly SiteFolder _site = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hrm-mqtts-");
    private readonly string _address = SiteFolder.LanAddress().Trim('[', ']');
    private SignInDesk _desk = null!;
    private MqttHarness _harness = null!;

    public async ValueTask InitializeAsync()
    {
        var certificate = _site.Issue(30, null, _address);
        _desk = new(PeopleStore.Open(_folder.FullName), _folder.FullName, SignInHost.Options, TimeProvider.System);
        _harness = await MqttHarness.Embedded(new() { TlsPort = 0, Certificate = () => certificate.Context.Value }, clients: _desk).UpAsync();
        await MqttWait.UntilAsync(() => _harness.Link.SecurePort > 0, "the port is open");
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _desk.Dispose();
        _folder.Delete(recursive: true);
        _site.Dispose();
    }

    [Fact]
    public async Task Somebody_with_an_account_comes_in_from_the_network_and_nobody_else()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(null)); // as long as nobody has an account too
        Assert.Equal(SecretVerdict.Right, _desk.MakeFirst(_desk.FirstRun!.Code, new Account("boss", "Ada Byron", Role.Admin, false, false), SignInHost.Password).Verdict);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(null));
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync("boss", "wrong"));

        await using var boss = await ConnectAsync("boss", SignInHost.Password);

        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await boss.SubscribeAsync("hrm/1/gym1/dn/session/#"));
        Assert.True((await boss.PublishAsync("hrm/1/gym1/up/boss/ack/a1", """{"by":"somebody-else"}""")).IsSuccess);
    }

    [Fact]
    public async Task On_loopback_a_client_without_a_name_is_taken_until_there_is_an_account()
    {
        await using var here = await MqttTestClient.ConnectAsync(_harness.Port);
        Assert.True(here.Client.IsConnected);
    }

    [Fact]
    public async Task Plain_bytes_and_silence_hold_nobody_up()
    {
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Parse(_address), _harness.Link.SecurePort, TestContext.Current.CancellationToken);
        using var plain = new TcpClient();
        await plain.ConnectAsync(IPAddress.Parse(_address), _harness.Link.SecurePort, TestContext.Current.CancellationToken);
        await plain.GetStream().WriteAsync(new byte[] { 0x10, 0x0c, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 2, 0, 60, 0, 0 }, TestContext.Current.CancellationToken);

        var buffer = new byte[64];
        while (await ReadAsync(plain.GetStream(), buffer) > 0) Assert.NotEqual(0x20, buffer[0]); // no CONNACK, at most TLS's own alert
        Assert.Equal(SecretVerdict.Right, _desk.MakeFirst(_desk.FirstRun!.Code, new Account("boss", "Ada Byron", Role.Admin, false, false), SignInHost.Password).Verdict);
        await using var boss = await ConnectAsync("boss", SignInHost.Password);
        Assert.True(boss.Client.IsConnected);
    }

    private static async Task<int> ReadAsync(NetworkStream stream, byte[] buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private Task<MqttTestClient> ConnectAsync(string? user, string secret = "") => MqttTestClient.ConnectAsync(0, options =>
    {
        var trust = new X509Certificate2Collection();
        trust.ImportFromPemFile(SiteAuthority.AuthorityFile(_site.Folder));
        options.WithTcpServer(_address, _harness.Link.SecurePort).WithTlsOptions(tls => tls.UseTls().WithTargetHost(_address).WithTrustChain(trust));
        if (user is not null) options.WithCredentials(user, secret).WithClientId(user + "-tablet");
    });
}
