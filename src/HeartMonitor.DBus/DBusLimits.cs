namespace HeartMonitor.DBus;

/// <summary>Bounds of the D-Bus Specification, and our own below them.</summary>
public static class DBusLimits
{
    /// <summary>Longest message, header and body: 128 MiB (specification, "Message Format").</summary>
    public const int MostMessageBytes = 128 * 1024 * 1024;

    /// <summary>Longest array, its elements only: 64 MiB ("Marshaling: Container types").</summary>
    public const int MostArrayBytes = 64 * 1024 * 1024;

    /// <summary>Longest name of a bus peer, interface, member or error ("Valid Names"), and longest signature ("Valid Signatures"): 255 bytes.</summary>
    public const int MostNameBytes = 255;

    /// <summary>Deepest nesting of arrays, and apart from them of structs and dictionary entries ("Valid Signatures").</summary>
    public const int DeepestOfAKind = 32;

    /// <summary>Deepest nesting of a value, variants included ("Message Format": 64).</summary>
    public const int Deepest = 64;

    /// <summary>Ours: the longest message that a connection takes unless told otherwise, 8 MiB. A BlueZ with 500 devices answers with less than one.</summary>
    public const int UsualMessageBytes = 8 * 1024 * 1024;

    /// <summary>Ours: the most values in one message, 262,144. A value costs some 50 bytes here and may cost one on the wire, so bytes alone are no bound.</summary>
    public const int MostValues = 262_144;
}
