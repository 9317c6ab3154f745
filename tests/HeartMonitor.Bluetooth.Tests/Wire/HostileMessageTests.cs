using HeartMonitor.DBus;
using HeartMonitor.DBus.Wire;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Wire;

/// <summary>Each breach of the specification, on its own.</summary>
public sealed class HostileMessageTests
{
    private static readonly DBusMessage Valid = DBusMessage.Signal(new("/a"), "a.b", "C") with { Serial = 1 };

    [Theory]
    [InlineData(0, (byte)'x')] // byte order
    [InlineData(1, 0)] // type 0
    [InlineData(3, 2)] // protocol version
    [InlineData(8, 0)] // serial 0
    public void A_header_that_breaks_the_rules_is_refused(int at, byte value) => Refused(Patched(MessageCodec.Encode(Valid), at, value));

    [Fact]
    public void A_type_that_nobody_knows_is_ignored() => Assert.Null(MessageCodec.Decode(Patched(MessageCodec.Encode(Valid), 1, 9)));

    [Fact]
    public void A_mark_that_nobody_knows_is_ignored() => Assert.Equal(DBusMessageMarks.None, MessageCodec.Decode(Patched(MessageCodec.Encode(Valid), 2, 0xF8))!.Flags);

    [Theory]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x01000000u)] // true in the other byte order
    public void A_boolean_is_0_or_1(uint value) => Refused(Body("b", BitConverter.GetBytes(value)));

    [Theory]
    [InlineData("s", "04000000 61626300 00")] // a NUL within
    [InlineData("s", "01000000 6161")] // no NUL at the end
    [InlineData("s", "01000000 FF00")] // no UTF-8
    [InlineData("s", "02000000 C08000")] // a NUL in two bytes
    [InlineData("s", "03000000 EDA08000")] // half a surrogate pair
    [InlineData("s", "04000000 F490808000")] // beyond U+10FFFF
    [InlineData("s", "FFFFFFFF 6100")] // a length beyond the message
    [InlineData("s", "05000000 6100")]
    [InlineData("o", "01000000 6100")] // no path
    [InlineData("o", "00000000 00")]
    [InlineData("o", "03000000 2F612F00")]
    [InlineData("g", "01 6100")] // an array of nothing
    [InlineData("g", "01 6800")] // a file descriptor
    [InlineData("g", "02 7900")]
    [InlineData("v", "00 00")] // a variant of nothing
    [InlineData("v", "02 797900 0000")] // a variant of two values
    [InlineData("v", "01 6800 00000000")]
    [InlineData("yu", "01 000100 02000000")] // padding that is not zero
    [InlineData("yx", "01 00000000000001 0200000000000000")]
    [InlineData("ay", "05000000 01020304")] // an array beyond the message
    [InlineData("ay", "01000004 01")] // more than 64 MiB
    [InlineData("ay", "FFFFFFFF 01")]
    [InlineData("au", "06000000 010000000200")] // a last element beyond the length
    [InlineData("at", "00000000 00000001")] // padding of an empty array
    [InlineData("a(yy)", "09000000 00000000 0102000000000000 03")]
    [InlineData("u", "0000")]
    [InlineData("u", "00000000 00")] // bytes that no type speaks of
    [InlineData("", "00")]
    [InlineData("h", "00000000")]
    [InlineData("(y", "00")]
    public void A_value_that_breaks_the_rules_is_refused(string signature, string hex) =>
        Refused(Body(signature, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("s", "04000000 F48FBFBF00")] // U+10FFFF
    [InlineData("s", "03000000 EFBFBF00")] // a noncharacter, which is allowed
    [InlineData("at", "00000000 00000000")]
    [InlineData("yu", "01 000000 02000000")]
    [InlineData("b", "01000000")]
    public void A_value_just_within_the_rules_is_read(string signature, string hex) =>
        Assert.Equal(signature, MessageCodec.Decode(Body(signature, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))))!.Signature);

    [Fact]
    public void Every_kind_needs_its_fields()
    {
        DBusMessage[] incomplete =
        [
            Valid with { Path = null }, Valid with { Interface = null }, Valid with { Member = null },
            new(DBusMessageKind.MethodCall) { Serial = 1, Member = "C" }, new(DBusMessageKind.MethodCall) { Serial = 1, Path = new("/a") },
            new(DBusMessageKind.MethodReturn) { Serial = 1 }, new(DBusMessageKind.Error) { Serial = 1, ReplySerial = 1 },
            new(DBusMessageKind.Error) { Serial = 1, ErrorName = "a.b" }, new(DBusMessageKind.MethodReturn) { Serial = 1, ReplySerial = 0 },
        ];
        Assert.All(incomplete, message => Assert.Throws<DBusProtocolException>(() => MessageCodec.Encode(message)));
        Assert.All(incomplete, message => Refused(Unchecked(message)));
    }

    [Fact]
    public void Names_in_a_header_obey_their_grammar()
    {
        DBusMessage[] bad =
        [
            Valid with { Interface = "a" }, Valid with { Member = "a.b" }, Valid with { Sender = "x" }, Valid with { Destination = "a..b" },
            Valid with { Interface = "org.freedesktop.DBus.Local" }, Valid with { Path = new("/org/freedesktop/DBus/Local") },
        ];
        Assert.All(bad, message => Refused(Unchecked(message)));
    }

    [Fact]
    public void A_field_has_its_type_and_comes_once()
    {
        Refused(Fields((1, "a"), (2, "a.b"), (3, "C"))); // a path as a string
        Refused(Fields((1, new ObjectPath("/a")), (2, "a.b"), (3, "C"), (3, "C")));
        Refused(Fields((1, new ObjectPath("/a")), (2, "a.b"), (3, "C"), (0, "x")));
        Refused(Fields((1, new ObjectPath("/a")), (2, "a.b"), (3, "C"), (9, 1u))); // a file descriptor
        Assert.NotNull(MessageCodec.Decode(Fields((1, new ObjectPath("/a")), (2, "a.b"), (3, "C"), (9, 0u), (200, "unknown"))));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Variants_nest_64_deep(int depth, bool isFine)
    {
        byte[] nested = [.. Enumerable.Repeat(new byte[] { 1, (byte)'v', 0 }, depth - 1).SelectMany(bytes => bytes), 1, (byte)'y', 0, 7];
        if (isFine) Assert.NotNull(MessageCodec.Decode(Body("v", nested)));
        else Refused(Body("v", nested));
    }

    [Fact]
    public void More_values_than_we_count_are_refused_before_they_are_made()
    {
        var bytes = Body("ab", [.. BitConverter.GetBytes(4 * 1_000_000), .. new byte[4 * 1_000_000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(bytes);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 32 * 1024 * 1024);
    }

    [Fact]
    public void A_promise_beyond_the_bound_is_refused_on_its_first_bytes()
    {
        var start = MessageCodec.Encode(Valid).AsSpan(0, 16).ToArray();
        BitConverter.TryWriteBytes(start.AsSpan(4), DBusLimits.MostMessageBytes);
        Assert.Throws<DBusProtocolException>(() => MessageCodec.Measure(start, DBusLimits.MostMessageBytes));
        BitConverter.TryWriteBytes(start.AsSpan(4), 1000);
        Assert.Throws<DBusProtocolException>(() => MessageCodec.Measure(start, 1000));
        BitConverter.TryWriteBytes(start.AsSpan(12), uint.MaxValue);
        Assert.Throws<DBusProtocolException>(() => MessageCodec.Measure(start, DBusLimits.MostMessageBytes));
    }

    [Fact]
    public void We_send_no_string_that_we_would_refuse()
    {
        Assert.Throws<DBusProtocolException>(() => DBusValue.FromString("a\0b"));
        Assert.Throws<DBusProtocolException>(() => DBusValue.FromString(new('\ud800', 1)));
    }

    private static void Refused(byte[] bytes) => Assert.Throws<DBusProtocolException>(() => MessageCodec.Decode(bytes));

    private static byte[] Patched(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    /// <summary>A signal whose body is these bytes, whatever its signature says.</summary>
    private static byte[] Body(string signature, byte[] body) =>
        Raw([(1, new ObjectPath("/a")), (2, "a.b"), (3, "C"), (8, DBusValue.Read(DBusType.Basic('g'), signature))], body, 4);

    private static byte[] Fields(params (byte Code, DBusValue Value)[] fields) => Raw(fields, [], 4);

    /// <summary>The message as if nobody had checked it.</summary>
    private static byte[] Unchecked(DBusMessage message)
    {
        List<(byte, DBusValue)> fields = [];
        if (message.Path is { } path) fields.Add((1, path));
        if (message.Interface is { } name) fields.Add((2, name));
        if (message.Member is { } member) fields.Add((3, member));
        if (message.ErrorName is { } error) fields.Add((4, error));
        if (message.ReplySerial is { } serial) fields.Add((5, serial));
        if (message.Destination is { } destination) fields.Add((6, destination));
        if (message.Sender is { } sender) fields.Add((7, sender));
        return Raw([.. fields], [], (byte)message.Kind);
    }

    private static byte[] Raw((byte Code, DBusValue Value)[] fields, byte[] body, byte kind)
    {
        var writer = new WireWriter(bigEndian: false);
        foreach (var part in new byte[] { (byte)'l', kind, 0, 1 }) writer.WriteByte(part);
        writer.WriteUInt32((uint)body.Length);
        writer.WriteUInt32(1);
        writer.WriteValue(DBusValue.Array("(yv)", fields.Select(field => DBusValue.Struct(field.Code, DBusValue.Variant(field.Value)))));
        writer.Align(8);
        return [.. writer.ToArray(), .. body];
    }
}
