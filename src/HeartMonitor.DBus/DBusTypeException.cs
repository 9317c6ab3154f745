namespace HeartMonitor.DBus;

/// <summary>A well-formed value is of another type than the reader wants. The connection goes on.</summary>
public sealed class DBusTypeException(string wanted, string found) : DBusException($"A value of type {wanted} was expected and {found} came.");
