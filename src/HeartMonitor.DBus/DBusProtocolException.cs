namespace HeartMonitor.DBus;

/// <summary>Bytes that break the D-Bus Specification or a bound of <see cref="DBusLimits"/>. Received, it costs the connection.</summary>
public sealed class DBusProtocolException(string message) : DBusException(message);
