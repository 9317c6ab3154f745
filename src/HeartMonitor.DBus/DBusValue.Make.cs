using System.Text;
using HeartMonitor.DBus.Wire;

namespace HeartMonitor.DBus;

public sealed partial class DBusValue
{
    private static readonly DBusType ByteArray = DBusType.Parse("ay");
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static implicit operator DBusValue(bool value) => Number('b', value ? 1UL : 0UL);

    public static implicit operator DBusValue(byte value) => Number('y', value);

    public static implicit operator DBusValue(short value) => Number('n', unchecked((ulong)value));

    public static implicit operator DBusValue(ushort value) => Number('q', value);

    public static implicit operator DBusValue(int value) => Number('i', unchecked((ulong)value));

    public static implicit operator DBusValue(uint value) => Number('u', value);

    public static implicit operator DBusValue(long value) => Number('x', unchecked((ulong)value));

    public static implicit operator DBusValue(ulong value) => Number('t', value);

    public static implicit operator DBusValue(double value) => Number('d', BitConverter.DoubleToUInt64Bits(value));

    public static implicit operator DBusValue(string value) => FromString(value);

    public static implicit operator DBusValue(ObjectPath value) => new(DBusType.Basic('o'), 0, value.Value);

    /// <exception cref="DBusProtocolException">It holds a NUL or half a surrogate pair ("Marshaling: string-like types").</exception>
    public static DBusValue FromString(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal)) throw new DBusProtocolException("A string holds a NUL.");
        try
        {
            _ = Utf8.GetByteCount(value);
        }
        catch (EncoderFallbackException)
        {
            throw new DBusProtocolException("A string holds half a surrogate pair.");
        }

        return new(DBusType.Basic('s'), 0, value);
    }

    /// <summary>A value of type <c>g</c>.</summary>
    public static DBusValue FromSignature(string signature)
    {
        _ = DBusType.ParseAll(signature);
        return new(DBusType.Basic('g'), 0, signature);
    }

    /// <summary>An <c>ay</c> with a copy of the bytes.</summary>
    public static DBusValue FromBytes(ReadOnlySpan<byte> bytes) => new(ByteArray, 0, bytes.ToArray());

    /// <param name="element">Signature of each item.</param>
    /// <param name="items">Any number, all of that type.</param>
    public static DBusValue Array(string element, params IEnumerable<DBusValue> items)
    {
        var type = DBusType.ArrayOf(DBusType.Parse(element));
        DBusValue[] list = [.. items];
        foreach (var item in list) Require(element, item);
        return element == "y" ? new(type, 0, System.Array.ConvertAll(list, item => (byte)item._bits)) : new(type, 0, list);
    }

    /// <summary>An <c>as</c>.</summary>
    public static DBusValue Strings(params IEnumerable<string> items) => Array("s", items.Select(FromString));

    public static DBusValue Struct(params DBusValue[] fields) => new(DBusType.StructOf([.. fields.Select(field => field.Type)]), 0, fields.ToArray());

    public static DBusValue Variant(DBusValue value) => new(DBusType.Variant, 0, value);

    /// <summary>An <c>a{...}</c>. Keys are not compared: the specification lets a receiver take what it likes of a key that came twice.</summary>
    public static DBusValue Dictionary(string key, string value, params IEnumerable<KeyValuePair<DBusValue, DBusValue>> entries)
    {
        var entry = DBusType.EntryOf(DBusType.Parse(key), DBusType.Parse(value));
        var type = DBusType.Parse("a" + entry.Text);
        return new(type, 0, entries.Select(pair => Entry(entry, pair)).ToArray());
    }

    /// <summary>An <c>a{sv}</c>: each value is wrapped unless it is a variant already.</summary>
    public static DBusValue Properties(params IEnumerable<KeyValuePair<string, DBusValue>> properties) =>
        Dictionary("s", "v", properties.Select(pair => KeyValuePair.Create<DBusValue, DBusValue>(pair.Key, AsVariant(pair.Value))));

    /// <summary>The value as a variant; itself when it is one.</summary>
    public static DBusValue AsVariant(DBusValue value) => value.Type.Code == 'v' ? value : Variant(value);

    internal static DBusValue Number(char code, ulong bits) => new(DBusType.Basic(code), bits, null);

    /// <summary>Of text, bytes or items that the reader has checked.</summary>
    internal static DBusValue Read(DBusType type, object content) => new(type, 0, content);

    private static DBusValue Entry(DBusType type, KeyValuePair<DBusValue, DBusValue> pair)
    {
        Require(type.Children[0].Text, pair.Key);
        Require(type.Children[1].Text, pair.Value);
        return new(type, 0, (DBusValue[])[pair.Key, pair.Value]);
    }

    private static void Require(string signature, DBusValue value)
    {
        if (value.Signature != signature) throw new DBusTypeException(signature, value.Signature);
    }
}
