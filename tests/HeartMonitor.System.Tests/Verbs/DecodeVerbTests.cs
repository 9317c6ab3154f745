using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HeartMonitor.Host.Verbs;
using Xunit;

namespace HeartMonitor.System.Tests.Verbs;

/// <summary><c>monitor decode</c> as contracts 2 and decisions 38 promise it.</summary>
public sealed class DecodeVerbTests(ITestOutputHelper log)
{
    [Fact]
    public void The_contracts_example_is_printed_to_the_letter()
    {
        var (code, output) = Run(["16 5A A6 02", "06", "04 00"]);

        Assert.Equal(
            """
            {"hex":"165AA602","hr":90,"contact":"detected","energyKj":null,"rrRaw":[678],"rrMs":[662.109375],"warnings":[]}
            {"hex":"06","error":"flags-only"}
            {"hex":"0400","hr":0,"contact":"not-detected","energyKj":null,"rrRaw":[],"rrMs":[],"warnings":["hr-zero"]}

            """.ReplaceLineEndings("\n"),
            output);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("", """{"hex":"","error":"empty"}""")]
    [InlineData("   ", """{"hex":"","error":"empty"}""")]
    [InlineData("01 48", """{"hex":"0148","error":"hr-truncated"}""")]
    [InlineData("165aa602", """{"hex":"165AA602","hr":90,"contact":"detected","energyKj":null,"rrRaw":[678],"rrMs":[662.109375],"warnings":[]}""")]
    [InlineData("0048", """{"hex":"0048","hr":72,"contact":"not-supported","energyKj":null,"rrRaw":[],"rrMs":[],"warnings":[]}""")]
    [InlineData("1E501027 0004 0003", """{"hex":"1E50102700040003","hr":80,"contact":"detected","energyKj":10000,"rrRaw":[1024,768],"rrMs":[1000,750],"warnings":[]}""")]
    public void A_packet_is_one_line(string packet, string line)
    {
        var (code, output) = Run([packet]);
        Assert.Equal(line + "\n", output);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("16:5A:A6:02")]
    [InlineData("16-5A-A6-02")]
    [InlineData("0x165AA602")]
    [InlineData("0x16 0x5A 0xA6 0x02")]
    [InlineData("0X16:0X5A:0XA6:0X02")]
    [InlineData(" 16\t5a a602 ")]
    [InlineData("1 65 AA60 2")]
    public void Blanks_dashes_colons_and_prefixes_are_ignored(string packet) =>
        Assert.StartsWith("""{"hex":"165AA602","hr":90,""", Run([packet]).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("zz")]
    [InlineData("165")]
    [InlineData("16,5A")]
    [InlineData("10x1")]
    [InlineData("0x1")]
    [InlineData("x")]
    [InlineData("１６")]
    [InlineData("ß \"quoted\" \\ \u0001")]
    [InlineData("16 5A A6 02 # a strap")]
    public void Text_that_is_not_hex_is_echoed_as_it_was_given_and_fails_the_run(string text)
    {
        var (code, output) = Run(["06 4B", text, "00 48"]);

        var lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        using var line = JsonDocument.Parse(lines[1]);
        Assert.Equal(["hex", "error"], line.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(text, line.RootElement.GetProperty("hex").GetString());
        Assert.Equal("not-hex", line.RootElement.GetProperty("error").GetString());
        Assert.Contains("\"hr\":72", lines[2], StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public void Text_that_is_not_even_text_is_still_one_line_of_json()
    {
        var (code, output) = Run(["\uD800"]);
        using var line = JsonDocument.Parse(output);
        Assert.Equal("\uFFFD", line.RootElement.GetProperty("hex").GetString());
        Assert.Equal(1, code);
    }

    [Theory]
    [InlineData("18 55 64", "energy-truncated")]
    [InlineData("16 3C", "rr-flag-but-none")]
    [InlineData("16 3C 00", "rr-flag-but-none,rr-odd-trailing-byte")]
    [InlineData("06 46 00 04", "trailing-bytes-without-rr-flag")]
    [InlineData("E6 46", "reserved-bits-set")]
    [InlineData("04 00", "hr-zero")]
    [InlineData("14 37 00 00", "rr-zero")]
    [InlineData("16 46 FF FF", "rr-implausible")]
    [InlineData("01 2C 01", "hr-implausible")]
    [InlineData(
        "F0 00 0000 FFFF 0004 0004 0004 0004 0004 0004 0004 0004 00",
        "rr-odd-trailing-byte,reserved-bits-set,hr-zero,rr-zero,rr-implausible,rr-more-than-mtu-allows")]
    public void Warnings_come_by_name_in_the_order_of_the_fact_sheet(string packet, string names)
    {
        using var line = JsonDocument.Parse(Run([packet]).Output);
        Assert.Equal(names.Split(','), line.RootElement.GetProperty("warnings").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public void A_dash_stands_for_the_lines_of_standard_input_between_the_arguments()
    {
        var (code, output) = Run(["00 01", "-", "00 04"], "00 02\r\n00 03\r\n");
        Assert.Equal([1, 2, 3, 4], output.TrimEnd('\n').Split('\n').Select(HeartRateOf));
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n", 1)]
    [InlineData("00 48", 1)]
    [InlineData("00 48\n\n00 49\n", 3)]
    [InlineData("00 48\r00 49\r\n\r\n", 3)]
    [InlineData("\uFEFF00 48\n", 1)]
    [InlineData("-\n", 1)]
    public void Every_line_of_standard_input_gets_a_line(string input, int lines)
    {
        var (code, output) = Run(["-"], input);
        Assert.Equal(lines, output.Count(c => c == '\n'));
        Assert.Equal(0, code);
    }

    [Fact]
    public void An_empty_line_is_an_empty_packet_and_no_failure() =>
        Assert.Equal((0, "{\"hex\":\"\",\"error\":\"empty\"}\n"), Run(["-"], "\n"));

    [Fact]
    public void One_line_that_is_not_hex_fails_the_run_and_stops_nothing()
    {
        var (code, output) = Run(["-"], "00 48\nnonsense\n00 49");
        Assert.Equal(3, output.Count(c => c == '\n'));
        Assert.Equal(1, code);
    }

    [Fact]
    public void No_argument_is_wrong_usage() => Assert.Equal((2, ""), Run([]));

    /// <summary>Whatever the sizes of the pieces in which the input arrives, the lines are those of the whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(16 * 1024)]
    public void Input_that_arrives_in_pieces_gives_the_same_lines(int piece)
    {
        var input = string.Concat(Enumerable.Range(0, 500).Select(i =>
            FormattableString.Invariant($"00 {i % 256:X2}{(i % 3) switch { 0 => "\r\n", 1 => "\n", _ => "\r" }}")));
        using var output = new StringWriter();
        Assert.Equal(0, DecodeVerb.Run(["-"], new DribblingReader(input, piece), output));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => i % 256), output.ToString().TrimEnd('\n').Split('\n').Select(HeartRateOf));
    }

    [Fact]
    public void A_line_of_a_million_intervals_is_decoded_whole()
    {
        var packet = new StringBuilder("10 48 ").Insert(6, "0004", 1_000_000).ToString();
        var (code, output) = Run(["-"], packet + "\n00 48\n");
        using var line = JsonDocument.Parse(output.AsMemory(0, output.IndexOf('\n', StringComparison.Ordinal)));
        Assert.Equal(1_000_000, line.RootElement.GetProperty("rrRaw").GetArrayLength());
        Assert.Equal(1000.0, line.RootElement.GetProperty("rrMs")[999_999].GetDouble());
        Assert.EndsWith("\"hr\":72,\"contact\":\"not-supported\",\"energyKj\":null,\"rrRaw\":[],\"rrMs\":[],\"warnings\":[]}\n", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public void A_long_line_with_an_odd_number_of_digits_is_not_hex()
    {
        for (var digits = 2_045; digits < 2_055; digits++)
            Assert.Equal(digits % 2, Run(["-"], new string('0', digits)).Code);
    }

    /// <summary>A hundred million characters without an end of line: more than one line may have, so its start is echoed.</summary>
    [Fact]
    public void A_line_without_end_is_cut_and_the_next_one_is_read()
    {
        using var output = new StringWriter();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var code = DecodeVerb.Run(["-"], new EndlessLine(100_000_000, "\n00 48\n"), output);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        var lines = output.ToString().Split('\n');
        Assert.Equal(1, code);
        Assert.Equal(3, lines.Length);
        Assert.Equal("{\"hex\":\"\",\"error\":\"not-hex\"}".Length + PacketLineReader.LongestLine, lines[0].Length);
        Assert.Equal(72, HeartRateOf(lines[1]));
        log.WriteLine(FormattableString.Invariant($"{allocated / 1_000_000} MB allocated"));
    }

    [Fact]
    public void Packets_that_have_arrived_are_printed_before_the_input_ends()
    {
        using var output = new StringWriter();
        var seen = new List<int>();
        var input = new AskingReader(["00 48\n", "00 49\n", "00 4A\n"], () => seen.Add(output.ToString().Count(c => c == '\n')));

        Assert.Equal(0, DecodeVerb.Run(["-"], input, output));
        Assert.Equal([0, 1, 2, 3], seen);
    }

    [Fact]
    public void A_large_input_is_written_in_blocks()
    {
        const int Packets = 300_000;
        var input = new StringBuilder().Insert(0, "16 96 9A 01 99 01 9A 01\n", Packets).ToString();
        using var output = new CountingWriter();
        var clock = Stopwatch.StartNew();

        Assert.Equal(0, DecodeVerb.Run(["-"], new StringReader(input), output));

        log.WriteLine(FormattableString.Invariant($"{Packets / clock.Elapsed.TotalSeconds:F0} packets/s, {output.Calls} calls of the writer"));
        Assert.Equal(Packets, output.Lines);
        Assert.True(output.Calls < Packets / 100, FormattableString.Invariant($"{output.Calls} calls for {Packets} lines"));
    }

    private static (int Code, string Output) Run(string[] arguments, string input = "")
    {
        using var reader = new StringReader(input);
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        return (DecodeVerb.Run(arguments, reader, writer), writer.ToString());
    }

    private static int HeartRateOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("hr").GetInt32();
    }
}
