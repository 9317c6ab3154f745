using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Bus;
using HeartMonitor.DBus.Transport;
using Xunit;
using static HeartMonitor.DBus.Transport.ServerHandshake;

namespace HeartMonitor.Bluetooth.Tests.Transport;

/// <summary>Who gets into our bus, and who does not (specification, "Authentication Protocol").</summary>
public sealed class ServerHandshakeTests
{
    private const string Guid = RogueServer.Guid;
    private const uint Uid = 1000; // 31303030 in hex

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AUTH EXTERNAL 31303030", "OK " + Guid)]
    [InlineData("AUTH EXTERNAL", "DATA")]
    [InlineData("AUTH EXTERNAL 30", "REJECTED EXTERNAL")] // root, he says
    [InlineData("AUTH EXTERNAL 31303030 31", "REJECTED EXTERNAL")]
    [InlineData("AUTH EXTERNAL xyz", "REJECTED EXTERNAL")]
    [InlineData("AUTH ANONYMOUS", "REJECTED EXTERNAL")]
    [InlineData("AUTH ANONYMOUS 6c", "REJECTED EXTERNAL")]
    [InlineData("AUTH DBUS_COOKIE_SHA1 31303030", "REJECTED EXTERNAL")]
    [InlineData("AUTH", "REJECTED EXTERNAL")]
    [InlineData("NEGOTIATE_UNIX_FD", "ERROR")]
    [InlineData("DATA 31303030", "ERROR")]
    [InlineData("nonsense", "ERROR")]
    [InlineData("", "ERROR")]
    public void The_first_line_decides(string line, string answer) => Assert.Equal(answer, Answer(State.Waiting, line, Guid, Uid).Answer);

    [Theory]
    [InlineData("DATA", "OK " + Guid)]
    [InlineData("DATA 31303030", "OK " + Guid)]
    [InlineData("DATA 30", "REJECTED EXTERNAL")]
    [InlineData("CANCEL", "REJECTED EXTERNAL")]
    [InlineData("AUTH EXTERNAL 31303030", "ERROR")]
    public void Then_the_data(string line, string answer) => Assert.Equal(answer, Answer(State.WaitingForData, line, Guid, Uid).Answer);

    [Fact]
    public void Who_is_in_gets_no_file_descriptors_and_may_start_again()
    {
        Assert.Equal((State.Authenticated, "ERROR no file descriptors"), Answer(State.Authenticated, "NEGOTIATE_UNIX_FD", Guid, Uid));
        Assert.Equal(State.Waiting, Answer(State.Authenticated, "CANCEL", Guid, Uid).Next);
    }

    [Theory]
    [InlineData("AUTH EXTERNAL\r\n")] // no NUL
    [InlineData("\0BEGIN\r\n")] // not authenticated
    [InlineData("\0AUTH ANONYMOUS\r\nBEGIN\r\n")]
    [InlineData("\0AUTH EXTERNAL 393939393939\r\nBEGIN\r\n")] // somebody else
    [InlineData("\0\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n")] // never comes to the point
    [InlineData("\0AUTH\tEXTERNAL\u00e4\r\n")]
    public async Task Who_breaks_the_handshake_is_hung_up_on(string text)
    {
        await using var bus = MessageBus.StartPrivate();
        using var raw = await RawSocket.ConnectAsync(bus.Address);
        await raw.SendAsync(text);
        await raw.AssertHungUpAsync();
        await StillServesAsync(bus);
    }

    [Fact]
    public async Task A_line_without_end_is_hung_up_on()
    {
        await using var bus = MessageBus.StartPrivate();
        using var raw = await RawSocket.ConnectAsync(bus.Address);
        await raw.SendAsync("\0AUTH EXTERNAL " + new string('3', 100_000));
        await raw.AssertHungUpAsync();
        await StillServesAsync(bus);
    }

    [Fact]
    public async Task Who_says_nothing_is_hung_up_on_in_time()
    {
        await using var bus = MessageBus.StartPrivate(new() { HandshakeTimeout = TimeSpan.FromMilliseconds(100) });
        using var raw = await RawSocket.ConnectAsync(bus.Address);
        await raw.AssertHungUpAsync();
    }

    [Fact]
    public async Task Who_does_not_begin_with_hello_is_hung_up_on()
    {
        await using var bus = MessageBus.StartPrivate();
        using var raw = await RawSocket.AuthenticatedAsync(bus.Address);
        await raw.SendAsync(DBusMessage.Call(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, "ListNames") with { Serial = 1 });
        await raw.AssertHungUpAsync();
        await StillServesAsync(bus);
    }

    [Theory]
    [InlineData("6C 01 00 01 FF FF FF 7F 01 00 00 00 00 00 00 00")] // two gigabytes to come
    [InlineData("6C 01 00 01 00 00 00 00 01 00 00 00 FF FF FF FF")]
    [InlineData("47 45 54 20 2F 20 48 54 54 50 2F 31 2E 31 0D 0A")] // GET / HTTP/1.1
    [InlineData("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")]
    public async Task What_is_no_message_is_hung_up_on(string hex)
    {
        await using var bus = MessageBus.StartPrivate();
        using var raw = await RawSocket.AuthenticatedAsync(bus.Address);
        await raw.SendAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        await raw.AssertHungUpAsync();
        await StillServesAsync(bus);
    }

    [Fact]
    public async Task A_message_right_behind_begin_is_not_lost()
    {
        await using var bus = MessageBus.StartPrivate();
        using var raw = await RawSocket.ConnectAsync(bus.Address);
        Assert.Equal("DATA", await raw.AskAsync("\0AUTH EXTERNAL\r\n"));
        Assert.Equal("OK " + bus.Id, await raw.AskAsync("DATA\r\n"));
        var hello = DBus.Wire.MessageCodec.Encode(DBusMessage.Call(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, "Hello") with { Serial = 9 });
        await raw.SendAsync([.. "BEGIN\r\n"u8, .. hello]);
        var answer = await raw.ReadMessageAsync();
        Assert.Equal(9u, answer!.ReplySerial);
    }

    private static async Task StillServesAsync(MessageBus bus)
    {
        await using var client = await DBusConnection.ConnectAsync(new() { Address = bus.Address }, Cancellation);
        Assert.NotEmpty(client.UniqueName);
    }
}
