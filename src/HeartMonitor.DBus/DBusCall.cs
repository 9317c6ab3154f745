namespace HeartMonitor.DBus;

/// <summary>A method call.</summary>
/// <param name="Destination">Well-known or unique name of the peer.</param>
/// <param name="Path">The object.</param>
/// <param name="Interface">The method's interface.</param>
/// <param name="Member">The method.</param>
/// <param name="Body">Its arguments; their types are its signature.</param>
public sealed record DBusCall(string Destination, ObjectPath Path, string Interface, string Member, params IReadOnlyList<DBusValue> Body)
{
    /// <summary>Null for the connection's own; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The bus may start the peer when it is not there. Ours: a radio's daemon is the operator's to start.</summary>
    public bool MayStartPeer { get; init; }
}
