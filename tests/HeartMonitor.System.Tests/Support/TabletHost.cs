using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Tablet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.System.Tests.Support;

/// <summary>The tablets' part of the host on a real Kestrel, with a hand-made feed and a door that answers as the test says.</summary>
internal sealed class TabletHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TabletHost(WebApplication app) => _app = app;

    /// <summary>What the door says; by default everything is accepted.</summary>
    public Func<Command, CommandReceipt> Door { get; set; } = command => new(command.Id, CommandResult.Accepted);

    /// <summary>Commands that reached the door, in order.</summary>
    public ConcurrentQueue<Command> Commands { get; } = [];

    public LiveBoard Board => _app.Services.GetRequiredService<LiveBoard>();

    /// <summary>Straps, as sources would tell them; who wears them says <see cref="Worn"/>.</summary>
    public StrapBoard Straps => _app.Services.GetRequiredService<StrapBoard>();

    /// <summary>Sessions by the strap that they wear.</summary>
    public ConcurrentDictionary<string, string> Worn { get; } = [];

    public int Port { get; private set; }

    public string Url => $"http://localhost:{Port.ToString(CultureInfo.InvariantCulture)}";

    public static async Task<TabletHost> StartAsync(TabletOptions? options = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        TabletHost? host = null;
        builder.Services.AddTablet(options);
        builder.Services.AddSingleton<SubmitCommand>((command, _) => Task.FromResult(host!.Submit(command)));
        builder.Services.AddSingleton(new StrapBoard(TimeProvider.System, strap => host?.Worn.GetValueOrDefault(strap)));
        var app = builder.Build();
        app.MapTablet();
        host = new TabletHost(app);
        await app.StartAsync();
        host.Port = new Uri(app.Urls.Single()).Port;
        return host;
    }

    public HttpClient Client() => new() { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>A well-formed command, to be spoilt by the test.</summary>
    public static HttpRequestMessage Post(string path, string body, string? key = "key-1", string contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private CommandReceipt Submit(Command command)
    {
        Commands.Enqueue(command);
        return Door(command);
    }
}
