using HeartMonitor.DBus.Wire;

namespace HeartMonitor.DBus;

/// <summary>
/// A value with its D-Bus type (specification, "Type System"). Immutable; equal when type and content are equal (doubles by their bits). Make
/// one from a C# value by assignment, or by the factories; read one with the <c>As...</c> methods, which look through variants.
/// </summary>
public sealed partial class DBusValue : IEquatable<DBusValue>
{
    /// <summary>Numbers and booleans.</summary>
    private readonly ulong _bits;

    /// <summary>A string; the bytes of <c>ay</c>; the items of another container; the one value of a variant; null for numbers.</summary>
    private readonly object? _content;

    private DBusValue(DBusType type, ulong bits, object? content)
    {
        Type = type;
        _bits = bits;
        _content = content;
    }

    /// <summary>Signature of its type, as <c>a{sv}</c>.</summary>
    public string Signature => Type.Text;

    /// <summary>What a variant holds, through variants in variants; itself when it is none.</summary>
    public DBusValue Unwrapped
    {
        get
        {
            var value = this;
            while (value.Type.Code == 'v') value = (DBusValue)value._content!;
            return value;
        }
    }

    internal DBusType Type { get; }

    internal ulong Bits => _bits;

    internal string Text => (string)_content!;

    internal byte[] RawBytes => (byte[])_content!;

    internal DBusValue[] RawItems => (DBusValue[])_content!;

    internal DBusValue RawVariant => (DBusValue)_content!;

    /// <summary>It, or what it holds as a variant, has this type.</summary>
    public bool Is(string signature) => Unwrapped.Signature == signature;

    public bool Equals(DBusValue? other) =>
        other is not null && (ReferenceEquals(this, other) || (Signature == other.Signature && _bits == other._bits && SameContent(other)));

    public override bool Equals(object? obj) => Equals(obj as DBusValue);

    public override int GetHashCode() => HashCode.Combine(Signature, _bits, _content is string text ? text.GetHashCode(StringComparison.Ordinal) : 0);

    /// <summary>For people and logs of tests; arrays of more than 32 items are cut.</summary>
    public override string ToString() => DBusValueText.Of(this);

    private bool SameContent(DBusValue other) => _content switch
    {
        null => other._content is null,
        byte[] bytes => bytes.AsSpan().SequenceEqual(other.RawBytes),
        DBusValue[] items => items.AsSpan().SequenceEqual(other.RawItems),
        _ => _content.Equals(other._content),
    };
}
