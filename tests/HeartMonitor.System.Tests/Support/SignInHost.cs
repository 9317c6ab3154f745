using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.People;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>The console with its sign-in on a real Kestrel, with a people store of its own and a clock that the test moves.</summary>
internal sealed class SignInHost : IAsyncDisposable
{
    /// <summary>Few rounds: what is tested is not how slow they are.</summary>
    internal static readonly SignInOptions Options = new() { Rounds = 100, WrongTakes = TimeSpan.Zero };

    internal const string Password = "four grey horses";
    internal const string Pin = "402718";

    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private SignInHost(WebApplication app, DirectoryInfo folder, SignInDesk desk, JournalClock clock) => (_app, _folder, Desk, Clock) = (app, folder, desk, clock);

    internal SignInDesk Desk { get; }

    internal JournalClock Clock { get; }

    internal string Data => _folder.FullName;

    /// <summary>Commands that reached the door, in order.</summary>
    internal ConcurrentQueue<Command> Commands { get; } = [];

    /// <summary>What the door says.</summary>
    internal Func<Command, CommandReceipt> Answer { get; set; } = command => new(command.Id, CommandResult.Accepted) { Session = command.Session };

    internal LiveBoard Board => _app.Services.GetRequiredService<LiveBoard>();

    internal FileWatch Watch => _app.Services.GetRequiredService<FileWatch>();

    internal string Url { get; private set; } = "";

    internal static async Task<SignInHost> StartAsync(Action<WebApplication>? more = null, Action<IServiceCollection>? services = null)
    {
        var folder = Directory.CreateTempSubdirectory("hrm-signin-");
        var clock = new JournalClock();
        var desk = new SignInDesk(PeopleStore.Open(folder.FullName), folder.FullName, Options, clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        SignInHost? host = null;
        builder.Services.AddTablet();
        builder.Services.AddSingleton(desk);
        builder.Services.AddSingleton<SubmitCommand>((command, _) =>
        {
            host!.Commands.Enqueue(command);
            return Task.FromResult(host.Answer(command));
        });
        builder.Services.AddSingleton(new StrapBoard(TimeProvider.System, _ => null));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseMiddleware<SignInGate>();
        app.MapTablet();
        app.MapSignIn();
        app.MapAccounts();
        more?.Invoke(app);
        host = new(app, folder, desk, clock);
        await app.StartAsync();
        host.Url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{new Uri(app.Urls.Single()).Port}");
        return host;
    }

    /// <summary>One account of each role: <c>boss</c> admin, <c>nurse</c> staff with a PIN, <c>doc</c> clinician, <c>sci</c> researcher.</summary>
    internal void Staffed()
    {
        Add("boss", "Ada Byron", Role.Admin, Password);
        Add("nurse", "Nora Nurse", Role.Staff, Pin);
        Add("doc", "Dora Doctor", Role.Clinician, Password);
        Add("sci", "Sid Scientist", Role.Researcher, Password);
    }

    /// <summary>The first of them comes by the code of the first run, as in life.</summary>
    private void Add(string id, string name, Role role, string secret)
    {
        var account = new Account(id, name, role, SecretRules.IsPin(secret), false);
        if (Desk.FirstRun is { } first) Assert.Equal(SecretVerdict.Right, Desk.MakeFirst(first.Code, account, secret).Verdict);
        else Assert.True(Desk.Store.Accounts.Add(account, SecretHash.Of(secret, Options.Rounds), Clock.GetUtcNow()));
    }

    internal SignInBrowser Browser() => new(Url);

    /// <summary>Somebody at a browser of their own.</summary>
    internal async Task<SignInBrowser> SignedInAsync(string id)
    {
        var browser = Browser();
        var (status, body) = await browser.SendAsync(HttpMethod.Post, "sign-in", $$"""{"id":"{{id}}","secret":"{{(id == "nurse" ? Pin : Password)}}"}""");
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        Desk.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>A browser, as far as HTTP sees one: it keeps its cookies.</summary>
internal sealed class SignInBrowser(string url) : IDisposable
{
    private readonly HttpClient _client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>The cookie that it holds, as <c>name=value</c>; empty for none.</summary>
    internal string Cookie { get; set; } = "";

    /// <summary>Attributes of the last cookie that it was given.</summary>
    internal string LastSetCookie { get; private set; } = "";

    internal HttpResponseMessage? Last { get; private set; }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : $"/api/v1/{path}");
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (Cookie.Length > 0) request.Headers.Add("Cookie", Cookie);
        if (method != HttpMethod.Get && !Array.Exists(headers, h => h.Name == "Idempotency-Key")) request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("n"));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        Last = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Keep(Last);
        if (Last.Content.Headers.ContentType?.MediaType == "text/event-stream") return (Last.StatusCode, default);
        var text = await Last.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (!text.StartsWith('{') && !text.StartsWith('[')) return (Last.StatusCode, default);
        using var document = JsonDocument.Parse(text);
        return (Last.StatusCode, document.RootElement.Clone());
    }

    internal async Task<HttpStatusCode> GetAsync(string path, params (string Name, string Value)[] headers) => (await SendAsync(HttpMethod.Get, path, null, headers)).Status;

    internal async Task<HttpStatusCode> PostAsync(string path, string json, params (string Name, string Value)[] headers) => (await SendAsync(HttpMethod.Post, path, json, headers)).Status;

    public void Dispose() => _client.Dispose();

    private void Keep(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies)) return;
        LastSetCookie = cookies.Single();
        var pair = LastSetCookie.Split(';')[0];
        Cookie = pair.EndsWith('=') ? "" : pair;
    }
}
