namespace HeartMonitor.DBus;

/// <summary>Anything that goes wrong with a bus: catch this at the edge.</summary>
public abstract class DBusException(string message, Exception? cause = null) : Exception(message, cause);
