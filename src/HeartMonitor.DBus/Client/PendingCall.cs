namespace HeartMonitor.DBus.Client;

/// <summary>A call that waits for its answer.</summary>
/// <param name="Destination">Whom it was sent to.</param>
/// <param name="Owner">Who owned that name then, where that was known.</param>
/// <param name="InStream">Told of the answer on the reading task, before any message that came after it. Null for nobody.</param>
internal sealed record PendingCall(string Destination, string? Owner, Action<DBusMessage>? InStream)
{
    private readonly TaskCompletionSource<DBusMessage?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer; null when the connection ended first. It never faults, so nobody need look at it.</summary>
    internal Task<DBusMessage?> Answer => _answer.Task;

    internal void Complete(DBusMessage? answer)
    {
        if (answer is not null) InStream?.Invoke(answer);
        _answer.TrySetResult(answer);
    }

    /// <summary>
    /// An answer from somebody else is a forgery: serials are easily guessed. The bus itself may always answer, in place of a peer that is not
    /// there. Of a well-known name whose owner is unknown, the bus is trusted to pass on only what was asked for.
    /// </summary>
    internal bool MayComeFrom(string? sender, string? ownerNow) =>
        sender == DBusNames.Bus || sender == Destination
        || (Destination[0] != ':' && Destination != DBusNames.Bus && sender is not null
            && ((Owner is null && ownerNow is null) || sender == Owner || sender == ownerNow));
}
