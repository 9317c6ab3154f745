namespace HeartMonitor.DBus.Bus;

/// <summary>
/// Who owns which well-known name, and who waits for it (specification, "org.freedesktop.DBus.RequestName"). Guarded by the bus's lock.
/// </summary>
/// <param name="changed">Told of every change of an owner, after it.</param>
internal sealed class NameRegistry(Action<string, BusPeer?, BusPeer?> changed)
{
    private const uint AllowReplacement = 1;
    private const uint ReplaceExisting = 2;
    private const uint DoNotQueue = 4;

    private readonly Dictionary<string, List<(BusPeer Peer, uint Flags)>> _queues = [];

    internal IEnumerable<string> Names => _queues.Keys;

    internal BusPeer? OwnerOf(string name) => _queues.TryGetValue(name, out var queue) ? queue[0].Peer : null;

    /// <returns>1 primary owner, 2 in queue, 3 exists, 4 already owner.</returns>
    internal uint Request(string name, BusPeer peer, uint flags)
    {
        if (!_queues.TryGetValue(name, out var queue))
        {
            _queues[name] = [(peer, flags)];
            changed(name, null, peer);
            return 1;
        }

        var (owner, itsFlags) = queue[0];
        if (owner == peer)
        {
            queue[0] = (peer, flags);
            return 4;
        }

        if ((flags & ReplaceExisting) != 0 && (itsFlags & AllowReplacement) != 0) return Replace(name, queue, peer, flags);
        return Wait(queue, peer, flags);
    }

    /// <returns>1 released, 2 nobody owns it, 3 somebody else does.</returns>
    internal uint Release(string name, BusPeer peer)
    {
        if (!_queues.TryGetValue(name, out var queue)) return 2;
        if (queue.All(entry => entry.Peer != peer)) return 3;

        var wasOwner = queue[0].Peer == peer;
        queue.RemoveAll(entry => entry.Peer == peer);
        if (queue.Count == 0) _queues.Remove(name);
        if (wasOwner) changed(name, peer, OwnerOf(name));
        return 1;
    }

    /// <summary>The peer has gone.</summary>
    internal void ReleaseAll(BusPeer peer)
    {
        foreach (var name in _queues.Keys.ToArray()) Release(name, peer);
    }

    /// <summary>As the reference implementation: who wanted to replace the owner is the next in the queue, everybody else keeps his place.</summary>
    private static uint Wait(List<(BusPeer Peer, uint Flags)> queue, BusPeer peer, uint flags)
    {
        var at = queue.FindIndex(entry => entry.Peer == peer);
        if (at > 0) queue.RemoveAt(at);
        if ((flags & DoNotQueue) != 0) return 3;
        queue.Insert((flags & ReplaceExisting) != 0 ? 1 : at > 0 ? at : queue.Count, (peer, flags));
        return 2;
    }

    private uint Replace(string name, List<(BusPeer Peer, uint Flags)> queue, BusPeer peer, uint flags)
    {
        var (owner, itsFlags) = queue[0];
        queue.RemoveAll(entry => entry.Peer == peer);
        if ((itsFlags & DoNotQueue) != 0) queue.RemoveAt(0);
        queue.Insert(0, (peer, flags));
        changed(name, owner, peer);
        return 1;
    }
}
