namespace HeartMonitor.DBus.Wire;

/// <summary>The array of header fields, <c>a(yv)</c> (specification, "Header Fields").</summary>
internal sealed class HeaderFields
{
    private static readonly DBusType ArrayType = DBusType.Parse("a(yv)");

    private readonly DBusValue?[] _fields = new DBusValue?[10];

    internal string Signature => _fields[(int)HeaderField.Signature]?.Text ?? "";

    internal static HeaderFields Read(ref WireReader reader)
    {
        var header = new HeaderFields();
        foreach (var field in reader.ReadValue(ArrayType).RawItems) header.Add((byte)field.RawItems[0].Bits, field.RawItems[1].RawVariant);
        return header;
    }

    internal static void Write(DBusMessage message, WireWriter writer)
    {
        var fields = new List<DBusValue>();
        Put(fields, HeaderField.Path, message.Path is { } path ? (DBusValue)path : null);
        Put(fields, HeaderField.Interface, Text(message.Interface));
        Put(fields, HeaderField.Member, Text(message.Member));
        Put(fields, HeaderField.ErrorName, Text(message.ErrorName));
        Put(fields, HeaderField.ReplySerial, message.ReplySerial is { } serial ? (DBusValue)serial : null);
        Put(fields, HeaderField.Destination, Text(message.Destination));
        Put(fields, HeaderField.Sender, Text(message.Sender));
        Put(fields, HeaderField.Signature, message.Body.Count > 0 ? DBusValue.FromSignature(message.Signature) : null);
        writer.WriteValue(DBusValue.Array("(yv)", fields));
    }

    internal DBusMessage ToMessage(DBusMessageKind kind) => new(kind)
    {
        Path = _fields[(int)HeaderField.Path] is { } path ? new ObjectPath(path.Text) : null,
        Interface = _fields[(int)HeaderField.Interface]?.Text,
        Member = _fields[(int)HeaderField.Member]?.Text,
        ErrorName = _fields[(int)HeaderField.ErrorName]?.Text,
        ReplySerial = (uint?)_fields[(int)HeaderField.ReplySerial]?.Bits,
        Destination = _fields[(int)HeaderField.Destination]?.Text,
        Sender = _fields[(int)HeaderField.Sender]?.Text,
    };

    /// <summary>Names obey their grammar, nothing of the kind's fields is missing, nothing is of the local interface.</summary>
    internal static void Require(DBusMessage message)
    {
        Check(message.Interface, DBusNames.IsInterface, "interface");
        Check(message.Member, DBusNames.IsMember, "member");
        Check(message.ErrorName, DBusNames.IsError, "error name");
        Check(message.Destination, DBusNames.IsBusName, "destination");
        Check(message.Sender, DBusNames.IsBusName, "sender");
        if (message.ReplySerial == 0) throw new DBusProtocolException("A reply is to the serial 0.");
        if (message.Interface == DBusNames.Local || message.Path?.Value == DBusNames.LocalPath)
            throw new DBusProtocolException("A message claims the local interface.");

        var isComplete = message.Kind switch
        {
            DBusMessageKind.MethodCall => message is { Path: not null, Member: not null },
            DBusMessageKind.MethodReturn => message.ReplySerial is not null,
            DBusMessageKind.Error => message is { ReplySerial: not null, ErrorName: not null },
            DBusMessageKind.Signal => message is { Path: not null, Interface: not null, Member: not null },
            _ => throw new DBusProtocolException($"A message has the type {(int)message.Kind}."),
        };
        if (!isComplete) throw new DBusProtocolException($"A {message.Kind} lacks a header field.");
    }

    private void Add(byte code, DBusValue value)
    {
        if (code == 0) throw new DBusProtocolException("A header field has the code 0.");
        if (code >= _fields.Length) return;
        if (_fields[code] is not null) throw new DBusProtocolException($"The header field {(HeaderField)code} came twice.");
        if (value.Signature != TypeOf((HeaderField)code)) throw new DBusProtocolException($"The header field {(HeaderField)code} has the type {value.Signature}.");
        if (code == (int)HeaderField.UnixFds && value.Bits != 0) throw new DBusProtocolException("File descriptors are not taken.");
        _fields[code] = value;
    }

    private static string TypeOf(HeaderField field) => field switch
    {
        HeaderField.Path => "o",
        HeaderField.ReplySerial or HeaderField.UnixFds => "u",
        HeaderField.Signature => "g",
        _ => "s",
    };

    private static void Check(string? name, Func<string, bool> isValid, string what)
    {
        if (name is not null && !isValid(name)) throw new DBusProtocolException($"A message's {what} breaks the grammar.");
    }

    private static void Put(List<DBusValue> fields, HeaderField field, DBusValue? value)
    {
        if (value is not null) fields.Add(DBusValue.Struct((byte)field, DBusValue.Variant(value)));
    }

    private static DBusValue? Text(string? text) => text is null ? null : DBusValue.FromString(text);
}
