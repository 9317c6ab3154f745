namespace HeartMonitor.DBus;

/// <summary>There is no connection, or it ended while something waited on it. The cause, where there is one, is the inner exception.</summary>
public sealed class DBusClosedException(string message, Exception? cause = null) : DBusException(message, cause);
