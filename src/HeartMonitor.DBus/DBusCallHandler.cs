namespace HeartMonitor.DBus;

/// <summary>Answers a method call from a peer. It begins on the task that reads the connection, so it must not block; what it awaits may take long.</summary>
/// <returns>The body of the reply.</returns>
/// <exception cref="DBusErrorException">It becomes the error that the peer gets; another exception becomes <see cref="DBusErrors.Failed"/>.</exception>
public delegate ValueTask<IReadOnlyList<DBusValue>> DBusCallHandler(DBusMessage call, CancellationToken cancellation);
