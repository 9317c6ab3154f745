using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Lan;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor run --role gateway</c>. Same refusals and exit codes as the service; of the configuration folder only the settings are read.</summary>
internal static class GatewayRun
{
    internal static async Task<int> RunAsync(MonitorSettings? settings, IReadOnlyList<string> faults, string configFolder, CancellationToken cancellation)
    {
        foreach (var fault in faults.Distinct()) await Console.Error.WriteLineAsync(fault);
        if (settings?.Gateway is not { } gateway) return ExitCode.Configuration;
        foreach (var note in ConfigFiles.UnknownKeys(configFolder)) await Console.Error.WriteLineAsync(note);
        try
        {
            await using var host = GatewayHost.Open(settings, gateway);
            return await ServeAsync(host, settings, cancellation);
        }
        catch (Exception refused) when (refused is JournalRefusedException or DataRefusedException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.Configuration;
        }
        catch (InputRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> ServeAsync(GatewayHost host, MonitorSettings settings, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(); // settings come from one place, checked
        builder.WebHost.ListenOn(settings, null);
        Logs.Configure(builder.Logging.ClearProviders());
        builder.Services.AddSingleton(host);
        builder.Services.AddHostedService<GatewayWorker>();
        var app = builder.Build();
        await using var _ = app.ConfigureAwait(false);
        app.MapGet("/health/live", () => Results.Text("live\n"));
        app.MapGet("/health/ready", () => host.Report is { } report
            ? Results.Json(new { isUp = report.IsUp, lastError = host.LastError, tally = report.Tally, straps = report.Status.Straps })
            : Results.Json(new { isUp = false }, statusCode: StatusCodes.Status503ServiceUnavailable));
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, host));
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException busy)
        {
            await Console.Error.WriteLineAsync($"Http:Urls: {busy.Message} Choose another address with --urls http://localhost:PORT.");
            return ExitCode.Configuration;
        }

        await app.WaitForShutdownAsync(cancellation);
        return host.HasFailed ? ExitCode.Internal : ExitCode.Fine;
    }

    private static void Announce(WebApplication app, GatewayHost host)
    {
        foreach (var url in app.Urls) Console.Out.WriteLine($"Health:   {url}/health/ready");
        foreach (var line in host.Describe()) Console.Out.WriteLine(line);
        Console.Out.Flush();
    }

    /// <summary>Runs the gateway for as long as the process lives; a part that fails for good ends it with exit code 70.</summary>
    private sealed class GatewayWorker(GatewayHost gateway, IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await gateway.RunAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // an ordinary stop
            }
#pragma warning disable CA1031 // Whatever it was: the supervisor sees the exit code.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                gateway.Fail(failure);
                lifetime.StopApplication();
            }
        }
    }
}
