using System.Globalization;
using System.Text;
using HeartMonitor.Storage.Influx;
using Xunit;

namespace HeartMonitor.System.Tests.Storage;

public sealed class LineProtocolTests
{
    [Theory]
    [InlineData("a b", @"m,k=a\ b v=1i 7")]
    [InlineData("a,b", @"m,k=a\,b v=1i 7")]
    [InlineData("a=b", @"m,k=a\=b v=1i 7")]
    [InlineData(@"a\b", @"m,k=a\b v=1i 7")]
    [InlineData(@"ab\", @"m,k=ab/ v=1i 7")]
    [InlineData(@"a\,b", @"m,k=a/\,b v=1i 7")]
    [InlineData(@"a\\b", @"m,k=a/\b v=1i 7")]
    [InlineData("a\nb", @"m,k=a\ b v=1i 7")]
    [InlineData("a\r\nb", @"m,k=a\ \ b v=1i 7")]
    [InlineData("\"a\"", "m,k=\"a\" v=1i 7")]
    [InlineData("Übung\u20ac", "m,k=Übung\u20ac v=1i 7")]
    [InlineData("#a", "m,k=#a v=1i 7")]
    [InlineData("", "m v=1i 7")]
    public void A_tag_value_is_escaped_so_that_it_ends_where_it_should(string value, string line) =>
        Assert.Equal(line, Line(protocol => protocol.Tag("k", value).Field("v", 1)));

    [Theory]
    [InlineData("say \"hi\"", "m s=\"say \\\"hi\\\"\" 7")]
    [InlineData(@"a\b\", "m s=\"a\\\\b\\\\\" 7")]
    [InlineData("a\nb\rc", "m s=\"a b c\" 7")]
    [InlineData("a,b =c", "m s=\"a,b =c\" 7")]
    [InlineData("", "m s=\"\" 7")]
    public void A_string_escapes_quotes_and_backslashes_and_holds_no_line_break(string value, string line) =>
        Assert.Equal(line, Line(protocol => protocol.Field("s", value)));

    [Theory]
    [InlineData(454.1015625, "454.1015625")]
    [InlineData(800, "800.0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(1e300, "1E+300")]
    [InlineData(0, "0.0")]
    public void A_number_always_shows_that_it_is_not_whole(double value, string written) =>
        Assert.Equal($"m v={written} 7", Line(protocol => protocol.Field("v", value)));

    [Theory]
    [InlineData(long.MaxValue, "9223372036854775807i")]
    [InlineData(long.MinValue, "-9223372036854775808i")]
    [InlineData(0, "0i")]
    public void A_whole_number_has_an_i_over_the_whole_range(long value, string written) =>
        Assert.Equal($"m v={written} 7", Line(protocol => protocol.Field("v", value)));

    [Fact]
    public void Booleans_are_one_letter() => Assert.Equal("m a=t,b=f 7", Line(protocol => protocol.Field("a", true).Field("b", false)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_left_out_and_counted(double value)
    {
        var protocol = new LineProtocol();

        Assert.True(protocol.Measurement("m").Field("x", value).Field("v", 1).End(7));

        Assert.Equal("m v=1i 7\n", Text(protocol));
        Assert.Equal(1, protocol.SkippedNumbers);
    }

    [Fact]
    public void A_line_without_a_field_is_taken_back_and_its_neighbours_stay()
    {
        var protocol = new LineProtocol();
        protocol.Measurement("a").Field("v", 1).End(1);

        Assert.False(protocol.Measurement("m").Tag("k", "x").Field("v", double.NaN).End(2));
        protocol.Measurement("b").Field("v", 2).End(3);

        Assert.Equal("a v=1i 1\nb v=2i 3\n", Text(protocol));
    }

    [Theory]
    [InlineData("time")]
    [InlineData("_field")]
    [InlineData("#comment")]
    [InlineData("")]
    public void Reserved_names_are_a_bug_of_the_caller(string name)
    {
        Assert.Throws<ArgumentException>(() => new LineProtocol().Measurement("m").Field(name, 1));
        Assert.Throws<ArgumentException>(() => new LineProtocol().Measurement("m").Tag(name, "x"));
    }

    [Fact]
    public void A_comma_culture_changes_no_byte()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("132,5", 132.5.ToString(CultureInfo.CurrentCulture)); // The culture is really there.

            Assert.Equal("m v=132.5,n=-1234567i -5", Line(protocol => protocol.Field("v", 132.5).Field("n", -1234567), -5));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Lines_beyond_the_first_buffer_stay_whole()
    {
        var protocol = new LineProtocol();
        for (var i = 0; i < 20_000; i++) protocol.Measurement("m").Tag("k", "v").Field("s", "0123456789").End(i);

        var lines = Text(protocol).Split('\n');

        Assert.Equal(20_001, lines.Length);
        Assert.All(lines[..^1].Index(), line => Assert.Equal($"m,k=v s=\"0123456789\" {line.Index}", line.Item));
    }

    private static string Line(Func<LineProtocol, LineProtocol> write, long time = 7)
    {
        var protocol = new LineProtocol();
        Assert.True(write(protocol.Measurement("m")).End(time));
        return Text(protocol).TrimEnd('\n');
    }

    private static string Text(LineProtocol protocol) => Encoding.UTF8.GetString(protocol.Written.Span);
}
