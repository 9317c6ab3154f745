namespace HeartMonitor.DBus;

/// <summary>A watch over who owns a name. Disposing it ends the watch; no change is told after that.</summary>
public sealed class DBusNameWatch : IAsyncDisposable
{
    private readonly DBusSubscription _subscription;
    private readonly Func<string?> _owner;

    internal DBusNameWatch(string name, DBusSubscription subscription, Func<string?> owner)
    {
        Name = name;
        _subscription = subscription;
        _owner = owner;
    }

    public string Name { get; }

    /// <summary>Unique name of the owner; null when nobody owns it. It may run ahead of the changes that the handler is told.</summary>
    public string? Owner => _owner();

    public ValueTask DisposeAsync() => _subscription.DisposeAsync();
}
