using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Bus;

/// <summary>Names on our bus, held against a real daemon (specification, "org.freedesktop.DBus.RequestName").</summary>
public sealed class NameTests
{
    private const string Name = "org.bluez";
    private const uint Allow = 1, Replace = 2, NoQueue = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task A_name_is_owned_queued_for_replaced_and_released(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var first = await bus.ConnectAsync();
        await using var second = await bus.ConnectAsync();
        await using var third = await bus.ConnectAsync();
        Assert.Equal(1u, await RequestAsync(first, Allow));
        Assert.Equal(4u, await RequestAsync(first, Allow));
        Assert.Equal(3u, await RequestAsync(second, NoQueue));
        Assert.Equal(2u, await RequestAsync(second, 0));
        Assert.Equal(first.UniqueName, await third.GetNameOwnerAsync(Name, Cancellation));
        Assert.Equal(1u, await RequestAsync(third, Replace)); // the first one waits now, before the second
        Assert.Equal(third.UniqueName, await third.GetNameOwnerAsync(Name, Cancellation));
        Assert.Equal(2u, await RequestAsync(second, Replace)); // the third allows no replacement, so the second is the next
        Assert.True(await third.ReleaseNameAsync(Name, Cancellation));
        Assert.Equal(second.UniqueName, await third.GetNameOwnerAsync(Name, Cancellation));
        Assert.False(await third.ReleaseNameAsync(Name, Cancellation));
        await second.DisposeAsync();
        await Until.TrueAsync(() => third.GetNameOwnerAsync(Name, Cancellation).Result == first.UniqueName, "the next in the queue owns it");
        Assert.True(await first.ReleaseNameAsync(Name, Cancellation));
        Assert.Null(await third.GetNameOwnerAsync(Name, Cancellation));
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task A_name_lost_in_the_queue_is_told_to_who_had_it_and_got_it(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var first = await bus.ConnectAsync();
        await using var second = await bus.ConnectAsync();
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await first.SubscribeAsync(new(DBusNames.Bus) { Member = "NameLost", Arg0 = Name }, _ => told.Enqueue("lost"), Cancellation);
        await second.SubscribeAsync(new(DBusNames.Bus) { Member = "NameAcquired", Arg0 = Name }, _ => told.Enqueue("acquired"), Cancellation);
        Assert.Equal(1u, await RequestAsync(first, Allow | NoQueue));
        Assert.Equal(1u, await RequestAsync(second, Replace));
        await Until.TrueAsync(() => told.Count == 2, "both were told");
        Assert.Equal(["acquired", "lost"], told.Order());
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task The_bus_knows_itself_and_its_peers(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var client = await bus.ConnectAsync();
        Assert.Equal(DBusNames.Bus, (await AskAsync(client, "GetNameOwner", DBusNames.Bus)).AsString());
        Assert.True((await AskAsync(client, "NameHasOwner", client.UniqueName)).AsBoolean());
        Assert.False((await AskAsync(client, "NameHasOwner", "org.nobody")).AsBoolean());
        Assert.Matches("^[0-9a-f]{32}$", (await AskAsync(client, "GetId")).AsString());
        Assert.Contains(DBusNames.Bus, (await AskAsync(client, "ListActivatableNames")).AsStrings());
        Assert.True((await AskAsync(client, "GetConnectionUnixUser", client.UniqueName)).Is("u"));
    }

    /// <summary>The daemon wants a file for the service first, so this is of our bus alone.</summary>
    [Fact]
    public async Task A_service_that_runs_is_started_already_and_another_is_unknown()
    {
        await using var bus = new OwnBus();
        await using var client = await bus.ConnectAsync();
        Assert.Equal(DBusErrors.ServiceUnknown, await FailAsync(client, "StartServiceByName", Name, 0u));
        await client.RequestNameAsync(Name, cancellation: Cancellation);
        Assert.Equal(2u, (await AskAsync(client, "StartServiceByName", Name, 0u)).AsUInt32());
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task What_makes_no_sense_has_its_error(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var client = await bus.ConnectAsync();
        Assert.Equal(DBusErrors.NameHasNoOwner, await FailAsync(client, "GetNameOwner", "org.nobody"));
        Assert.Equal(DBusErrors.InvalidArgs, await FailAsync(client, "RequestName", ":1.99", 0u));
        Assert.Equal(DBusErrors.InvalidArgs, await FailAsync(client, "RequestName", DBusNames.Bus, 0u));
        Assert.Equal(DBusErrors.InvalidArgs, await FailAsync(client, "RequestName", "nodots", 0u));
        Assert.Equal(DBusErrors.MatchRuleInvalid, await FailAsync(client, "AddMatch", "nonsense"));
        Assert.Equal(DBusErrors.MatchRuleNotFound, await FailAsync(client, "RemoveMatch", "type='signal'"));
        Assert.Equal(DBusErrors.UnknownMethod, await FailAsync(client, "DoNothing"));
        Assert.Equal(DBusErrors.Failed, await FailAsync(client, "Hello"));
    }

    private static async Task<uint> RequestAsync(DBusConnection connection, uint flags) => (await AskAsync(connection, "RequestName", Name, flags)).AsUInt32();

    private static async Task<string> FailAsync(DBusConnection connection, string member, params DBusValue[] body) =>
        (await Assert.ThrowsAsync<DBusErrorException>(() => AskAsync(connection, member, body))).Name;

    private static async Task<DBusValue> AskAsync(DBusConnection connection, string member, params DBusValue[] body) =>
        (await connection.CallAsync(new(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, member, body), Cancellation))[0];
}
