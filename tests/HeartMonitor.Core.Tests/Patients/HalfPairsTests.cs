using System.Text;
using CsCheck;
using Xunit;

namespace HeartMonitor.Core.Tests.Patients;

public sealed class HalfPairsTests
{
    private static readonly string[] Parts = ["a", "\\\\", "\\n", "\\ud83d", "\\uDE00", "\\u0041", "\\\"", "é"];

    [Theory]
    [InlineData("""{ "a": "\ud800" }""", 1, 8)]
    [InlineData("{\n  \"a\": 1,\n  \"\\uDC00b\": 2 }", 3, 3)]
    [InlineData("""["\ud83d\ud83d"]""", 1, 2)]
    [InlineData("""["\ud83d x\ude00"]""", 1, 2)]
    [InlineData("""["\ud83d\n"]""", 1, 2)]
    [InlineData("""["fine", /* \ud800 "\ud800" */ "\ude00\ud83d"]""", 1, 32)]
    public void Half_a_pair_is_found_at_its_place(string json, int line, int position) => Assert.StartsWith(
        FormattableString.Invariant($"line {line}, position {position}: this text holds half a character"), HalfPairs.FaultOf(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "a": "\ud83e\uDEC0 \\ud800 \u00e9" }""")]
    [InlineData("""{ "a": 1, } // "\ud800" """)]
    [InlineData("""{ "a": "\ud8 """)]
    [InlineData("")]
    public void A_whole_pair_an_escaped_backslash_a_comment_and_text_that_is_no_json_are_none(string json) => Assert.Null(HalfPairs.FaultOf(json));

    [Fact]
    public void Bytes_that_are_not_utf8_are_found_in_texts_and_names()
    {
        byte[] name = [.. "{\""u8, 0xFF, .. "\":1}"u8];
        byte[] value = [.. "[\"a"u8, 0xC3, .. "\"]"u8];
        Assert.NotNull(HalfPairs.FaultOf(name));
        Assert.NotNull(HalfPairs.FaultOf(value));
    }

    /// <summary>What is not found can be read: the framework's own reader is the judge.</summary>
    [Fact]
    public void What_is_not_found_is_readable_and_what_is_found_is_not() => Gen.Int[0, 7].List[0, 6].Sample(parts =>
    {
        var json = "[\"" + string.Concat(parts.Select(part => Parts[part])) + "\"]";
        using var document = global::System.Text.Json.JsonDocument.Parse(json);
        Assert.Equal(IsReadable(document.RootElement[0]), HalfPairs.FaultOf(json) is null);
        Assert.Equal(HalfPairs.FaultOf(json), HalfPairs.FaultOf(Encoding.UTF8.GetBytes(json)));
    }, iter: 2_000);

    private static bool IsReadable(global::System.Text.Json.JsonElement text)
    {
        try
        {
            return text.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
