namespace HeartMonitor.DBus;

/// <summary>Path of an object, as <c>/org/bluez/hci0</c> (specification, "Valid Object Paths"). The default value is the root, <c>/</c>.</summary>
public readonly record struct ObjectPath : IComparable<ObjectPath>
{
    public static readonly ObjectPath Root = new("/");

    private readonly string? _value;

    /// <exception cref="ArgumentException">It breaks the grammar.</exception>
    public ObjectPath(string value)
    {
        if (!IsValid(value)) throw new ArgumentException($"Value should be an object path, not '{value}'", nameof(value));
        _value = value == "/" ? null : value;
    }

    public string Value => _value ?? "/";

    /// <summary>The last element; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The path one element shorter; the root's is the root.</summary>
    public ObjectPath Parent => Value.LastIndexOf('/') is > 0 and var end ? new(Value[..end]) : Root;

    /// <summary>Begins with <c>/</c>, elements of letters, digits and <c>_</c>, no empty one, no <c>/</c> at the end.</summary>
    public static bool IsValid(string value)
    {
        if (value.Length == 0 || value[0] != '/') return false;
        if (value.Length == 1) return true;
        if (value[^1] == '/') return false;

        for (var at = 1; at < value.Length; at++)
            if (value[at] == '/' ? value[at - 1] == '/' : !char.IsAsciiLetterOrDigit(value[at]) && value[at] != '_') return false;
        return true;
    }

    /// <summary>It is <paramref name="ancestor"/> or below it.</summary>
    public bool IsAtOrUnder(ObjectPath ancestor) =>
        ancestor._value is null || Value == ancestor.Value
        || (Value.Length > ancestor.Value.Length && Value[ancestor.Value.Length] == '/' && Value.StartsWith(ancestor.Value, StringComparison.Ordinal));

    /// <summary>The child <paramref name="name"/> of this path.</summary>
    public ObjectPath Child(string name) => new(_value is null ? "/" + name : $"{_value}/{name}");

    public int CompareTo(ObjectPath other) => string.CompareOrdinal(Value, other.Value);

    public static bool operator <(ObjectPath left, ObjectPath right) => left.CompareTo(right) < 0;

    public static bool operator >(ObjectPath left, ObjectPath right) => left.CompareTo(right) > 0;

    public static bool operator <=(ObjectPath left, ObjectPath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ObjectPath left, ObjectPath right) => left.CompareTo(right) >= 0;

    public override string ToString() => Value;
}
