using HeartMonitor.DBus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Wire;

/// <summary>Specification, "Valid Names" and "Valid Object Paths".</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("org.bluez", true)]
    [InlineData("a.b", true)]
    [InlineData("_a._1", true)]
    [InlineData("org", false)]
    [InlineData("", false)]
    [InlineData(".org.bluez", false)]
    [InlineData("org.bluez.", false)]
    [InlineData("org..bluez", false)]
    [InlineData("org.1bluez", false)]
    [InlineData("org.blu-ez", false)]
    [InlineData("org.blüz", false)]
    public void Interfaces(string name, bool isValid) => Assert.Equal(isValid, DBusNames.IsInterface(name));

    [Theory]
    [InlineData("GetAll", true)]
    [InlineData("_x1", true)]
    [InlineData("", false)]
    [InlineData("1x", false)]
    [InlineData("Get.All", false)]
    [InlineData("Get-All", false)]
    public void Members(string name, bool isValid) => Assert.Equal(isValid, DBusNames.IsMember(name));

    [Theory]
    [InlineData("org.bluez", true)]
    [InlineData("org.blu-ez", true)]
    [InlineData(":1.42", true)]
    [InlineData(":1.-", true)]
    [InlineData(":1", false)]
    [InlineData(":", false)]
    [InlineData(":1..2", false)]
    [InlineData("1.2", false)]
    [InlineData("bluez", false)]
    [InlineData("org.bluez:1", false)]
    public void Bus_names(string name, bool isValid) => Assert.Equal(isValid, DBusNames.IsBusName(name));

    [Fact]
    public void A_name_has_at_most_255_bytes()
    {
        Assert.True(DBusNames.IsInterface("a." + new string('b', 253)));
        Assert.False(DBusNames.IsInterface("a." + new string('b', 254)));
        Assert.True(DBusNames.IsMember(new string('b', 255)));
        Assert.False(DBusNames.IsMember(new string('b', 256)));
        Assert.False(DBusNames.IsBusName(":1." + new string('b', 253)));
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/org/bluez/hci0/dev_00_11", true)]
    [InlineData("/1/_", true)]
    [InlineData("", false)]
    [InlineData("org", false)]
    [InlineData("/org/", false)]
    [InlineData("//", false)]
    [InlineData("/org//bluez", false)]
    [InlineData("/org/blu-ez", false)]
    [InlineData("/ü", false)]
    public void Paths(string path, bool isValid)
    {
        Assert.Equal(isValid, ObjectPath.IsValid(path));
        if (isValid) Assert.Equal(path, new ObjectPath(path).Value);
        else Assert.Throws<ArgumentException>(() => new ObjectPath(path));
    }

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/a/b", "/", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/", "/a", false)]
    public void A_path_is_under_another(string path, string ancestor, bool expected) =>
        Assert.Equal(expected, new ObjectPath(path).IsAtOrUnder(new(ancestor)));

    [Fact]
    public void Parent_child_and_last_element()
    {
        var device = ObjectPath.Root.Child("org").Child("bluez");
        Assert.Equal("/org/bluez", device.Value);
        Assert.Equal("bluez", device.Name);
        Assert.Equal(new("/org"), device.Parent);
        Assert.Equal(ObjectPath.Root, new ObjectPath("/org").Parent);
        Assert.Equal(default, ObjectPath.Root);
    }
}
