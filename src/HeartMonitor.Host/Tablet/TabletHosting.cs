using HeartMonitor.Host.Query;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Straps;

namespace HeartMonitor.Host.Tablet;

/// <summary>The tablets' part of the host: two calls, <see cref="AddTablet"/> before the build and <see cref="MapTablet"/> after.</summary>
public static class TabletHosting
{
    /// <summary>
    /// Registers the <see cref="LiveBoard"/> and its heartbeat. The host registers a <c>SubmitCommand</c> of its own, and a
    /// <see cref="TimeProvider"/> (the system's when there is none), and calls <see cref="LiveBoard.Apply"/> with what is released.
    /// <paramref name="machine"/> is real time, where that provider is something else.
    /// </summary>
    /// <exception cref="ArgumentException">The options have faults; the message names all of them.</exception>
    public static IServiceCollection AddTablet(this IServiceCollection services, TabletOptions? options = null, TimeProvider? machine = null)
    {
        options ??= new();
        if (options.Faults() is { Count: > 0 } faults) throw new ArgumentException(string.Join(' ', faults), nameof(options));
        services.AddSingleton(options);
        services.AddSingleton(provider => new LiveBoard(options, provider.GetService<TimeProvider>() ?? TimeProvider.System, machine));
        services.AddSingleton(provider => new ParticipantCodes([.. options.CodeKey], provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton(new TabletPresence(machine ?? TimeProvider.System));
        services.AddHostedService<BoardHeartbeat>();
        return services;
    }

    /// <summary>Maps the page at <c>/</c>, its files, and <c>/api/v1/stream|participants|sessions|alerts|prompts</c>.</summary>
    public static IEndpointRouteBuilder MapTablet(this IEndpointRouteBuilder endpoints)
    {
        var options = endpoints.ServiceProvider.GetRequiredService<TabletOptions>();
        var guard = new BrowserGuard(options);

        var page = endpoints.MapGroup("").AddEndpointFilter(guard.ForPage);
        PageFiles.Load(options.PageFolder, ConsoleTexts.Read(options.TextsFolder, options.Language)).Map(page);

        var api = endpoints.MapApi(guard).RequireRole(RoleConventions.Floor);
        api.MapGet("/stream", StreamEndpoint.Open).WithName("stream").AllowWatching();
        SignInEndpoints.MapMe(api);
        if (endpoints.ServiceProvider.GetService<StoredSessions>() is null) BoardEndpoints.Map(api);
        else QueryEndpoints.Map(api);
        CardEndpoints.Map(api);
        People.NamesEndpoint.Map(api);
        ParticipantEndpoints.Map(api);
        CommandEndpoints.Map(api);
        BurdenEndpoint.Map(api);
        TabletPresence.Map(api);
        StrapEndpoint.Map(api);
        StrapEndpoints.Map(api);
        return endpoints;
    }

    /// <summary>A group of data and commands under <c>/api/v1</c>, guarded against other pages; who may come is still to be said.</summary>
    internal static RouteGroupBuilder MapApi(this IEndpointRouteBuilder endpoints, BrowserGuard? guard = null) =>
        endpoints.MapGroup("/api/v1").AddEndpointFilter((guard ?? new BrowserGuard(endpoints.ServiceProvider.GetRequiredService<TabletOptions>())).ForData);
}
