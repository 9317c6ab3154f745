using HeartMonitor.Ble.Bus;

namespace HeartMonitor.Ble.Adapters;

/// <summary>Which radios there have been, and which of them can be used now. One that comes under a name that is new stands in for those that are gone.</summary>
internal sealed class RadioLog
{
    private const string None = "bluetooth";

    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<RadioStatus>? _now;

    /// <summary>Null while nobody can say. Read by any thread.</summary>
    internal IReadOnlyList<RadioStatus>? Now => _now;

    internal void Follow(Situation situation)
    {
        var isGone = situation.ClosedWhy is not null || situation.IsDaemonAway || situation.IsDenied;
        if (!isGone && !situation.IsKnown) return;
        var on = situation.On.Select(BluezTree.ShortName).ToHashSet(StringComparer.Ordinal);
        if (on.Except(_known).Any()) _known.RemoveWhere(name => !on.Contains(name));
        _known.UnionWith(on);
        if (_now is { } told && told.Count == Math.Max(1, _known.Count) && told.All(radio => radio.IsUsable == on.Contains(radio.Name) && (_known.Count == 0 || _known.Contains(radio.Name)))) return;
        _now = _known.Count == 0 ? [new(None, false)] : [.. _known.Select(name => new RadioStatus(name, on.Contains(name)))];
    }
}
