using HeartMonitor.Ble.Bus;

namespace HeartMonitor.Ble;

/// <content>Which straps there are to look after: it follows the sessions.</content>
internal sealed partial class BluezFold
{
    /// <summary>New ones are looked for among the objects that are known already; the others are let go in their own time.</summary>
    private void Follow(IReadOnlyCollection<string> wanted)
    {
        var isNew = false;
        foreach (var name in wanted)
        {
            if (_straps.ContainsKey(name)) continue;
            _straps.Add(name, new(name, _scene));
            isNew = true;
        }

        var all = wanted.ToHashSet(StringComparer.Ordinal);
        foreach (var strap in _straps.Values) strap.Want(all.Contains(strap.Device));
        if (!isNew) return;
        foreach (var path in _scene.Tree.PathsOf(BluezNames.Device)) if (!_byPath.ContainsKey(path)) Recognise(path);
    }

    /// <summary>Forgets straps that nobody wants and that hold nothing any more.</summary>
    private void LetGo()
    {
        foreach (var strap in _straps.Values.Where(s => s is { IsWanted: false, Held: null }).ToArray())
        {
            _straps.Remove(strap.Device);
            foreach (var path in strap.Paths)
            {
                _byPath.Remove(path);
                _scene.NoteHeard(path); // its link was there a moment ago: it is in range, for whoever wants it next
            }
        }
    }
}
