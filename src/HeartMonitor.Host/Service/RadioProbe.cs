using HeartMonitor.Ble;
using HeartMonitor.Core.Service;

namespace HeartMonitor.Host.Service;

/// <summary>How the radios are. One that another has taken the place of is missed no more.</summary>
/// <param name="radios">Null while nobody can say.</param>
internal sealed class RadioProbe(Func<IReadOnlyList<RadioStatus>?> radios)
{
    private readonly HashSet<string> _missed = new(StringComparer.Ordinal);

    internal IEnumerable<Finding> Look()
    {
        if (radios() is not { } now) yield break;
        foreach (var radio in now)
        {
            if (!radio.IsUsable) _missed.Add(radio.Name);
            yield return Say(radio.Name, radio.IsUsable);
        }

        foreach (var replaced in _missed.Where(name => now.All(radio => radio.Name != name)).ToArray()) yield return Say(replaced, true);
    }

    private static Finding Say(string name, bool isUp) => Finding.Of($"radio-{name}", new AdapterTold(name, isUp));
}
