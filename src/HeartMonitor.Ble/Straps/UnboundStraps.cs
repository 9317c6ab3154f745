using HeartMonitor.Ble.Bus;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Ble.Straps;

/// <summary>
/// Straps in range when nobody is bound to any: told by their ids, so that staff can bind one, and never connected. A neighbour's strap is
/// nobody's business once anybody is bound.
/// </summary>
internal sealed class UnboundStraps(Func<StrapAddress, string> nameOf)
{
    private const int MostTold = 64;

    private readonly Dictionary<string, (StrapStatus Status, DateTimeOffset At)> _told = new(StringComparer.Ordinal);

    internal void Forget(string path) => _told.Remove(path);

    internal void Tell(BluezScene scene)
    {
        foreach (var path in scene.Tree.PathsOf(BluezNames.Device))
        {
            if (!scene.Tree.HasHeartRate(path) || (_told.Count >= MostTold && !_told.ContainsKey(path))) continue;
            if (!StrapAddress.TryParse(scene.Tree.Get<string>(path, BluezNames.Device, "Address"), out var address)) continue;
            var status = new StrapStatus(scene.IsHeard(path) ? LinkState.Down : LinkState.Searching)
            {
                IsBound = false,
                Name = DeviceText.NameOf(scene.Tree, path),
                RssiDbm = scene.Tree.Get<object>(path, BluezNames.Device, "RSSI") is short rssi ? rssi : null,
                Adapter = scene.AdapterOf(path) is { } adapter ? BluezTree.ShortName(adapter) : null,
            };
            if (_told.TryGetValue(path, out var told) && (told.Status.Link == status.Link || scene.Now == told.At) && scene.Now - told.At < scene.Options.StatusEvery) continue;
            _told[path] = (status, scene.Now);
            scene.Output.Events.Add(new(SourceEventKind.Status, nameOf(address), scene.Now, Status: status));
        }
    }
}
