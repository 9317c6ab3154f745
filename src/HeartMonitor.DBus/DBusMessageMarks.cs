namespace HeartMonitor.DBus;

/// <summary>Flags of a message (specification, "Message Format"). Unknown ones are to be ignored.</summary>
[Flags]
public enum DBusMessageMarks
{
    None = 0,
    NoReplyExpected = 1,
    NoAutoStart = 2,
    AllowInteractiveAuthorization = 4,
}
