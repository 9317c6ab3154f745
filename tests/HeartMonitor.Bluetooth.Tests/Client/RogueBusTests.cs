using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Client;

/// <summary>Our client at a bus that shakes hands well and then misbehaves.</summary>
public sealed class RogueBusTests
{
    private static readonly DBusCall Call = new("org.bluez", new("/a"), "a.b", "Ask");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("6C 01 00 01 FF FF FF 7F 01 00 00 00 00 00 00 00")] // two gigabytes to come
    [InlineData("6C 04 00 01 00 00 00 00 01 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00")]
    [InlineData("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")]
    public async Task What_is_no_message_ends_the_connection(string hex)
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.WelcomeAsync();
        await using var client = await connecting;
        var calling = client.CallAsync(Call, Cancellation);
        await raw.SendAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.IsType<DBusProtocolException>(await client.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        Assert.IsType<DBusProtocolException>((await Assert.ThrowsAsync<DBusClosedException>(() => calling)).InnerException);
    }

    [Fact]
    public async Task An_answer_from_somebody_else_is_not_believed()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.WelcomeAsync();
        await using var client = await connecting;
        var calling = client.CallAsync(Call with { Destination = ":1.7" }, Cancellation);
        var call = (await raw.ReadMessageAsync())!;
        await raw.SendAsync(call.Return("forged") with { Serial = 2, Sender = ":1.8" });
        await raw.SendAsync(call.Return("forged") with { Serial = 2, Sender = null });
        await raw.SendAsync(call.Return("nobody asked") with { Serial = 3, Sender = ":1.7", ReplySerial = 4711 });
        await raw.SendAsync(call.Return("true") with { Serial = 4, Sender = ":1.7" });
        Assert.Equal("true", (await calling)[0].AsString());
        Assert.Equal(2, client.RefusedMessages);
    }

    [Fact]
    public async Task An_answer_to_a_name_must_come_from_its_owner_where_that_is_known()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.WelcomeAsync();
        await using var client = await connecting;
        var watching = client.WatchNameAsync("org.bluez", _ => { }, Cancellation);
        await AnswerBusAsync(raw); // AddMatch
        await AnswerBusAsync(raw, ":1.7"); // GetNameOwner
        await AnswerBusAsync(raw); // AddMatch
        await watching;
        var calling = client.CallAsync(Call, Cancellation);
        var call = (await raw.ReadMessageAsync())!;
        await raw.SendAsync(call.Return("forged") with { Serial = 8, Sender = ":1.8" });
        await raw.SendAsync(call.Return("true") with { Serial = 9, Sender = ":1.7" });
        Assert.Equal("true", (await calling)[0].AsString());
    }

    [Fact]
    public async Task A_bus_that_takes_nothing_ends_the_connection_in_time()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync(new() { WriteTimeout = TimeSpan.FromMilliseconds(100), OutgoingQueue = 4 });
        using var raw = await rogue.WelcomeAsync();
        await using var client = await connecting;
        var large = DBusMessage.Signal(new("/a"), "a.b", "C", DBusValue.FromBytes(new byte[1_000_000]));
        await Assert.ThrowsAsync<DBusClosedException>(async () =>
        {
            for (var times = 0; times < 100; times++) await client.SendAsync(large, Cancellation);
        });
        Assert.IsType<DBusClosedException>(await client.Closed);
    }

    [Fact]
    public async Task Too_many_calls_at_once_are_refused_and_the_rest_is_served()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.WelcomeAsync();
        await using var client = await connecting;
        var release = new TaskCompletionSource<IReadOnlyList<DBusValue>>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Serve((_, _) => new(release.Task));
        const int Calls = 300;
        for (var serial = 1u; serial <= Calls; serial++)
            await raw.SendAsync(DBusMessage.Call(client.UniqueName, new("/a"), "a.b", "X") with { Serial = serial, Sender = ":1.9" });
        for (var refused = 0; refused < Calls - 256; refused++) Assert.Equal(DBusErrors.LimitsExceeded, (await raw.ReadMessageAsync())!.ErrorName);
        release.SetResult([]);
        for (var served = 0; served < 256; served++) Assert.Equal(DBusMessageKind.MethodReturn, (await raw.ReadMessageAsync())!.Kind);
    }

    [Fact]
    public async Task A_call_that_wants_no_reply_gets_none()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync();
        using var raw = await rogue.WelcomeAsync();
        await using var client = await connecting;
        var silent = DBusMessage.Call(client.UniqueName, new("/a"), "a.b", "X") with { Serial = 1, Sender = ":1.9", Flags = DBusMessageMarks.NoReplyExpected };
        await raw.SendAsync(silent);
        await raw.SendAsync(silent with { Serial = 2, Flags = DBusMessageMarks.None });
        Assert.Equal(2u, (await raw.ReadMessageAsync())!.ReplySerial);
    }

    private static async Task AnswerBusAsync(RawSocket raw, params DBusValue[] body) =>
        await raw.SendAsync((await raw.ReadMessageAsync())!.Return(body) with { Serial = 5, Sender = DBusNames.Bus });
}
