using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.System.Tests.Host;
using HeartMonitor.System.Tests.SignIn;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Lan;

/// <summary>The console as a tablet in the gym's network finds it.</summary>
[Collection(WholeProcesses.Name)]
public sealed partial class LanConsoleTests
{
    [Fact]
    public async Task Over_the_network_nobody_sees_anything_before_the_sign_in()
    {
        await using var host = await LanHost.StartAsync();
        var (code, url) = await CodeSeenHereAsync(host);
        await NothingIsOpenAsync(host, EndpointRoleTests.Table);
        await TheParticipantsPageOpensAsync(host, code, url);
        await TheAuthorityIsThereAsync(host);

        var cookie = await host.FirstAdminAsync();

        Assert.StartsWith("__Host-hrm=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        await NothingIsOpenAsync(host, EndpointRoleTests.Table);
        await EverythingIsOpenToAsync(host, cookie.Split(';')[0]);
        await RenewedWithoutARestartAsync(host);
    }

    /// <summary>At the machine itself the demonstration is open; the code of a participant's page is for phones, so it names the network's address.</summary>
    private static async Task<(string Code, string Url)> CodeSeenHereAsync(LanHost host)
    {
        JsonElement sessions = default;
        await LanHost.WaitAsync(async () => (sessions = await host.Process.Http.GetAsync("api/v1/sessions")) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0, "somebody is at work");
        var answer = await host.Process.Http.GetAsync($"api/v1/sessions/{sessions[0].GetProperty("id").GetString()}/code");
        Assert.True(answer.GetProperty("reachable").GetBoolean());
        return (answer.GetProperty("code").GetString()!, answer.GetProperty("url").GetString()!);
    }

    private static async Task NothingIsOpenAsync(LanHost host, Dictionary<string, string> table)
    {
        foreach (var (endpoint, who) in table.Where(row => row.Value != "everybody"))
        {
            var (method, path) = (endpoint.Split(' ')[0], Place().Replace(endpoint.Split(' ')[1], "v1"));
            var (status, text, _) = await host.SendAsync(HttpMethod.Parse(method), path, method == "GET" ? null : "{}");
            Assert.True(status == HttpStatusCode.Unauthorized || (status == HttpStatusCode.Forbidden && text.Contains("no-accounts", StringComparison.Ordinal)), $"{endpoint} ({who}) was answered {status}: {text}");
        }

        foreach (var path in (string[])["/signin.html", "/install", "/health/live", "/service-worker.js", "/js/main.js", "/api/v1/me"]) Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(HttpMethod.Get, path)).Status);
        var page = await host.SendAsync(HttpMethod.Get, "/", null, ("Accept", "text/html"));
        Assert.Equal((HttpStatusCode.Redirect, "/signin.html?why=sign-in&next=%2F"), (page.Status, page.Answer.Headers.Location?.OriginalString));
        Assert.Contains(" 403 ", await host.AskedAsAsync("evil.example"), StringComparison.Ordinal);
        Assert.Contains(" 200 ", await host.AskedAsAsync(new Uri(host.Url).Authority), StringComparison.Ordinal);
        var (_, _, answer) = await host.SendAsync(HttpMethod.Get, "/signin.html");
        Assert.Equal(HttpVersion.Version20, answer.Version);
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    private static async Task TheParticipantsPageOpensAsync(LanHost host, string code, string url)
    {
        Assert.Equal($"{host.Url}/p/{code}", url);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(HttpMethod.Get, $"/p/{code}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync(HttpMethod.Get, $"/api/v1/p/{code}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync(HttpMethod.Get, "/api/v1/p/zzzzzzzzzz")).Status);
    }

    private static async Task TheAuthorityIsThereAsync(LanHost host)
    {
        var (status, _, answer) = await host.SendAsync(HttpMethod.Get, "/ca.crt");
        Assert.Equal((HttpStatusCode.OK, "application/x-x509-ca-cert"), (status, answer.Content.Headers.ContentType?.MediaType));
        using var told = JsonDocument.Parse((await host.SendAsync(HttpMethod.Get, "/api/v1/install")).Text);
        Assert.Equal(host.Url, told.RootElement.GetProperty("url").GetString());
        Assert.Matches("^([0-9A-F]{2}:){31}[0-9A-F]{2}$", told.RootElement.GetProperty("fingerprint").GetString());
        Assert.Contains("<svg", (await host.SendAsync(HttpMethod.Get, "/install.svg")).Text, StringComparison.Ordinal);
    }

    private static async Task EverythingIsOpenToAsync(LanHost host, string cookie)
    {
        foreach (var path in (string[])["/", "/api/v1/sessions", "/api/v1/stream", "/contract/asyncapi.yaml", "/metrics", "/people/accounts.html"])
            Assert.True((await host.SendAsync(HttpMethod.Get, path, null, ("Cookie", cookie))).Status == HttpStatusCode.OK, path);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.SendAsync(HttpMethod.Post, "/api/v1/sign-out", "{}", ("Cookie", cookie), ("Origin", "https://evil.example"))).Status);
    }

    private static async Task RenewedWithoutARestartAsync(LanHost host)
    {
        var before = await host.ShownAsync();
        var made = host.Issue();
        await LanHost.WaitAsync(async () => await host.ShownAsync() == made.Leaf.SerialNumber, "the renewed certificate is shown");
        Assert.NotEqual(before, made.Leaf.SerialNumber);
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Place();
}
