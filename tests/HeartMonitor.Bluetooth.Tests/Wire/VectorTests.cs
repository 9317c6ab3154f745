using HeartMonitor.DBus;
using HeartMonitor.DBus.Wire;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Wire;

/// <summary>Messages that another marshaller made (<c>Data/make-vectors.py</c>), in both byte orders.</summary>
public sealed class VectorTests
{
    private static readonly DBusMessage Call = DBusMessage.Call(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, "Hello") with { Serial = 77 };

    private static readonly Dictionary<string, DBusMessage> Expected = new()
    {
        ["empty"] = Told(),
        ["basics"] = Told(
            (byte)7, true, (short)-2, ushort.MaxValue, -3, 4_000_000_000u, -5_000_000_000L, 18_000_000_000_000_000_000UL, -1.5, "Größe ♥",
            new ObjectPath("/org/bluez/hci0"), DBusValue.FromSignature("a{sv}")),
        ["bytes"] = Told(DBusValue.FromBytes([0x16, 0x5A, 0xA6, 0x02])),
        ["no-bytes"] = Told(DBusValue.FromBytes([])),
        ["longs"] = Told((byte)1, DBusValue.Array("t", 5UL)),
        ["no-longs"] = Told((byte)1, DBusValue.Array("t")),
        ["strings"] = Told(DBusValue.Strings("a", "", "bcd")),
        ["struct"] = Told(DBusValue.Struct((byte)1, "x", DBusValue.Array("t", 2UL, 3UL))),
        ["structs"] = Told((byte)9, DBusValue.Array("(yx)", DBusValue.Struct((byte)1, 2L), DBusValue.Struct((byte)3, 4L))),
        ["properties"] = Told("org.bluez.GattCharacteristic1", DBusValue.Properties(KeyValuePair.Create("Value", DBusValue.FromBytes([6, 75]))), DBusValue.Strings()),
        ["variants"] = Told(
            DBusValue.Variant((byte)1), DBusValue.Variant(DBusValue.Variant(2UL)),
            DBusValue.Variant(DBusValue.Properties(KeyValuePair.Create("k", DBusValue.Strings("z"))))),
        ["managed"] = Told(DBusValue.Dictionary("o", "a{sa{sv}}", Pair(new ObjectPath("/org/bluez/hci0"), DBusValue.Dictionary("s", "a{sv}", Pair(
            "org.bluez.Adapter1", DBusValue.Properties(KeyValuePair.Create<string, DBusValue>("Powered", true), KeyValuePair.Create("UUIDs", DBusValue.Strings()))))))),
        ["numbered"] = Told(
            DBusValue.Dictionary("y", "at", Pair((byte)1, DBusValue.Array("t", 2UL))),
            DBusValue.Dictionary("t", "ay", Pair(3UL, DBusValue.FromBytes([4, 5])))),
        ["hello"] = Call with { Serial = 1, Sender = null },
        ["return"] = Call.Return() with { Destination = null, Serial = 1 },
        ["error"] = Call.Fail("org.bluez.Error.NotReady", "Resource Not Ready") with { Destination = null, Serial = 1 },
    };

    public static TheoryData<string, string> Vectors
    {
        get
        {
            var vectors = new TheoryData<string, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "vectors.txt")))
                vectors.Add(line.Split('\t')[0], line.Split('\t')[1]);
            return vectors;
        }
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_message_of_another_marshaller_is_read(string name, string hex)
    {
        var isBig = name.EndsWith("-be", StringComparison.Ordinal);
        var expected = Expected[isBig ? name[..^3] : name] with { IsBigEndian = isBig };
        var read = MessageCodec.Decode(Convert.FromHexString(hex));
        Assert.Equal(expected, read! with { Flags = expected.Flags });
    }

    /// <summary>Header fields may come in any order, so what is compared byte for byte is the body.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Our_bytes_of_a_body_are_the_same(string name, string hex)
    {
        var theirs = Convert.FromHexString(hex);
        var ours = MessageCodec.Encode(MessageCodec.Decode(theirs)!);
        Assert.Equal(theirs.Length, ours.Length);
        Assert.Equal(BodyOf(theirs, name), BodyOf(ours, name));
    }

    [Fact]
    public void All_vectors_are_there() => Assert.Equal(2 * Expected.Count, Vectors.Count);

    private static byte[] BodyOf(byte[] message, string name)
    {
        var length = name.EndsWith("-be", StringComparison.Ordinal) ? message[6..8].Reverse().ToArray() : message[4..6];
        return message[^(length[0] + (256 * length[1]))..];
    }

    private static DBusMessage Told(params DBusValue[] body) =>
        DBusMessage.Signal(new("/org/bluez"), "org.bluez.Test", "Told", body) with { Serial = 1, Sender = ":1.7" };

    private static KeyValuePair<DBusValue, DBusValue> Pair(DBusValue key, DBusValue value) => KeyValuePair.Create(key, value);
}
