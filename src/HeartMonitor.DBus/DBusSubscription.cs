using HeartMonitor.DBus.Client;

namespace HeartMonitor.DBus;

/// <summary>Somebody's wish for signals. Disposing it takes the rule back; no delivery begins after that.</summary>
public sealed class DBusSubscription : IAsyncDisposable
{
    private readonly DBusConnection _connection;
    private readonly Subscriber _subscriber;
    private readonly TrackedName? _name;
    private bool _isMatched;
    private int _isGone;

    internal DBusSubscription(DBusConnection connection, Subscriber subscriber, TrackedName? name)
    {
        _connection = connection;
        _subscriber = subscriber;
        _name = name;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isGone, 1) != 0) return;
        await _connection.EndAsync(_subscriber, _name, _isMatched);
    }

    /// <summary>All or nothing.</summary>
    internal async Task BeginAsync()
    {
        try
        {
            await _connection.BeginAsync(_subscriber, _name);
            _isMatched = true;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Nobody waits for it any more: it ends as soon as it has begun.</summary>
    internal async Task EndAfterAsync(Task begun)
    {
        _subscriber.Leave();
        try
        {
            await begun;
        }
        catch (DBusException)
        {
            return;
        }

        await DisposeAsync();
    }
}
