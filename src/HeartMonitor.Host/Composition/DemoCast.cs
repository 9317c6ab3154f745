using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Host.Composition;

/// <summary>Who is on the virtual gym floor: the people file first, then the simulator's own people on straps nobody wears.</summary>
internal static class DemoCast
{
    /// <summary>The first <paramref name="count"/> straps; a person of the file is left out only when fewer straps are wanted.</summary>
    internal static IReadOnlyList<StrapBinding> Fill(IReadOnlyList<StrapBinding> people, int count, int seed)
    {
        var cast = people.Take(count).ToList();
        var straps = cast.Select(p => p.Strap).ToHashSet(StringComparer.Ordinal);
        var ids = cast.Select(p => p.Person.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var person in DemoGym.Create(count, seed).People)
        {
            if (cast.Count == count) break;
            if (straps.Add(person.Strap) && ids.Add(person.Participant.Id)) cast.Add(new(person.Participant, person.Strap));
        }

        return cast;
    }
}
