using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using HeartMonitor.Host.Lan;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>The real executable on loopback and, with TLS by a CA of its own, on an address of this machine that others reach.</summary>
internal sealed class LanHost : IAsyncDisposable
{
    internal const string Secret = "four grey horses";

    private readonly X509Certificate2 _authority;
    private readonly int _port = FreePort.Next();

    private LanHost(params string[] arguments)
    {
        Address = SiteFolder.LanAddress();
        Process = new(arguments) { MoreUrls = string.Create(CultureInfo.InvariantCulture, $"https://{Address}:{_port}") };
        Issue();
        _authority = X509CertificateLoader.LoadCertificateFromFile(SiteAuthority.AuthorityFile(Tls));
        Client = NewClient();
    }

    internal MonitorProcess Process { get; }

    /// <summary>As a host in an address.</summary>
    internal string Address { get; }

    internal string Url => string.Create(CultureInfo.InvariantCulture, $"https://{Address}:{_port}");

    internal string Tls => Path.Combine(Process.Data, "tls");

    /// <summary>Somebody in the network who trusts the site's CA and nobody else.</summary>
    internal HttpClient Client { get; }

    internal static async Task<LanHost> StartAsync(params string[] arguments)
    {
        var host = new LanHost(arguments);
        await host.Process.StartAsync();
        return host;
    }

    /// <summary>What <c>monitor cert</c> does.</summary>
    internal ServerCertificate Issue()
    {
        string[] names = [Address.Trim('[', ']'), "localhost"];
        return SiteAuthority.Open(Tls, names, anew: false, TimeProvider.System).Issue(names, 90, TimeProvider.System);
    }

    internal async Task<(HttpStatusCode Status, string Text, HttpResponseMessage Answer)> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Version = HttpVersion.Version20 };
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (method != HttpMethod.Get) request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return (answer.StatusCode, isStream ? "" : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer);
    }

    /// <summary>Makes the first admin from the network; the cookie.</summary>
    internal async Task<string> FirstAdminAsync()
    {
        var code = (await File.ReadAllTextAsync(Path.Combine(Process.Data, "first-run.txt"), TestContext.Current.CancellationToken)).Trim();
        var (status, text, answer) = await SendAsync(HttpMethod.Post, "/api/v1/first-run", JsonSerializer.Serialize(new { code, id = "boss", name = "Ada Byron", secret = Secret }));
        Assert.True(status == HttpStatusCode.OK, text);
        return answer.Headers.GetValues("Set-Cookie").Single();
    }

    /// <summary>Serial number of the certificate that a new connection is shown.</summary>
    internal async Task<string> ShownAsync()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Parse(Address.Trim('[', ']')), _port, TestContext.Current.CancellationToken);
        await using var secure = new SslStream(socket.GetStream());
        await secure.AuthenticateAsClientAsync(Trusting(), TestContext.Current.CancellationToken);
        return ((X509Certificate2)secure.RemoteCertificate!).SerialNumber;
    }

    /// <summary>Asks again until it is so.</summary>
    internal static async Task WaitAsync(Func<Task<bool>> condition, string what)
    {
        var watch = global::System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"Not within a minute: {what}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>First line of the answer to a page that is asked for under another name than the one connected to.</summary>
    internal async Task<string> AskedAsAsync(string host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Parse(Address.Trim('[', ']')), _port, TestContext.Current.CancellationToken);
        await using var secure = new SslStream(socket.GetStream());
        await secure.AuthenticateAsClientAsync(Trusting(), TestContext.Current.CancellationToken);
        await secure.WriteAsync(Encoding.ASCII.GetBytes($"GET /signin.html HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(secure);
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _authority.Dispose();
        await Process.DisposeAsync();
    }

    private HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = Trusting() })
    {
        BaseAddress = new(Url),
        Timeout = TimeSpan.FromSeconds(30),
    };

    private SslClientAuthenticationOptions Trusting()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_authority);
        return new() { TargetHost = Address.Trim('[', ']'), CertificateChainPolicy = policy };
    }
}
