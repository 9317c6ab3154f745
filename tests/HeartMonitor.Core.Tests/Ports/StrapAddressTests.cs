using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Core.Tests.Ports;

/// <summary>An address in any spelling becomes one id, and nothing else is taken for an address (contracts 6).</summary>
public sealed class StrapAddressTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData("AA:BB:CC:DD:EE:FF")]
    [InlineData("aa:bb:cc:dd:ee:ff")]
    [InlineData(" Aa-bB-cc-DD-ee-ff ")]
    [InlineData("AA_BB_CC_DD_EE_FF")]
    [InlineData("aa bb cc dd ee ff")]
    [InlineData("aabb.ccdd.eeff")]
    [InlineData("aabbccddeeff")]
    public void Every_spelling_of_an_address_has_the_same_id(string spelling)
    {
        Assert.True(StrapAddress.TryParse(spelling, out var address));
        // printf 'AA:BB:CC:DD:EE:FF' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1e1f, its first 16 digits
        Assert.Equal("d_" + Expected, address.PseudonymOf(Key));
        Assert.Equal("d_" + Expected, StrapAddress.NameOf(spelling, Key));
        Assert.True(StrapAddress.IsPseudonym(address.PseudonymOf(Key)));
    }

    private const string Expected = "7760b71ac6c947b8";

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("sim-01")]
    [InlineData("AA:BB:CC:DD:EE")]
    [InlineData("AA:BB:CC:DD:EE:FF:00")]
    [InlineData("AA:BB-CC:DD:EE:FF")]
    [InlineData("AAB:BCC:DD:EE:FF")]
    [InlineData("AA::BB:CC:DD:EEFF")]
    [InlineData("GG:BB:CC:DD:EE:FF")]
    [InlineData("AABBCCDDEEF")]
    [InlineData("AABB.CCDD.EEFF.0011")]
    [InlineData("d_0011223344556677")]
    [InlineData("ＡＡ:BB:CC:DD:EE:FF")]
    public void Anything_else_is_no_address(string? text)
    {
        Assert.False(StrapAddress.TryParse(text, out _));
        if (text is not null) Assert.Equal(text.Trim(), StrapAddress.NameOf(text, Key));
    }

    [Fact]
    public void Another_key_gives_another_id_and_a_short_key_is_refused()
    {
        Assert.True(StrapAddress.TryParse("AA:BB:CC:DD:EE:FF", out var address));
        Assert.NotEqual(address.PseudonymOf(Key), address.PseudonymOf([.. Key.Reverse()]));
        Assert.Throws<ArgumentException>(() => address.PseudonymOf(Key.AsSpan(1)));
    }

    [Fact]
    public void An_address_never_shows_itself()
    {
        Assert.True(StrapAddress.TryParse("AA:BB:CC:DD:EE:FF", out var address));
        Assert.DoesNotContain("AA", $"{address}", StringComparison.OrdinalIgnoreCase);
    }
}
