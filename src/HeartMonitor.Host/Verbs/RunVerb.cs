using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Health;
using HeartMonitor.Host.Lan;
using HeartMonitor.Host.Metrics;
using HeartMonitor.Host.People;
using HeartMonitor.Host.Query;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor run</c>: the service. Refuses a bad configuration before any port opens, all faults at once.</summary>
internal static class RunVerb
{
    internal static async Task<int> RunAsync(string configFolder, IReadOnlyDictionary<string, string?> commandLine, CancellationToken cancellation)
    {
        if (!Directory.Exists(configFolder))
        {
            await Console.Error.WriteLineAsync($"{configFolder}: there is no such configuration folder");
            return ExitCode.Configuration;
        }

        var (settings, faults) = ConfigFiles.ReadSettings(configFolder, commandLine);
        if (ConfigFiles.Role(configFolder, commandLine) == "gateway") return await GatewayRun.RunAsync(settings, faults, configFolder, cancellation);
        var (setup, ruleFaults) = ConfigFiles.ReadRules(configFolder, settings?.Site ?? "gym1", settings?.Language ?? "en");
        var straps = ConfigFiles.ReadStraps(configFolder, []);
        var (people, peopleFaults) = PeopleFile.Read(settings?.PeopleFile ?? Path.Combine(configFolder, "people.json"), straps);
        var programmeFaults = new List<string>();
        var programmes = ConfigFiles.ReadProgrammes(configFolder, programmeFaults);
        string[] all = [.. faults.Concat(ruleFaults).Concat(peopleFaults).Concat(programmeFaults).Distinct()];
        foreach (var fault in all) await Console.Error.WriteLineAsync(fault);
        if (settings is not null) foreach (var note in ConfigFiles.UnknownKeys(configFolder)) await Console.Error.WriteLineAsync(note);
        foreach (var warning in ConfigFiles.Warnings(setup).Concat(CertificateSource.Warnings(settings?.Lan.Certificate, TimeProvider.System))) await Console.Error.WriteLineAsync(warning);
        if (settings is null || setup is null || all.Length > 0) return ExitCode.Configuration;

        try
        {
            await using var monitor = MonitorHost.Open(settings, setup, people);
            var opening = new SessionOpening(monitor.People, straps, settings.TimeZone, monitor.Clock, monitor.NameOf, monitor.Know) { Stored = monitor.Files.ForSession, IsHeard = monitor.IsHeard };
            foreach (var id in people.Select(p => p.Person.Id).Where(id => monitor.Files.ForSession(id) is not null))
                await Console.Error.WriteLineAsync($"people.json: \"{id}\" is in the people store too and counts as it stands there");
            var desk = new PeopleDesk(monitor.SignIn, monitor.People, setup, programmes ?? ProgrammeFile.Empty, monitor.Today, monitor.Clock);
            return await ServeAsync(monitor, settings, new(monitor.Journal, settings.TimeZone, setup.Alarms.Rules), opening, desk, cancellation);
        }
        catch (JournalRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.Configuration;
        }
        catch (InputRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.Failed;
        }
        catch (DataRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.Configuration;
        }
    }

    private static async Task<int> ServeAsync(
        MonitorHost monitor, MonitorSettings settings, BurdenReport burden, SessionOpening opening, PeopleDesk desk, CancellationToken cancellation)
    {
        var app = Build(monitor, settings, burden, opening, desk);
        await using var _ = app.ConfigureAwait(false);
        MapAll(app);
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, monitor));
        monitor.Restore(app.Services.GetRequiredService<LiveBoard>()); // before the first tablet can ask
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
        return monitor.HasFailed ? ExitCode.Internal : ExitCode.Fine;
    }

    /// <summary>Every endpoint there is; the gate before them all.</summary>
    internal static void MapAll(WebApplication app)
    {
        app.UseMiddleware<SignInGate>();
        app.MapTablet();
        app.MapSignIn();
        app.MapAccounts();
        app.MapPeople();
        app.MapHealth();
        app.MapApiDocument();
        app.MapMqtt();
        app.MapInstall();
        app.MapMetrics();
    }

    internal static WebApplication Build(MonitorHost monitor, MonitorSettings settings, BurdenReport burden, SessionOpening opening, PeopleDesk desk)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(); // settings come from one place, checked: nothing else may change a port behind it
        builder.WebHost.ListenOn(settings, monitor.Served);
        Logs.Configure(builder.Logging.ClearProviders());
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(15));
        builder.Services.AddSingleton(monitor);
        builder.Services.AddSingleton(monitor.Clock);
        builder.Services.AddSingleton(monitor.SignIn);
        builder.Services.AddSingleton(monitor.Submit);
        builder.Services.AddSingleton(burden);
        builder.Services.AddSingleton(monitor.Straps);
        builder.Services.AddSingleton(opening);
        builder.Services.AddSingleton(_ => new StoredSessions(monitor.Journal, monitor.Rules, settings.TimeZone));
        builder.Services.AddSingleton(desk);
        builder.Services.AddSingleton<FileWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<FileWatch>());
        builder.Services.AddSingleton(monitor.KnownStraps);
        builder.Services.AddLan(settings.Lan, monitor.Served);
        builder.Services.AddTablet(new TabletOptions { Source = $"hrm/{settings.Site}/svc", Epoch = monitor.Epoch, TextsFolder = settings.ConfigFolder, Language = settings.Language, Languages = new(monitor.Rules), CodeKey = monitor.CodeKey }.WithHosts(settings, monitor.Served), TimeProvider.System);
        builder.Services.AddApiDocument();
        builder.Services.AddMetrics(monitor, settings);
        builder.Services.AddHostedService<MonitorWorker>();
        return builder.Build();
    }

    /// <summary>What a newcomer needs first, on standard output as soon as it is true.</summary>
    private static void Announce(WebApplication app, MonitorHost monitor)
    {
        foreach (var url in app.Urls) Console.Out.WriteLine($"Console:  {url}");
        var lan = app.Services.GetRequiredService<ConsoleAddress>().Lan;
        if (lan is not null) Console.Out.WriteLine($"Tablets:  {lan}/install");
        foreach (var line in monitor.Describe()) Console.Out.WriteLine(line);
        Console.Out.Flush();
        if (monitor.SignIn.FirstRun is { IsNew: true } first)
            Console.Error.WriteLine(lan is null
                ? $"Sign-in:  off, the console is open on this machine. To switch it on, open {app.Urls.First()}/signin.html and enter the code {first.Shown} (kept in {first.Path})."
                : $"Sign-in:  nobody has an account, so tablets see nothing yet. Open {lan}/signin.html and enter the code {first.Shown} (kept in {first.Path}).");
    }
}
