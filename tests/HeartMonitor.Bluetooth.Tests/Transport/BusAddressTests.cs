using System.Net.Sockets;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Transport;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Transport;

/// <summary>Specification, "Server Addresses".</summary>
public sealed class BusAddressTests
{
    [Theory]
    [InlineData("unix:path=/run/dbus/system_bus_socket", "/run/dbus/system_bus_socket")]
    [InlineData("unix:path=/a%20b%2c%C3%BC", "/a b,ü")]
    [InlineData("unix:path=/ü", "/ü")]
    [InlineData("unix:abstract=/x/dbus-1,guid=00", "@/x/dbus-1")]
    public void A_unix_address_is_read(string text, string expected)
    {
        var address = Assert.Single(BusAddress.Parse(text));
        Assert.Null(address.Fault);
        Assert.Equal(expected, address.EndPoint!.ToString());
    }

    [Theory]
    [InlineData("tcp:host=localhost,port=1")]
    [InlineData("unixexec:path=/bin/sh")]
    [InlineData("launchd:env=X")]
    [InlineData("unix:")]
    [InlineData("unix:path=/a,abstract=b")]
    [InlineData("unix:path=/a,path=/b")]
    [InlineData("unix:path")]
    [InlineData("unix:path=/%zz")]
    [InlineData("unix:path=/%4")]
    [InlineData("/run/dbus")]
    [InlineData("unix:path=")]
    public void Anything_else_says_why(string text) => Assert.NotEmpty(Assert.Single(BusAddress.Parse(text)).Fault!);

    [Fact]
    public async Task An_abstract_socket_is_a_socket()
    {
        await using var bus = await DaemonBus.StartAsync(isAbstract: true);
        await using var client = await bus.ConnectAsync();
        Assert.NotEmpty(client.UniqueName);
    }

    [Fact]
    public void A_path_too_long_for_a_socket_says_why() => Assert.NotNull(BusAddress.Parse("unix:path=/" + new string('x', 200))[0].Fault);

    [Fact]
    public void A_path_comes_back_as_it_was_escaped() =>
        Assert.Equal("/a b;c,d=e%ü", BusAddress.Parse(BusAddress.OfPath("/a b;c,d=e%ü"))[0].EndPoint!.ToString());

    [Fact]
    public async Task Addresses_are_tried_in_order_and_all_reasons_are_told()
    {
        var fault = await Assert.ThrowsAsync<DBusClosedException>(() => DBusConnection.ConnectAsync(
            new() { Address = "tcp:host=x;unix:path=/nowhere/at/all;bad" }, TestContext.Current.CancellationToken));
        Assert.Contains("tcp:host=x", fault.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/at/all", fault.Message, StringComparison.Ordinal);
        Assert.Contains("bad: it names no transport", fault.Message, StringComparison.Ordinal);
        Assert.IsType<SocketException>(fault.InnerException, exactMatch: false);

        await using var bus = DBus.Bus.MessageBus.StartPrivate();
        await using var client = await DBusConnection.ConnectAsync(new() { Address = "tcp:host=x;" + bus.Address }, TestContext.Current.CancellationToken);
        Assert.Equal(bus.Id, client.ServerId);
    }

    [Fact]
    public async Task Without_an_address_nobody_is_called() =>
        await Assert.ThrowsAsync<DBusClosedException>(() => DBusConnection.ConnectAsync(new() { Address = "" }, TestContext.Current.CancellationToken));

    [Fact]
    public void A_configured_address_wins() => Assert.Equal("unix:path=/x", BusAddress.OfSystemBus("unix:path=/x"));
}
