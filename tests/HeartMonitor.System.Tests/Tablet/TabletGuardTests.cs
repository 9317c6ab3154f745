using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Tablet;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.TabletFeed;
using static HeartMonitor.System.Tests.Support.TabletHost;

namespace HeartMonitor.System.Tests.Tablet;

/// <summary>What a hostile page in the same browser could try, and the plain reads.</summary>
public sealed class TabletGuardTests : IAsyncLifetime
{
    private TabletHost _host = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await StartAsync();
        _client = _host.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/js/main.js")]
    [InlineData("/api/v1/sessions")]
    [InlineData("/api/v1/stream")]
    public async Task A_name_that_somebody_points_at_this_machine_is_turned_away(string path)
    {
        foreach (var name in new[] { "evil.example", $"evil.example:{_host.Port}", "localhost.evil.example", "10.0.0.1" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = name;
            using var response = await _client.SendAsync(request, Cancellation);
            Assert.Equal(403, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task The_names_of_loopback_are_served(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sessions");
        request.Headers.Host = $"{name}:{_host.Port}";
        using var response = await _client.SendAsync(request, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:1")]
    [InlineData("https://localhost:{port}")]
    [InlineData("http://127.0.0.1:{port}")]
    public async Task Another_origin_can_neither_read_nor_command(string origin)
    {
        foreach (var request in new[] { Post("/api/v1/alerts/a1/ack", "{}"), new HttpRequestMessage(HttpMethod.Get, "/api/v1/sessions") })
        {
            request.Headers.Add("Origin", origin.Replace("{port}", _host.Port.ToString(global::System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
            using var response = await _client.SendAsync(request, Cancellation);
            Assert.Equal(403, (int)response.StatusCode);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.Empty(_host.Commands);
    }

    [Fact]
    public async Task The_page_itself_may_command()
    {
        using var request = Post("/api/v1/alerts/a1/ack", "{}");
        request.Headers.Add("Origin", _host.Url);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await _client.SendAsync(request, Cancellation);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_request_that_the_browser_marks_as_foreign_gets_no_data(string site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stream");
        request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await _client.SendAsync(request, Cancellation);
        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_preflight_is_not_granted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/alerts/a1/ack");
        request.Headers.Add("Origin", "http://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var response = await _client.SendAsync(request, Cancellation);
        Assert.False(response.IsSuccessStatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/js/main.js")]
    [InlineData("/console.css")]
    [InlineData("/api/v1/sessions")]
    [InlineData("/api/v1/participants")]
    public async Task Every_answer_says_what_a_browser_may_do_with_it(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(200, (int)response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.True(path.StartsWith("/api", StringComparison.Ordinal) ? response.Headers.CacheControl!.NoStore : response.Headers.CacheControl!.NoCache);
    }

    [Theory]
    [InlineData("/../monitor.dll")]
    [InlineData("/..%2fmonitor.dll")]
    [InlineData("/js/..%5c..%5cmonitor.dll")]
    [InlineData("/monitor.json")]
    [InlineData("/index.html.gz")]
    [InlineData("/js/")]
    public async Task No_file_but_the_pages_own_is_served(string path)
    {
        using var response = await _client.GetAsync(new Uri(_host.Url + path), Cancellation);
        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        using var first = await _client.GetAsync(new Uri("/js/main.js", UriKind.Relative), Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/js/main.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _client.SendAsync(request, Cancellation);
        Assert.Equal(304, (int)second.StatusCode);
    }

    [Fact]
    public async Task Sessions_and_participants_are_read_from_the_board()
    {
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
        _host.Board.Apply([.. Begin("s_01", MonitoringMode.Zones, at), .. Begin("s_02", MonitoringMode.Rpe, at), Fact("s_02", new SessionEnded())]);

        var sessions = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/api/v1/sessions", UriKind.Relative), Cancellation)).RootElement;
        var participants = await _client.GetStringAsync(new Uri("/api/v1/participants", UriKind.Relative), Cancellation);

        Assert.Equal(["s_01:active:zones", "s_02:ended:rpe"], sessions.EnumerateArray().Select(s => $"{s.GetProperty("id")}:{s.GetProperty("state")}:{s.GetProperty("mode")}"));
        Assert.Equal("""[{"id":"p_01","session":"s_01","sessions":["s_01"]},{"id":"p_02","session":null,"sessions":["s_02"]}]""", participants);
    }

    [Fact]
    public void Options_with_faults_are_refused_with_all_of_them()
    {
        var faults = new TabletOptions { Epoch = 0, Source = " ", Hosts = [], QueueLength = 1, QueueAge = TimeSpan.Zero, MaxClients = 0 }.Faults();
        Assert.Equal(6, faults.Count);
    }
}
