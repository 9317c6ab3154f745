namespace HeartMonitor.DBus;

/// <summary>A message (specification, "Message Format"). What the codec reads obeys the grammar and has the fields its kind requires.</summary>
public sealed record DBusMessage(DBusMessageKind Kind)
{
    private static readonly DBusValue[] Nothing = [];

    public DBusMessageMarks Flags { get; init; }

    /// <summary>Number that the sender gave it, not 0; 0 while it has none.</summary>
    public uint Serial { get; init; }

    public ObjectPath? Path { get; init; }

    public string? Interface { get; init; }

    public string? Member { get; init; }

    public string? ErrorName { get; init; }

    /// <summary>Serial of the call that this answers.</summary>
    public uint? ReplySerial { get; init; }

    public string? Destination { get; init; }

    /// <summary>Set by the bus, so that nobody can lie about it; a peer without a bus may.</summary>
    public string? Sender { get; init; }

    public IReadOnlyList<DBusValue> Body { get; init; } = Nothing;

    /// <summary>Byte order it had, or is to have, on the wire.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Signature of the body.</summary>
    public string Signature => string.Concat(Body.Select(value => value.Signature));

    public bool WantsReply => Kind == DBusMessageKind.MethodCall && !Flags.HasFlag(DBusMessageMarks.NoReplyExpected);

    /// <summary>A signal of this name.</summary>
    public bool IsSignal(string @interface, string member) => Kind == DBusMessageKind.Signal && Interface == @interface && Member == member;

    public static DBusMessage Call(string? destination, ObjectPath path, string @interface, string member, params DBusValue[] body) =>
        new(DBusMessageKind.MethodCall) { Destination = destination, Path = path, Interface = @interface, Member = member, Body = body };

    public static DBusMessage Signal(ObjectPath path, string @interface, string member, params DBusValue[] body) =>
        new(DBusMessageKind.Signal) { Path = path, Interface = @interface, Member = member, Body = body };

    public DBusMessage Return(params DBusValue[] body) =>
        new(DBusMessageKind.MethodReturn) { ReplySerial = Serial, Destination = Sender, Body = body, Flags = DBusMessageMarks.NoReplyExpected };

    public DBusMessage Fail(string errorName, string text) => new(DBusMessageKind.Error)
    {
        ReplySerial = Serial,
        Destination = Sender,
        ErrorName = errorName,
        Body = [text],
        Flags = DBusMessageMarks.NoReplyExpected,
    };

    public bool Equals(DBusMessage? other) =>
        other is not null && HeaderOf(this) == HeaderOf(other) && (Path, IsBigEndian) == (other.Path, other.IsBigEndian) && Body.SequenceEqual(other.Body);

    public override int GetHashCode() => HeaderOf(this).GetHashCode();

    public override string ToString() =>
        $"{Kind} {Sender}->{Destination} {Path} {Interface}.{Member} {ErrorName} #{Serial} re {ReplySerial} ({string.Join(", ", Body)})";

    private static (DBusMessageKind, DBusMessageMarks, uint, string?, string?, string?, (uint?, string?, string?)) HeaderOf(DBusMessage message) =>
        (message.Kind, message.Flags, message.Serial, message.Interface, message.Member, message.ErrorName,
            (message.ReplySerial, message.Destination, message.Sender));
}
