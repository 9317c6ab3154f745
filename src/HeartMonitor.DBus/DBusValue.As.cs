namespace HeartMonitor.DBus;

/// <remarks>Reading: each looks through variants and throws <see cref="DBusTypeException"/> for another type. Nothing is converted.</remarks>
public sealed partial class DBusValue
{
    public bool AsBoolean() => Of("b")._bits != 0;

    public byte AsByte() => (byte)Of("y")._bits;

    public short AsInt16() => unchecked((short)Of("n")._bits);

    public ushort AsUInt16() => (ushort)Of("q")._bits;

    public int AsInt32() => unchecked((int)Of("i")._bits);

    public uint AsUInt32() => (uint)Of("u")._bits;

    public long AsInt64() => unchecked((long)Of("x")._bits);

    public ulong AsUInt64() => Of("t")._bits;

    public double AsDouble() => BitConverter.UInt64BitsToDouble(Of("d")._bits);

    public string AsString() => Of("s").Text;

    public ObjectPath AsObjectPath() => new(Of("o").Text);

    public string AsSignature() => Of("g").Text;

    /// <summary>A copy of the bytes of an <c>ay</c>.</summary>
    public byte[] AsBytes() => [.. Of("ay").RawBytes];

    public IReadOnlyList<string> AsStrings() => [.. Of("as").RawItems.Select(item => item.Text)];

    /// <summary>Items of an array of any type.</summary>
    public IReadOnlyList<DBusValue> AsArray()
    {
        var value = OfCode('a', "an array");
        return value._content is byte[] bytes ? [.. bytes.Select(item => (DBusValue)item)] : value.RawItems;
    }

    /// <summary>Fields of a struct.</summary>
    public IReadOnlyList<DBusValue> AsStruct() => OfCode('(', "a struct").RawItems;

    /// <summary>Entries of a dictionary of any type, in their order; a key may come twice.</summary>
    public IReadOnlyList<KeyValuePair<DBusValue, DBusValue>> AsEntries()
    {
        var value = OfCode('a', "a dictionary");
        if (value.Type.Children[0].Code != '{') throw new DBusTypeException("a dictionary", value.Signature);
        return [.. value.RawItems.Select(entry => KeyValuePair.Create(entry.RawItems[0], entry.RawItems[1]))];
    }

    /// <summary>An <c>a{sv}</c> with its variants unwrapped; of a key that came twice the last counts.</summary>
    public Dictionary<string, DBusValue> AsProperties()
    {
        var properties = new Dictionary<string, DBusValue>();
        foreach (var entry in Of("a{sv}").RawItems) properties[entry.RawItems[0].Text] = entry.RawItems[1].Unwrapped;
        return properties;
    }

    /// <summary>An <c>a{sa{sv}}</c>: properties by interface, as in InterfacesAdded.</summary>
    public Dictionary<string, Dictionary<string, DBusValue>> AsInterfaces()
    {
        var interfaces = new Dictionary<string, Dictionary<string, DBusValue>>();
        foreach (var entry in Of("a{sa{sv}}").RawItems) interfaces[entry.RawItems[0].Text] = entry.RawItems[1].AsProperties();
        return interfaces;
    }

    /// <summary>An <c>a{oa{sa{sv}}}</c>: the answer of GetManagedObjects.</summary>
    public Dictionary<ObjectPath, Dictionary<string, Dictionary<string, DBusValue>>> AsManagedObjects()
    {
        var objects = new Dictionary<ObjectPath, Dictionary<string, Dictionary<string, DBusValue>>>();
        foreach (var entry in Of("a{oa{sa{sv}}}").RawItems) objects[new(entry.RawItems[0].Text)] = entry.RawItems[1].AsInterfaces();
        return objects;
    }

    private DBusValue Of(string signature)
    {
        var value = Unwrapped;
        return value.Signature == signature ? value : throw new DBusTypeException(signature, value.Signature);
    }

    private DBusValue OfCode(char code, string wanted)
    {
        var value = Unwrapped;
        return value.Type.Code == code ? value : throw new DBusTypeException(wanted, value.Signature);
    }
}
