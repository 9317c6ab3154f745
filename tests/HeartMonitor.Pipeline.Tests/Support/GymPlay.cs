using System.Reactive.Concurrency;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>A gym story through the whole pipeline on virtual time, everybody at work from its first second, as the service starts it.</summary>
internal static class GymPlay
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(VirtualMonitor.Start.UtcDateTime);

    internal static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "stories"), "*.json")
        .Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal);

    internal static GymStory Story(string name)
    {
        var (story, fault) = GymStoryReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "stories", name + ".json")));
        return story ?? throw new InvalidOperationException($"{name}: {fault}");
    }

    internal static bool IsBlunted(Participant person) => Shipped.Setup.Plan(person, CheckIn.Nothing, Today, null).Facts.Blunted;

    internal static GymFloor Floor(GymStory story, int seed, int? people = null) =>
        GymFloor.Create(story, GymFloor.OwnPeople(story, Today, IsBlunted) ?? GymPeople.First(people ?? story.Count!.Value, seed), seed, Today);

    /// <summary>What was said about everybody, by pseudonym, in order.</summary>
    internal static IReadOnlyList<(string Who, SessionEvent Event)> Play(GymFloor floor, int seconds)
    {
        using var monitor = new VirtualMonitor();
        var said = new List<(string Who, SessionEvent Event)>();
        var strapOf = new Dictionary<string, string>();
        var whose = floor.People.ToDictionary(person => person.Strap, person => person.Participant.Id);
        var sessions = new Dictionary<string, string>();
        monitor.Said = (session, spoken) =>
        {
            if (strapOf.GetValueOrDefault(session) is not { } strap) return;
            said.Add((whose[strap], spoken));
            foreach (var act in floor.Hear(strap, spoken))
                monitor.Clock.Schedule(act.Delay, () => monitor.Door.Enter(new CommandRequest(new($"act-{said.Count}", session, act.Fact))));
        };
        foreach (var person in floor.People)
        {
            var session = Identity.OfSession("gym1", person.Participant.Id, monitor.Clock.Now);
            (sessions[person.Strap], strapOf[session]) = (session, person.Strap);
            monitor.Ask(null, new SessionStarted { Participant = person.Participant, Device = person.Strap, Sensor = person.Sensor, On = Today });
            monitor.Ask(session, new PhaseEntered(SessionPhase.Work));
        }

        using var facts = floor.Facts.Subscribe(fact => monitor.Door.Enter(new CommandRequest(new($"fact-{fact.Strap}", sessions[fact.Strap], fact.Fact))));
        using var source = floor.CreateSource(monitor.Clock).Events.Subscribe(e => monitor.Straps.Tell(e));
        monitor.AdvanceTo(VirtualMonitor.Start.AddSeconds(seconds));
        return said;
    }
}
