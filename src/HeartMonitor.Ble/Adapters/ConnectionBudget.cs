namespace HeartMonitor.Ble.Adapters;

/// <summary>Who holds a connection, or is about to, on which adapter. A place is taken before the attempt and given back after the link is gone.</summary>
/// <param name="mostEach">Most connections on one adapter, those of others included.</param>
internal sealed class ConnectionBudget(int mostEach)
{
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    internal int MostEach => mostEach;

    internal int TakenOn(string adapter) => _places.Values.Count(p => p.Adapter == adapter);

    internal int BlindOn(string adapter) => _places.Values.Count(p => p.IsBlind && p.Adapter == adapter);

    internal bool Holds(string device) => _places.ContainsKey(device);

    /// <summary>Takes a place for <paramref name="device"/>; false when the adapter is full.</summary>
    /// <param name="adapter">Object path.</param>
    /// <param name="device">Object path.</param>
    /// <param name="foreign">Links there that are not ours.</param>
    /// <param name="isBlind">Nobody has heard the strap lately.</param>
    internal bool TryTake(string adapter, string device, int foreign, bool isBlind)
    {
        if (!HasRoom(adapter, foreign)) return false;
        _places[device] = new(adapter, isBlind);
        return true;
    }

    internal bool HasRoom(string adapter, int foreign) => TakenOn(adapter) + foreign < mostEach;

    internal void GiveBack(string device) => _places.Remove(device);

    private readonly record struct Place(string Adapter, bool IsBlind);
}
