using HeartMonitor.DBus;
using HeartMonitor.DBus.Wire;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Wire;

/// <summary>Specification, "Valid Signatures".</summary>
public sealed class SignatureTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("y", 1)]
    [InlineData("ybnqiuxtdsog", 12)]
    [InlineData("a{sv}", 1)]
    [InlineData("a{oa{sa{sv}}}", 1)]
    [InlineData("(i(ss)ay)v", 2)]
    [InlineData("aaay", 1)]
    public void What_the_specification_allows_is_read(string signature, int types) => Assert.Equal(types, DBusType.ParseAll(signature).Length);

    [Theory]
    [InlineData("a")]
    [InlineData("aa")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("()")]
    [InlineData("(i")]
    [InlineData("i)")]
    [InlineData("{sv}")] // an entry stands in an array only
    [InlineData("({sv})")]
    [InlineData("a{vs}")] // keys are basic
    [InlineData("a{(i)s}")]
    [InlineData("a{s}")]
    [InlineData("a{sss}")]
    [InlineData("a{sv")]
    [InlineData("a{}")]
    [InlineData("z")]
    [InlineData("r")] // reserved, never in a signature
    [InlineData("e")]
    [InlineData("h")] // file descriptors are not taken
    [InlineData("a{hs}")]
    [InlineData("s\0")]
    [InlineData("ß")]
    public void What_it_forbids_is_refused(string signature) => Assert.Throws<DBusProtocolException>(() => DBusType.ParseAll(signature));

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Thirty_two_arrays_may_nest(int depth, bool isFine) => Judge(new string('a', depth) + "y", isFine);

    [Theory]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void Thirty_two_structs_may_nest(int depth, bool isFine) => Judge(new string('(', depth) + "y" + new string(')', depth), isFine);

    [Fact]
    public void Arrays_and_structs_are_counted_apart() => Judge(new string('a', 32) + new string('(', 32) + "y" + new string(')', 32), isFine: true);

    [Fact]
    public void An_entry_counts_as_a_struct()
    {
        var entries = string.Concat(Enumerable.Repeat("a{y", 32));
        Judge(entries + "y" + new string('}', 32), isFine: true);
        Judge(entries + "(y)" + new string('}', 32), isFine: false);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void It_has_at_most_255_bytes(int length, bool isFine) => Judge(new string('y', length), isFine);

    [Theory]
    [InlineData("y", 1)]
    [InlineData("g", 1)]
    [InlineData("v", 1)]
    [InlineData("n", 2)]
    [InlineData("b", 4)]
    [InlineData("s", 4)]
    [InlineData("o", 4)]
    [InlineData("ay", 4)]
    [InlineData("x", 8)]
    [InlineData("d", 8)]
    [InlineData("(y)", 8)]
    public void Alignment_is_that_of_the_table(string signature, int alignment) => Assert.Equal(alignment, DBusType.Parse(signature).Alignment);

    private static void Judge(string signature, bool isFine)
    {
        if (isFine) Assert.Equal(signature, string.Concat(DBusType.ParseAll(signature).Select(type => type.Text)));
        else Assert.Throws<DBusProtocolException>(() => DBusType.ParseAll(signature));
    }
}
