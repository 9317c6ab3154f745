namespace HeartMonitor.DBus;

/// <summary>Types of message by their numbers on the wire (specification, "Message Format"). Other numbers are to be ignored.</summary>
public enum DBusMessageKind
{
    MethodCall = 1,
    MethodReturn = 2,
    Error = 3,
    Signal = 4,
}
