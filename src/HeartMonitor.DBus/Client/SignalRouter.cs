using System.Collections.Immutable;

namespace HeartMonitor.DBus.Client;

/// <summary>Who wants which signal, and who owns which name now. Told of every signal in the order of the stream.</summary>
/// <param name="deliver">Queues a signal for a subscriber.</param>
internal sealed class SignalRouter(Action<Subscriber, DBusMessage> deliver)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TrackedName> _names = [];
    private ImmutableArray<Subscriber> _subscribers = [];
    private long _refused;

    /// <summary>Signals that fitted somebody's rule but came from another connection than the one asked for.</summary>
    internal long Refused => Interlocked.Read(ref _refused);

    internal int Subscribers => _subscribers.Length;

    internal int Names
    {
        get
        {
            lock (_gate) return _names.Count;
        }
    }

    internal void Add(Subscriber subscriber)
    {
        lock (_gate) _subscribers = _subscribers.Add(subscriber);
    }

    internal void Remove(Subscriber subscriber)
    {
        subscriber.Leave();
        lock (_gate) _subscribers = _subscribers.Remove(subscriber);
    }

    /// <summary>One more user of a name.</summary>
    internal TrackedName Use(string name)
    {
        lock (_gate)
        {
            if (!_names.TryGetValue(name, out var tracked)) _names[name] = tracked = new(name);
            tracked.Users++;
            return tracked;
        }
    }

    /// <summary>One user less.</summary>
    /// <returns>True when it was the last.</returns>
    internal bool Unuse(TrackedName name)
    {
        lock (_gate) return --name.Users == 0 && _names.Remove(name.Name);
    }

    internal void SetOwner(string name, string? owner)
    {
        lock (_gate)
            if (_names.TryGetValue(name, out var tracked)) tracked.Owner = owner;
    }

    internal string? OwnerOf(string name)
    {
        lock (_gate) return _names.GetValueOrDefault(name)?.Owner;
    }

    internal void Route(DBusMessage signal)
    {
        if (NameOwner.ChangeIn(signal) is { } change) SetOwner(change.Name, change.NewOwner);
        foreach (var subscriber in _subscribers)
        {
            if (!subscriber.Match.Fits(signal)) continue;
            if (IsFrom(subscriber.Match.Sender, signal.Sender)) deliver(subscriber, signal);
            else Interlocked.Increment(ref _refused);
        }
    }

    /// <summary>The bus speaks under its own name; everybody else under a unique one.</summary>
    private bool IsFrom(string wanted, string? sender) =>
        sender is not null && (sender == wanted || (wanted[0] != ':' && wanted != DBusNames.Bus && sender == OwnerOf(wanted)));
}
