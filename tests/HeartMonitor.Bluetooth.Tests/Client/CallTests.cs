using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Client;

/// <summary>Calls and their answers, on our bus and on a real daemon.</summary>
public sealed class CallTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly ObjectPath Path = new("/test");

    [Theory]
    [InlineData(BusKind.Own, false, false)]
    [InlineData(BusKind.Own, true, false)]
    [InlineData(BusKind.Daemon, false, false)]
    [InlineData(BusKind.Daemon, true, false)]
    [InlineData(BusKind.Daemon, false, true)]
    public async Task Values_of_every_type_go_there_and_back(BusKind kind, bool callerIsBig, bool serverIsBig)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var server = await bus.ConnectAsync(serverIsBig);
        await using var client = await bus.ConnectAsync(callerIsBig);
        server.Serve((call, _) => new(call.Body));
        DBusValue[] body =
        [
            (byte)7, true, (short)-2, ushort.MaxValue, -3, 4_000_000_000u, -5_000_000_000L, ulong.MaxValue, -1.5, "Größe ♥", new ObjectPath("/org/bluez"),
            DBusValue.FromSignature("a{sv}"), DBusValue.FromBytes([1, 2, 3]), DBusValue.Struct((byte)1, DBusValue.Array("t", 5UL)), DBusValue.Variant(DBusValue.Variant("x")),
            DBusValue.Properties(KeyValuePair.Create<string, DBusValue>("k", 1u)),
        ];
        Assert.Equal(body, await client.CallAsync(new(server.UniqueName, Path, "a.b", "Echo", body), Cancellation));
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task Errors_keep_their_names(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var server = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        Assert.Equal(DBusErrors.UnknownMethod, (await FailsAsync(client, server.UniqueName, "Nobody")).Name);
        server.Serve((call, _) => call.Member switch
        {
            "NotReady" => throw new DBusErrorException("org.bluez.Error.NotReady", "Resource Not Ready"),
            "Bug" => throw new InvalidOperationException("a bug"),
            _ => throw new DBusTypeException("s", "u"),
        });
        var error = await FailsAsync(client, server.UniqueName, "NotReady");
        Assert.Equal(("org.bluez.Error.NotReady", "Resource Not Ready"), (error.Name, error.Text));
        Assert.Equal(DBusErrors.Failed, (await FailsAsync(client, server.UniqueName, "Bug")).Name);
        Assert.Equal(DBusErrors.InvalidArgs, (await FailsAsync(client, server.UniqueName, "Type")).Name);
        Assert.Equal(DBusErrors.NameHasNoOwner, (await FailsAsync(client, "org.nobody", "X")).Name);
        var starting = new DBusCall("org.nobody", Path, "a.b", "X") { MayStartPeer = true };
        Assert.Equal(DBusErrors.ServiceUnknown, (await Assert.ThrowsAsync<DBusErrorException>(() => client.CallAsync(starting, Cancellation))).Name);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task Ping_is_answered_by_itself(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var server = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        Assert.Empty(await client.CallAsync(new(server.UniqueName, Path, DBusNames.Peer, "Ping"), Cancellation));
        Assert.Empty(await client.CallAsync(new(DBusNames.Bus, DBusNames.BusPath, DBusNames.Peer, "Ping"), Cancellation));
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task An_answer_that_does_not_come_is_no_reply_and_leaves_nothing(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var server = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        server.Serve(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        });
        var call = new DBusCall(server.UniqueName, Path, "a.b", "Hang") { Timeout = TimeSpan.FromMilliseconds(50) };
        Assert.Equal(DBusErrors.NoReply, (await Assert.ThrowsAsync<DBusErrorException>(() => client.CallAsync(call, Cancellation))).Name);

        using var patience = new CancellationTokenSource();
        var calling = client.CallAsync(call with { Timeout = Timeout.InfiniteTimeSpan }, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calling);
        Assert.Equal((0, 0, 0), client.Alive);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task Calls_from_many_threads_get_their_own_answers(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var server = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        server.Serve(async (call, _) =>
        {
            if (call.Body[0].AsInt32() % 3 == 0) await Task.Yield();
            return call.Body;
        });
        var calls = Enumerable.Range(0, 2_000).Select(number => Task.Run(async () =>
            (await client.CallAsync(new(server.UniqueName, Path, "a.b", "Echo", number), Cancellation))[0].AsInt32() == number)).Chunk(100);
        foreach (var some in calls) Assert.DoesNotContain(false, await Task.WhenAll(some));
        Assert.Equal((0, 0, 0), client.Alive);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task A_message_of_some_megabytes_goes_through_and_a_larger_one_is_not_sent(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var server = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        server.Serve((call, _) => new([call.Body[0].AsBytes().Length]));
        var answer = await client.CallAsync(new(server.UniqueName, Path, "a.b", "Count", DBusValue.FromBytes(new byte[5_000_000])), Cancellation);
        Assert.Equal(5_000_000, answer[0].AsInt32());
        await Assert.ThrowsAsync<DBusProtocolException>(() =>
            client.CallAsync(new(server.UniqueName, Path, "a.b", "Count", DBusValue.FromBytes(new byte[DBusLimits.UsualMessageBytes])), Cancellation));
        Assert.False(client.Closed.IsCompleted);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task A_peer_that_goes_leaves_no_call_waiting(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        var server = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        var called = new TaskCompletionSource();
        server.Serve(async (_, cancellation) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        });
        var calling = client.CallAsync(new(server.UniqueName, Path, "a.b", "Hang"), Cancellation);
        await called.Task;
        await server.DisposeAsync();
        Assert.Equal(DBusErrors.NoReply, (await Assert.ThrowsAsync<DBusErrorException>(() => calling)).Name);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task The_end_of_the_bus_ends_calls_subscriptions_and_tells_why(BusKind kind)
    {
        var bus = await Buses.StartAsync(kind);
        await using var server = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        server.Serve(async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return [];
        });
        await using var subscription = await client.SubscribeAsync(new("org.bluez"), _ => { }, Cancellation);
        var calling = client.CallAsync(new(server.UniqueName, Path, "a.b", "Hang"), Cancellation);
        await bus.DisposeAsync();
        await Assert.ThrowsAsync<DBusClosedException>(() => calling);
        Assert.IsType<IOException>(await client.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation), exactMatch: false);
        await Assert.ThrowsAsync<DBusClosedException>(() => client.CallAsync(new("org.bluez", Path, "a.b", "X"), Cancellation));
        await Assert.ThrowsAsync<DBusClosedException>(() => client.SubscribeAsync(new("org.bluez"), _ => { }, Cancellation));
        await subscription.DisposeAsync();
        Assert.Equal((0, 0, 0), client.Alive);
    }

    [Fact]
    public async Task Our_own_end_has_no_cause_and_may_come_twice()
    {
        await using var bus = new OwnBus();
        var client = await bus.ConnectAsync();
        await client.DisposeAsync();
        await client.DisposeAsync();
        Assert.Null(await client.Closed);
        await Assert.ThrowsAsync<DBusClosedException>(() => client.CallAsync(new("org.bluez", Path, "a.b", "X"), Cancellation));
        Assert.False(client.TrySend(DBusMessage.Signal(Path, "a.b", "C")));
    }

    private static Task<DBusErrorException> FailsAsync(DBusConnection client, string destination, string member) =>
        Assert.ThrowsAsync<DBusErrorException>(() => client.CallAsync(new(destination, Path, "a.b", member), Cancellation));
}
