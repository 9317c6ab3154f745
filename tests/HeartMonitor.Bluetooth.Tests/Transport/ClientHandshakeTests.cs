using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Transport;

/// <summary>Our client and something that is no bus.</summary>
public sealed class ClientHandshakeTests
{
    [Theory]
    [InlineData("OK\r\n")]
    [InlineData("OK short\r\n")]
    [InlineData("OK zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\r\n")]
    [InlineData("ERROR\r\n")]
    [InlineData("AGREE_UNIX_FD\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("\0\0\0\0\r\n")]
    [InlineData("\u00ff\r\n")]
    public async Task A_server_that_answers_nonsense_is_no_bus(string answer)
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.AcceptAsync();
        await raw.ReadLineAsync();
        await raw.SendAsync(answer);
        Assert.IsType<DBusProtocolException>((await Assert.ThrowsAsync<DBusClosedException>(() => connecting)).InnerException);
    }

    [Fact]
    public async Task A_line_without_end_is_given_up()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.AcceptAsync();
        await raw.SendAsync(new string('O', 100_000));
        Assert.IsType<DBusProtocolException>((await Assert.ThrowsAsync<DBusClosedException>(() => connecting)).InnerException);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_in_time()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync(new() { HandshakeTimeout = TimeSpan.FromMilliseconds(100) });
        using var raw = await rogue.AcceptAsync();
        Assert.IsType<TimeoutException>((await Assert.ThrowsAsync<DBusClosedException>(() => connecting)).InnerException);
        await raw.AssertHungUpAsync();
    }

    [Fact]
    public async Task A_server_that_never_answers_hello_is_given_up_in_time()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync(new() { HandshakeTimeout = TimeSpan.FromSeconds(2) });
        using var raw = await rogue.AcceptAsync();
        await raw.ReadLineAsync();
        await raw.SendAsync($"OK {RogueServer.Guid}\r\n");
        Assert.Equal(DBusErrors.NoReply, (await Assert.ThrowsAsync<DBusErrorException>(() => connecting)).Name);
    }

    [Fact]
    public async Task A_server_that_hangs_up_is_no_bus()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        (await rogue.AcceptAsync()).Dispose();
        await Assert.ThrowsAsync<DBusClosedException>(() => connecting);
    }

    [Fact]
    public async Task A_server_in_another_user_namespace_may_look_for_itself()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.AcceptAsync();
        await raw.ReadLineAsync();
        Assert.Equal("AUTH EXTERNAL", await raw.AskAsync("REJECTED EXTERNAL\r\n"));
        Assert.Equal("DATA", await raw.AskAsync("DATA\r\n"));
        Assert.Equal("BEGIN", await raw.AskAsync($"OK {RogueServer.Guid}\r\n"));
        await raw.SendAsync((await raw.ReadMessageAsync())!.Return(":1.5") with { Serial = 1, Sender = DBusNames.Bus });
        await using var client = await connecting;
        Assert.Equal((":1.5", RogueServer.Guid), (client.UniqueName, client.ServerId));
    }

    [Fact]
    public async Task A_bus_with_another_id_than_the_address_says_is_refused()
    {
        await using var rogue = new RogueServer();
        var connecting = DBusConnection.ConnectAsync(new() { Address = rogue.Address + ",guid=" + new string('1', 32) }, TestContext.Current.CancellationToken);
        using var raw = await rogue.AcceptAsync();
        await raw.ReadLineAsync();
        await raw.SendAsync($"OK {RogueServer.Guid}\r\n");
        await Assert.ThrowsAsync<DBusClosedException>(() => connecting);
    }

    [Fact]
    public async Task Giving_up_while_connecting_leaves_nothing_open()
    {
        await using var rogue = new RogueServer();
        using var patience = new CancellationTokenSource();
        var connecting = DBusConnection.ConnectAsync(new() { Address = rogue.Address }, patience.Token);
        using var raw = await rogue.AcceptAsync();
        await raw.ReadLineAsync();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await raw.AssertHungUpAsync();
    }
}
