using HeartMonitor.DBus.Client;

namespace HeartMonitor.DBus;

public sealed partial class DBusConnection
{
    /// <summary>
    /// Wants the signals of <paramref name="match"/>, which count only from the connection that owns the sender's name at that place in the
    /// stream. No signal is missed that the bus sent after this has returned.
    /// </summary>
    /// <param name="match">Which.</param>
    /// <param name="handler">
    /// Told of each. A <see cref="DBusTypeException"/> that it throws is counted (<see cref="MistypedSignals"/>); any other exception ends the
    /// connection and is its cause.
    /// </param>
    /// <param name="cancellation">Gives up; nothing stays behind.</param>
    /// <exception cref="DBusErrorException">The bus refuses the rule.</exception>
    /// <exception cref="DBusClosedException">The connection ended first.</exception>
    public Task<DBusSubscription> SubscribeAsync(DBusMatch match, Action<DBusMessage> handler, CancellationToken cancellation = default) =>
        SubscribeAsync(match, handler, NeedsOwner(match.Sender) ? match.Sender : null, cancellation);

    /// <summary>Wants to know who owns a well-known name: now, and whenever that changes.</summary>
    /// <exception cref="DBusClosedException">The connection ended first.</exception>
    public async Task<DBusNameWatch> WatchNameAsync(string name, Action<NameOwnerChange> handler, CancellationToken cancellation = default)
    {
        var match = new DBusMatch(DBusNames.Bus) { Interface = DBusNames.Bus, Member = "NameOwnerChanged", Arg0 = name };
        return new(name, await SubscribeAsync(match, Told, name, cancellation), () => _router.OwnerOf(name));

        void Told(DBusMessage signal)
        {
            if (NameOwner.ChangeIn(signal) is { } change) handler(change);
        }
    }

    /// <summary>Tells the bus, and learns who owns the sender's name. On failure the caller ends it again.</summary>
    internal async Task BeginAsync(Subscriber subscriber, TrackedName? name)
    {
        _router.Add(subscriber);
        if (name is not null) await LearnAsync(name);
        await AddMatchAsync(subscriber.Match);
    }

    internal TrackedName Use(string name) => _router.Use(name);

    /// <summary>Takes back what <see cref="BeginAsync"/> did. Never throws: a connection that has ended has forgotten its rules.</summary>
    internal async ValueTask EndAsync(Subscriber subscriber, TrackedName? name, bool isMatched)
    {
        _router.Remove(subscriber);
        if (isMatched) await RemoveMatchAsync(subscriber.Match);
        if (name is not null && _router.Unuse(name) && name.IsMatched) await RemoveMatchAsync(name.Match);
    }

    private static bool NeedsOwner(string sender) => sender.Length > 0 && sender[0] != ':' && sender != DBusNames.Bus;

    private async Task<DBusSubscription> SubscribeAsync(DBusMatch match, Action<DBusMessage> handler, string? owned, CancellationToken cancellation)
    {
        _ = match.ToRule();
        cancellation.ThrowIfCancellationRequested();
        var subscription = new DBusSubscription(this, new(match, handler), owned is null ? null : Use(owned));
        var begun = subscription.BeginAsync();
        try
        {
            await begun.WaitAsync(cancellation);
            return subscription;
        }
        catch (OperationCanceledException)
        {
            _ = subscription.EndAfterAsync(begun);
            throw;
        }
    }

    private async Task LearnAsync(TrackedName name)
    {
        await name.Asking.WaitAsync();
        try
        {
            if (!name.IsMatched) await AddMatchAsync(name.Match);
            name.IsMatched = true;
            if (!name.IsLearned) await AskForOwnerAsync(name.Name);
            name.IsLearned = true;
        }
        finally
        {
            name.Asking.Release();
        }
    }

    /// <summary>The answer takes effect where it stands in the stream, so that no change of the owner gets ahead of it or falls behind.</summary>
    private async Task AskForOwnerAsync(string name)
    {
        var answer = await AskAsync(OfBus("GetNameOwner", name), reply => _router.SetOwner(name, NameOwner.InAnswer(reply)), CancellationToken.None);
        if (answer.Kind == DBusMessageKind.Error && answer.ErrorName != DBusErrors.NameHasNoOwner)
            throw new DBusErrorException(answer.ErrorName!, $"the owner of {name} is not told");
    }

    private async Task AddMatchAsync(DBusMatch match) => await CallAsync(OfBus("AddMatch", match.ToRule()));

    private async ValueTask RemoveMatchAsync(DBusMatch match)
    {
        try
        {
            await CallAsync(OfBus("RemoveMatch", match.ToRule()));
        }
        catch (DBusException)
        {
            // It has ended, or the bus does not know the rule: either way the rule is gone.
        }
    }

    private static DBusCall OfBus(string member, string argument) => new(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, member, argument);
}
