namespace HeartMonitor.DBus.Client;

/// <summary>Somebody who wants signals.</summary>
internal sealed class Subscriber(DBusMatch match, Action<DBusMessage> handler)
{
    private volatile bool _isGone;

    internal DBusMatch Match => match;

    /// <summary>No delivery begins after this.</summary>
    internal void Leave() => _isGone = true;

    internal void Tell(DBusMessage signal)
    {
        if (!_isGone) handler(signal);
    }
}
