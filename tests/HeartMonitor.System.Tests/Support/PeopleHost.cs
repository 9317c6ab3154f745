using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.People;
using HeartMonitor.Host.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace HeartMonitor.System.Tests.Support;

/// <summary>A <see cref="SignInHost"/> with the people's endpoints, the shipped catalogue and programmes, and two people in a people file.</summary>
internal static class PeopleHost
{
    internal static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly Lazy<EngineSetup> Setup = new(() => ConfigFiles.ReadRules(Config, "gym1", "en").Setup!);

    private static string Config => Path.Combine(AppContext.BaseDirectory, "config");

    internal static Task<SignInHost> StartAsync() => SignInHost.StartAsync(app => app.MapPeople(), AddTo);

    /// <summary>What the people's endpoints ask for.</summary>
    internal static void AddTo(IServiceCollection services)
    {
        IReadOnlyList<StrapBinding> listed = [new(new() { Id = "p_61", Age = 61, RestingHr = 58 }, "strap-61"), new(new() { Id = "p_30", Born = new(1996, 1, 1), RestingHr = 60 }, "strap-30")];
        services.AddSingleton(p => new PeopleDesk(
            p.GetRequiredService<SignInDesk>(), listed, Setup.Value, ConfigFiles.ReadProgrammes(Config, [])!, () => Today, TimeProvider.System));
        services.AddSingleton<FileWatch>();
        services.AddHostedService(p => p.GetRequiredService<FileWatch>());
        services.AddSingleton(p => new SessionOpening(listed, Setup.Value.Straps, TimeZoneInfo.Utc, TimeProvider.System, strap => strap, _ => { })
        {
            Stored = new StoredPeople(p.GetRequiredService<SignInDesk>().Store.People, () => Today).ForSession,
        });
    }
}
