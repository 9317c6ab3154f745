using Xunit;

namespace HeartMonitor.Core.Tests;

/// <summary>What a name may be written with.</summary>
public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Maria M\u00FCller-L\u00FCdenscheidt")]
    [InlineData("O\u2019Brien, J. (3rd)")]
    [InlineData("M\u0301aria")] // a mark above a letter
    [InlineData("\u5F20\u4F1F")]
    [InlineData("\uD840\uDC0B")] // beyond the first plane
    [InlineData("\u0639\u0644\u06CC\u200C\u0631\u0636\u0627")] // a non-joiner between letters is how it is written
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3")] // a joiner after a mark, too
    [InlineData("")]
    public void A_name_of_any_writing_is_plain(string text) => Assert.True(PlainText.Is(text));

    [Theory]
    [InlineData("Maria\u0000")]
    [InlineData("Ma\nria")]
    [InlineData("Ma\u001b[31mria")]
    [InlineData("Ma\u202Eair")]
    [InlineData("\u2066Maria\u2069")]
    [InlineData("Ma\u00ADria")]
    [InlineData("Ma\u200Bria")]
    [InlineData("\uFEFFMaria")]
    [InlineData("\u200DMaria")]
    [InlineData("Maria\u200C")]
    [InlineData("Maria\u200C 2")]
    [InlineData("Ma\u200C\u200Cria")]
    [InlineData("Ma\u2028ria")]
    [InlineData("Maria\uE000")]
    [InlineData("Maria\uD800")]
    public void What_does_not_show_or_turns_what_follows_is_not(string text) => Assert.False(PlainText.Is(text));

    [Fact]
    public void Of_a_servers_words_only_what_shows_is_left() => Assert.Equal("a  [31mred b c", PlainText.Of("a \u001b[31mred\u202Eb\nc"));
}
