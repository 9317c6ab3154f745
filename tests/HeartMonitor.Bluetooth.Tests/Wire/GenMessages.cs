using CsCheck;
using HeartMonitor.DBus;

namespace HeartMonitor.Bluetooth.Tests.Wire;

/// <summary>Any message, of any value, to some depth.</summary>
internal static class GenMessages
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char['a', 'z'], 1, 8];
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 0, 12], AnyOf("Größe", "♥", "𝄞", ""));
    private static readonly Gen<ObjectPath> Path = Word.Array[0, 4].Select(words => new ObjectPath("/" + string.Join('/', words)));
    private static readonly Gen<string> Dotted = Word.Array[2, 4].Select(words => string.Join('.', words));

    private static readonly Gen<DBusValue> Basic = Gen.OneOf(
        Gen.Byte.Select(value => (DBusValue)value), Gen.Bool.Select(value => (DBusValue)value), Gen.Short.Select(value => (DBusValue)value),
        Gen.UShort.Select(value => (DBusValue)value), Gen.Int.Select(value => (DBusValue)value), Gen.UInt.Select(value => (DBusValue)value),
        Gen.Long.Select(value => (DBusValue)value), Gen.ULong.Select(value => (DBusValue)value), Gen.Double.Select(value => (DBusValue)value),
        Text.Select(value => (DBusValue)value), Path.Select(value => (DBusValue)value),
        AnyOf("", "y", "a{sv}", "(i(ss))").Select(DBusValue.FromSignature));

    /// <summary>Values nested at most so deep.</summary>
    internal static Gen<DBusValue> Value(int depth) => depth == 0
        ? Basic
        : Gen.OneOf(
            Basic,
            Gen.Byte.Array[0, 24].Select(bytes => DBusValue.FromBytes(bytes)),
            Value(depth - 1).Select(DBusValue.Variant),
            Value(depth - 1).Array[1, 3].Select(fields => DBusValue.Struct(fields)),
            Value(depth - 1).Select(Gen.Int[0, 4], (item, count) => DBusValue.Array(item.Signature, Enumerable.Repeat(item, count))),
            Basic.Select(Value(depth - 1), Gen.Int[0, 3], Map));

    internal static Gen<DBusMessage> Message { get; } = Gen.Select(
        Header(), Value(3).Array[0, 3], Gen.UInt[1, uint.MaxValue], Gen.Bool, Gen.Int[0, 7],
        (header, body, serial, isBig, marks) => header with { Body = body, Serial = serial, IsBigEndian = isBig, Flags = (DBusMessageMarks)marks });

    private static Gen<DBusMessage> Header() => Gen.Select(
        Gen.Enum<DBusMessageKind>(), Path, Dotted, Word, Gen.UInt[1, uint.MaxValue], Gen.Bool,
        (kind, path, dotted, word, serial, isAddressed) => new DBusMessage(kind)
        {
            Path = kind is DBusMessageKind.Signal or DBusMessageKind.MethodCall ? path : null,
            Interface = kind is DBusMessageKind.Signal or DBusMessageKind.MethodCall ? dotted : null,
            Member = kind is DBusMessageKind.Signal or DBusMessageKind.MethodCall ? word : null,
            ErrorName = kind is DBusMessageKind.Error ? dotted : null,
            ReplySerial = kind is DBusMessageKind.Error or DBusMessageKind.MethodReturn ? serial : null,
            Destination = isAddressed ? dotted : null,
            Sender = isAddressed ? ":1." + serial : null,
        });

    private static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static DBusValue Map(DBusValue key, DBusValue value, int count) =>
        DBusValue.Dictionary(key.Signature, value.Signature, Enumerable.Repeat(KeyValuePair.Create(key, value), count));
}
