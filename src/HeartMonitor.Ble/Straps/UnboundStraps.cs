using HeartMonitor.Ble.Bus;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Ble.Straps;

/// <summary>
/// Straps in range that no session wants: told by their ids, so that staff can bind one, a spare in mid-session too, and never connected.
/// </summary>
internal sealed class UnboundStraps(Func<StrapAddress, string> nameOf)
{
    private const int MostTold = 64;

    private readonly Dictionary<string, (string Device, StrapStatus Status, DateTimeOffset At)> _told = new(StringComparer.Ordinal);

    /// <summary>BlueZ has forgotten it: it is not in range any more.</summary>
    internal void Forget(string path, BluezScene scene)
    {
        if (!_told.Remove(path, out var told) || told.Status.Link == LinkState.Searching) return;
        scene.Output.Events.Add(new(SourceEventKind.Status, told.Device, scene.Now, Status: told.Status with { Link = LinkState.Searching, RssiDbm = null }));
    }

    /// <summary>Tells what is new, or was not told for a while.</summary>
    /// <param name="isKept">True for the path of a strap that is wanted, or was and still has its link: it tells of itself.</param>
    /// <param name="scene">What is there.</param>
    internal void Tell(Predicate<string> isKept, BluezScene scene)
    {
        foreach (var path in scene.Tree.PathsOf(BluezNames.Device))
        {
            if (isKept(path)) _told.Remove(path);
            if (isKept(path) || !scene.Tree.HasHeartRate(path) || (_told.Count >= MostTold && !_told.ContainsKey(path))) continue;
            if (!StrapAddress.TryParse(scene.Tree.Get<string>(path, BluezNames.Device, "Address"), out var address)) continue;
            var status = new StrapStatus(scene.IsHeard(path) ? LinkState.Down : LinkState.Searching)
            {
                IsBound = false,
                Name = DeviceText.NameOf(scene.Tree, path),
                RssiDbm = scene.Tree.Get<object>(path, BluezNames.Device, "RSSI") is short rssi ? rssi : null,
                Adapter = scene.AdapterOf(path) is { } adapter ? BluezTree.ShortName(adapter) : null,
            };
            if (_told.TryGetValue(path, out var told) && (told.Status.Link == status.Link || scene.Now == told.At) && scene.Now - told.At < scene.Options.StatusEvery) continue;
            _told[path] = (nameOf(address), status, scene.Now);
            scene.Output.Events.Add(new(SourceEventKind.Status, _told[path].Device, scene.Now, Status: status));
        }
    }
}
