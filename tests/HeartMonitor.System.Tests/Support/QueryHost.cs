using System.Globalization;
using System.Net;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.People;
using HeartMonitor.Host.Lan;
using HeartMonitor.Host.Query;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>The reading part of the host on a real Kestrel, over a journal that a test has filled.</summary>
internal sealed class QueryHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly StoredSessions _stored;

    private QueryHost(WebApplication app, StoredSessions stored) => (_app, _stored) = (app, stored);

    /// <summary>Its address as a browser takes it.</summary>
    internal string Url => Client.BaseAddress!.ToString();

    internal HttpClient Client { get; private set; } = null!;

    internal IServiceProvider Services => _app.Services;

    internal static async Task<QueryHost> StartAsync(string folder, string zone = "Europe/Berlin", EngineSetup? setup = null, Action<HeartMonitor.Storage.People.PersonStore>? seed = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var stored = new StoredSessions(new JournalReader(folder), setup ?? StoredStory.Rules, TimeZoneInfo.FindSystemTimeZoneById(zone));
        builder.Services.AddTablet(new() { Languages = new(setup ?? StoredStory.Rules) });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SubmitCommand>((command, _) => Task.FromResult(new CommandReceipt(command.Id, CommandResult.NotFound)));
        builder.Services.AddSingleton(new StrapBoard(TimeProvider.System, _ => null));
        builder.Services.AddSingleton(stored);
        var people = HeartMonitor.Storage.People.PeopleStore.Open(folder);
        seed?.Invoke(people.People);
        builder.Services.AddSingleton(new SignInDesk(people, folder, SignInHost.Options, TimeProvider.System));
        PeopleHost.AddTo(builder.Services);
        builder.Services.AddLan(LanSettings.None, null);
        builder.Services.AddApiDocument();
        var app = builder.Build();
        app.MapTablet();
        app.MapSignIn();
        app.MapAccounts();
        app.MapPeople();
        app.MapApiDocument();
        app.MapInstall();
        await app.StartAsync();
        return new(app, stored) { Client = new() { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(60) } };
    }

    internal async Task<(HttpStatusCode Status, string Text, HttpResponseMessage Response)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        var (response, bytes) = await ReadAsync(path, headers);
        return (response.StatusCode, global::System.Text.Encoding.UTF8.GetString(bytes), response);
    }

    internal async Task<(HttpResponseMessage Response, byte[] Bytes)> ReadAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    internal async Task<global::System.Text.Json.JsonElement> JsonAsync(string path)
    {
        var (status, text, _) = await GetAsync(path);
        Assert.True(status == HttpStatusCode.OK, string.Create(CultureInfo.InvariantCulture, $"{path}: {(int)status} {text}"));
        using var document = global::System.Text.Json.JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
        _stored.Dispose();
    }
}
