namespace HeartMonitor.DBus;

/// <summary>Grammar of names (specification, "Valid Names"), and the names of the bus itself.</summary>
public static class DBusNames
{
    public const string Bus = "org.freedesktop.DBus";
    public const string Peer = "org.freedesktop.DBus.Peer";
    public const string Properties = "org.freedesktop.DBus.Properties";
    public const string ObjectManager = "org.freedesktop.DBus.ObjectManager";
    public const string Introspectable = "org.freedesktop.DBus.Introspectable";

    /// <summary>Reserved for what a library tells itself; on the wire it is a breach ("Message Format").</summary>
    internal const string Local = "org.freedesktop.DBus.Local";
    internal const string LocalPath = "/org/freedesktop/DBus/Local";

    /// <summary>Where the bus answers.</summary>
    public static readonly ObjectPath BusPath = new("/org/freedesktop/DBus");

    /// <summary>Two or more elements of letters, digits and <c>_</c>, none beginning with a digit.</summary>
    public static bool IsInterface(string name) => IsDotted(name, dashes: false, leadingDigits: false);

    public static bool IsError(string name) => IsInterface(name);

    public static bool IsMember(string name) => name.Length is > 0 and <= DBusLimits.MostNameBytes && IsElement(name, dashes: false, leadingDigits: false);

    /// <summary>A name that the bus gave a connection, as <c>:1.42</c>.</summary>
    public static bool IsUnique(string name) =>
        name.Length is > 1 and <= DBusLimits.MostNameBytes && name[0] == ':' && IsDotted(name.AsSpan(1), dashes: true, leadingDigits: true);

    /// <summary>A name that a connection asks for, as <c>org.bluez</c>.</summary>
    public static bool IsWellKnown(string name) => IsDotted(name, dashes: true, leadingDigits: false);

    public static bool IsBusName(string name) => IsUnique(name) || IsWellKnown(name);

    private static bool IsDotted(ReadOnlySpan<char> name, bool dashes, bool leadingDigits)
    {
        if (name.Length is 0 or > DBusLimits.MostNameBytes || !name.Contains('.')) return false;

        foreach (var element in name.Split('.'))
            if (!IsElement(name[element], dashes, leadingDigits)) return false;
        return true;
    }

    private static bool IsElement(ReadOnlySpan<char> element, bool dashes, bool leadingDigits)
    {
        if (element.IsEmpty || (!leadingDigits && char.IsAsciiDigit(element[0]))) return false;

        foreach (var letter in element)
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_' && !(dashes && letter == '-')) return false;
        return true;
    }
}
