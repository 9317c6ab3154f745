using HeartMonitor.Core.Ports;
using HeartMonitor.Host.Composition;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Straps;

/// <summary>
/// The straps that a radio is to connect: those that sessions wear, whoever's they are; those of the people file; and where straps sign their owners
/// in, those that staff gave to somebody of it. A strap whose owner wears another one is left alone. Any thread; never waits.
/// </summary>
internal sealed class WantedStraps(SessionRegistry sessions, StrapRegister register, IReadOnlyList<StrapBinding> people, bool signsIn)
{
    private readonly HashSet<string> _people = [.. people.Select(p => p.Person.Id)];
    private readonly (string Strap, string Owner)[] _listed = [.. people.Select(p => (p.Strap, p.Person.Id))];

    /// <summary>Ids of straps that have an address; each once.</summary>
    internal IReadOnlyCollection<string> Now()
    {
        IEnumerable<(string Strap, string Owner)> owned = signsIn ? register.Owned().Where(o => _people.Contains(o.Owner)) : [];
        var spared = _listed.Concat(owned).Where(o => sessions.StrapOf(o.Owner) is not { } worn || worn == o.Strap).Select(o => o.Strap);
        return [.. sessions.BoundStraps.Concat(spared).Where(StrapAddress.IsPseudonym).ToHashSet(StringComparer.Ordinal)];
    }
}
