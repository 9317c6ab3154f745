using HeartMonitor.DBus;
using HeartMonitor.DBus.Bus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Bus;

/// <summary>Specification, "Match Rules".</summary>
public sealed class MatchRuleTests
{
    private static readonly DBusMessage Signal =
        DBusMessage.Signal(new("/org/bluez/hci0"), "org.freedesktop.DBus.Properties", "PropertiesChanged", "org.bluez.Device1", new ObjectPath("/aa/bb"), 3u)
        with
        { Sender = ":1.5" };

    [Theory]
    [InlineData("")]
    [InlineData("type='signal'")]
    [InlineData("type=signal,member=PropertiesChanged")]
    [InlineData("sender='org.bluez'")]
    [InlineData("sender=':1.5'")]
    [InlineData("interface='org.freedesktop.DBus.Properties', path='/org/bluez/hci0'")]
    [InlineData("path_namespace='/org/bluez'")]
    [InlineData("path_namespace='/'")]
    [InlineData("arg0='org.bluez.Device1'")]
    [InlineData("arg0namespace='org.bluez'")]
    [InlineData("arg1path='/aa/'")]
    [InlineData("arg1path='/aa/bb'")]
    [InlineData("eavesdrop='true'")]
    public void It_fits(string rule) => Assert.True(MatchRule.Parse(rule).Fits(Signal, Owns));

    [Theory]
    [InlineData("type='method_call'")]
    [InlineData("sender='org.other'")]
    [InlineData("member='Other'")]
    [InlineData("path='/org/bluez'")]
    [InlineData("path_namespace='/org/blu'")]
    [InlineData("destination=':1.9'")]
    [InlineData("arg0='org.bluez'")]
    [InlineData("arg0namespace='org.blu'")]
    [InlineData("arg1='/aa/bb'")] // an object path is no string
    [InlineData("arg1path='/aa'")]
    [InlineData("arg2='3'")]
    [InlineData("arg7='x'")]
    public void It_does_not_fit(string rule) => Assert.False(MatchRule.Parse(rule).Fits(Signal, Owns));

    [Theory]
    [InlineData("type")]
    [InlineData("type='signal")]
    [InlineData("type='signal',type='signal'")]
    [InlineData("colour='red'")]
    [InlineData("arg64='x'")]
    [InlineData("argx='x'")]
    [InlineData("=")]
    public void It_is_no_rule(string rule) =>
        Assert.Equal(DBusErrors.MatchRuleInvalid, Assert.Throws<DBusErrorException>(() => MatchRule.Parse(rule)).Name);

    [Fact]
    public void A_rule_of_a_kilobyte_is_too_long() => Assert.Throws<DBusErrorException>(() => MatchRule.Parse($"arg0='{new string('x', 1024)}'"));

    [Fact]
    public void Quotes_and_the_order_of_keys_do_not_matter()
    {
        Assert.Equal(MatchRule.Parse("member='X',type=signal").Text, MatchRule.Parse("type='signal',member=X").Text);
        Assert.Equal("arg0=it's a \\", MatchRule.Parse(@"arg0='it'\''s a \'").Text);
    }

    private static bool Owns(string uniqueName, string name) => (uniqueName, name) == (":1.5", "org.bluez");
}
