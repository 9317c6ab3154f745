using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline;
using HeartMonitor.Pipeline.Sources;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// Where a gateway hears straps, by configuration; a new source is one line in <see cref="Create"/>. No people file is read: the simulator's people
/// are drawn from its seed, or come with its story.
/// </summary>
internal static class GatewaySources
{
    internal static (IReadOnlyList<IHeartRateSource> All, IReadOnlyList<string> Lines) Create(
        MonitorSettings settings, SteadyScheduler scheduler, TimeProvider time, BluezSource? radio)
    {
        var all = new List<IHeartRateSource>();
        var lines = new List<string>();
        if (settings.Sources.Contains("simulator"))
        {
            var seed = settings.Simulator.Seed ?? Random.Shared.Next();
            all.Add(Gym(settings, seed, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).CreateSource(scheduler, time));
            lines.Add($"Source:   simulator, {settings.Simulator.People} straps, seed {seed}");
        }

        if (settings.Sources.Contains("replay"))
        {
            all.Add(new ReplayHeartRateSource(Sources.ReadRecording(settings.Replay.File!), Sources.ReplayStrap, scheduler, settings.Replay.Speed));
            lines.Add($"Source:   replay of {settings.Replay.File}, strap \"{Sources.ReplayStrap}\"");
        }

        if (radio is not null)
        {
            all.Add(radio.Source);
            lines.Add("Source:   BlueZ");
        }

        return (all, lines);
    }

    /// <summary>The gym that a gateway with these settings hears.</summary>
    internal static GymFloor Gym(MonitorSettings settings, int seed, DateOnly today) => Gym(settings.Simulator.Story!, settings.Simulator.People, seed, today);

    internal static GymFloor Gym(GymStory story, int people, int seed, DateOnly today)
    {
        var cast = GymCast.OwnPeople(story, people, today) ?? GymCast.Fill([], people, seed);
        return GymFloor.Create(story, [.. cast.Select(p => new GymBinding(p.Person, p.Strap, IsBlunted: false))], seed, today);
    }
}
