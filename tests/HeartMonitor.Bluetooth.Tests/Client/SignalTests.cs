using System.Collections.Concurrent;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Client;

/// <summary>Signals, who may send them, and who owns a name; on our bus and on a real daemon.</summary>
public sealed class SignalTests
{
    private const string Name = "org.bluez";

    private static readonly ObjectPath Path = new("/org/bluez/hci0");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task Signals_of_the_owner_come_in_order_and_those_of_others_do_not(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var owner = await bus.ConnectAsync();
        await using var forger = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        await owner.RequestNameAsync(Name, cancellation: Cancellation);
        var heard = new ConcurrentQueue<int>();
        await using var subscription = await client.SubscribeAsync(new(Name) { Interface = "a.b", PathNamespace = new("/org") }, signal => heard.Enqueue(signal.Body[0].AsInt32()), Cancellation);
        for (var number = 0; number < 500; number++)
        {
            await forger.SendAsync(Signal(-1), Cancellation);
            await forger.SendAsync(Signal(-2) with { Destination = client.UniqueName }, Cancellation);
            await owner.SendAsync(Signal(number), Cancellation);
        }

        await Until.TrueAsync(() => heard.Count >= 500 && client.RefusedMessages >= 500, "all signals came");
        Assert.Equal(Enumerable.Range(0, 500), heard);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task An_owner_who_gave_the_name_up_is_believed_no_more(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var first = await bus.ConnectAsync();
        await using var second = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        var heard = new ConcurrentQueue<int>();
        var changes = new ConcurrentQueue<NameOwnerChange>();
        await using var watch = await client.WatchNameAsync(Name, changes.Enqueue, Cancellation);
        await using var subscription = await client.SubscribeAsync(new(Name), signal => heard.Enqueue(signal.Body[0].AsInt32()), Cancellation);
        Assert.Null(watch.Owner);

        await first.SendAsync(Signal(0) with { Destination = client.UniqueName }, Cancellation);
        await first.RequestNameAsync(Name, cancellation: Cancellation);
        await first.SendAsync(Signal(1), Cancellation);
        await first.ReleaseNameAsync(Name, Cancellation);
        await first.SendAsync(Signal(2) with { Destination = client.UniqueName }, Cancellation);
        await second.RequestNameAsync(Name, cancellation: Cancellation);
        await first.SendAsync(Signal(3) with { Destination = client.UniqueName }, Cancellation);
        await second.SendAsync(Signal(4), Cancellation);
        await Until.TrueAsync(() => heard.Contains(4), "the new owner is heard");
        Assert.Equal([1, 4], heard);
        Assert.Equal(
            [new(Name, null, first.UniqueName), new(Name, first.UniqueName, null), new(Name, null, second.UniqueName)],
            changes);
        Assert.Equal(second.UniqueName, watch.Owner);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task A_forged_change_of_the_owner_changes_nothing(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var owner = await bus.ConnectAsync();
        await using var forger = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        await owner.RequestNameAsync(Name, cancellation: Cancellation);
        var changes = 0;
        await using var watch = await client.WatchNameAsync(Name, _ => changes++, Cancellation);
        var forged = DBusMessage.Signal(DBusNames.BusPath, DBusNames.Bus, "NameOwnerChanged", Name, owner.UniqueName, forger.UniqueName);
        await forger.SendAsync(forged with { Destination = client.UniqueName }, Cancellation);
        await forger.SendAsync(forged with { Destination = client.UniqueName, Sender = DBusNames.Bus }, Cancellation); // the bus overwrites it
        await Until.TrueAsync(() => client.RefusedMessages >= 2, "both forgeries were seen");
        Assert.Equal((owner.UniqueName, 0), (watch.Owner, changes));
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task Only_what_was_asked_for_comes(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var owner = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        await owner.RequestNameAsync(Name, cancellation: Cancellation);
        var heard = new ConcurrentQueue<string>();
        await client.SubscribeAsync(new(Name) { Member = "Wanted" }, signal => heard.Enqueue("member"), Cancellation);
        await client.SubscribeAsync(new(Name) { Path = new("/exact") }, signal => heard.Enqueue("path"), Cancellation);
        await client.SubscribeAsync(new(Name) { PathNamespace = new("/below") }, signal => heard.Enqueue("below"), Cancellation);
        await client.SubscribeAsync(new(Name) { Arg0 = "it's"[..2] }, signal => heard.Enqueue("arg0"), Cancellation);
        await client.SubscribeAsync(new(owner.UniqueName) { Member = "Last" }, signal => heard.Enqueue("last"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/x"), "a.b", "Unwanted"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/x"), "a.b", "Wanted"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/exact"), "a.b", "X"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/exact/no"), "a.b", "X"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/below/yes"), "a.b", "X"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/belowno"), "a.b", "X"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/x"), "a.b", "X", "it"), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(new("/x"), "a.b", "Last"), Cancellation);
        await Until.TrueAsync(() => heard.Contains("last"), "the last one came");
        Assert.Equal(["member", "path", "below", "arg0", "last"], heard);
    }

    [Theory]
    [InlineData(BusKind.Own)]
    [InlineData(BusKind.Daemon)]
    public async Task Nothing_comes_after_the_end_of_a_subscription_and_nothing_stays_behind(BusKind kind)
    {
        await using var bus = await Buses.StartAsync(kind);
        await using var owner = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        await owner.RequestNameAsync(Name, cancellation: Cancellation);
        var heard = 0;
        for (var round = 0; round < 20; round++)
        {
            var watch = await client.WatchNameAsync(Name, _ => heard++, Cancellation);
            var subscription = await client.SubscribeAsync(new(Name), _ => heard++, Cancellation);
            await Task.WhenAll(watch.DisposeAsync().AsTask(), subscription.DisposeAsync().AsTask(), subscription.DisposeAsync().AsTask());
        }

        await owner.SendAsync(Signal(1), Cancellation);
        await client.CallAsync(new(owner.UniqueName, Path, DBusNames.Peer, "Ping"), Cancellation);
        Assert.Equal((0, 0, 0), client.Alive);
        Assert.Equal(0, heard);
    }

    [Fact]
    public async Task Giving_up_a_subscription_before_it_is_there_leaves_nothing()
    {
        await using var rogue = new RogueServer();
        var connecting = rogue.ConnectAsync(new() { CallTimeout = TimeSpan.FromMilliseconds(200) });
        using var raw = await rogue.WelcomeAsync();
        await using var client = await connecting;
        using var patience = new CancellationTokenSource();
        var subscribing = client.SubscribeAsync(new(Name), _ => { }, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscribing);
        await Until.TrueAsync(() => client.Alive == (0, 0, 0), "nothing is alive");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SubscribeAsync(new(Name), _ => { }, patience.Token));
        Assert.Equal((0, 0, 0), client.Alive);
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_costs_a_signal_and_not_the_connection()
    {
        await using var bus = new OwnBus();
        await using var owner = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        var heard = new ConcurrentQueue<int>();
        await client.SubscribeAsync(new(owner.UniqueName), signal => heard.Enqueue(signal.Body[0].AsInt32()), Cancellation);
        await owner.SendAsync(DBusMessage.Signal(Path, "a.b", "C", "not a number"), Cancellation);
        await owner.SendAsync(Signal(5), Cancellation);
        await Until.TrueAsync(() => heard.Contains(5), "the second came");
        Assert.Equal(1, client.MistypedSignals);
    }

    [Fact]
    public async Task A_handler_that_throws_ends_the_connection_and_is_the_cause()
    {
        await using var bus = new OwnBus();
        await using var owner = await bus.ConnectAsync();
        await using var client = await bus.ConnectAsync();
        await client.SubscribeAsync(new(owner.UniqueName), _ => throw new InvalidOperationException("a bug"), Cancellation);
        await owner.SendAsync(Signal(5), Cancellation);
        Assert.Equal("a bug", (await client.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation))?.Message);
    }

    [Fact]
    public async Task A_stuck_handler_costs_the_connection_and_no_memory()
    {
        await using var bus = new OwnBus();
        await using var owner = await bus.ConnectAsync();
        using var stuck = new ManualResetEventSlim();
        await using var client = await DBusConnection.ConnectAsync(new() { Address = bus.Address, SignalQueue = 100 }, Cancellation);
        await client.SubscribeAsync(new(owner.UniqueName), _ => stuck.Wait(Cancellation), Cancellation);
        for (var number = 0; number < 200; number++) await owner.SendAsync(Signal(number), Cancellation);
        Assert.IsType<DBusClosedException>(await client.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        stuck.Set();
    }

    [Fact]
    public async Task What_came_before_the_end_is_still_told_and_nothing_after_disposal()
    {
        await using var bus = new OwnBus();
        await using var owner = await bus.ConnectAsync();
        using var gate = new SemaphoreSlim(0);
        var client = await bus.ConnectAsync();
        var heard = new ConcurrentQueue<int>();
        await client.SubscribeAsync(new(owner.UniqueName), signal => Slowly(signal.Body[0].AsInt32()), Cancellation);
        for (var number = 0; number < 10; number++) await owner.SendAsync(Signal(number), Cancellation);
        await client.CallAsync(new(owner.UniqueName, Path, DBusNames.Peer, "Ping"), Cancellation);
        await bus.DisposeAsync();
        Assert.NotNull(await client.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        gate.Release(5);
        await Until.TrueAsync(() => heard.Count == 5, "five were told after the end");
        var disposing = client.DisposeAsync();
        gate.Release(5);
        await disposing;
        Assert.InRange(heard.Count, 5, 6); // the one that was being told
        Assert.Equal(Enumerable.Range(0, heard.Count), heard);

        void Slowly(int number)
        {
            gate.Wait(Cancellation);
            heard.Enqueue(number);
        }
    }

    [Fact]
    public async Task A_handler_may_end_its_connection()
    {
        await using var bus = new OwnBus();
        await using var owner = await bus.ConnectAsync();
        var client = await bus.ConnectAsync();
        await client.SubscribeAsync(new(owner.UniqueName), _ => client.DisposeAsync().AsTask().Wait(Cancellation), Cancellation);
        await owner.SendAsync(Signal(5), Cancellation);
        Assert.Null(await client.Closed.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no name")]
    [InlineData("a'b.c")]
    public async Task A_match_without_a_proper_sender_is_refused(string sender)
    {
        await using var bus = new OwnBus();
        await using var client = await bus.ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => client.SubscribeAsync(new(sender), _ => { }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => client.SubscribeAsync(new(Name) { Arg0 = "it's" }, _ => { }, Cancellation));
        Assert.Equal((0, 0, 0), client.Alive);
    }

    private static DBusMessage Signal(int number) => DBusMessage.Signal(Path, "a.b", "Counted", number);
}
