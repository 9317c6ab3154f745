using HeartMonitor.Simulator.Gym;

namespace HeartMonitor.Host.Composition;

/// <summary>Who is on the virtual gym floor: a story's own people; else the people file first, then drawn people on straps nobody wears.</summary>
internal static class GymCast
{
    /// <summary>The first <paramref name="count"/> of a story that brings its people along, or null.</summary>
    internal static IReadOnlyList<StrapBinding>? OwnPeople(GymStory story, int count, DateOnly today) =>
        GymFloor.OwnPeople(story, today, static _ => false) is { } own ? [.. own.Take(count).Select(bound => new StrapBinding(bound.Participant, bound.Strap))] : null;

    /// <summary>The first <paramref name="count"/> straps; a person of the file is left out only when fewer straps are wanted.</summary>
    internal static IReadOnlyList<StrapBinding> Fill(IReadOnlyList<StrapBinding> people, int count, int seed)
    {
        var cast = people.Take(count).ToList();
        var straps = cast.Select(p => p.Strap).ToHashSet(StringComparer.Ordinal);
        var ids = cast.Select(p => p.Person.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var person in GymPeople.First(count, seed))
        {
            if (cast.Count == count) break;
            if (straps.Add(person.Strap) && ids.Add(person.Participant.Id)) cast.Add(new(person.Participant, person.Strap));
        }

        return cast;
    }
}
