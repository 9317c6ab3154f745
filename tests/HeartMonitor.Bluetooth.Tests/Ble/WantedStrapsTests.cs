using HeartMonitor.Ble.Bus;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>The straps to connect follow the sessions: spares come, others go, on virtual time and over a real bus.</summary>
public sealed class WantedStrapsTests
{
    private const string Hci = "/org/bluez/hci0";

    [Fact]
    public void A_spare_that_is_bound_in_mid_session_is_live_within_ten_seconds_and_the_first_strap_loses_nothing()
    {
        using var ble = new VirtualBle(straps: 3, bound: [Id(1)]);
        ble.Pass(30);

        ble.Wanted = [Id(1), Id(2)];
        ble.Pass(10);

        Assert.Equal([(SourceEventKind.Connected, Id(1)), (SourceEventKind.Connected, Id(2))], ble.Links.Select(e => (e.Kind, e.Device)));
        Assert.Contains(ble.Packets, e => e.Device == Id(2));
        Assert.Null(ble.Bluez.Straps[2].Adapter);
    }

    [Fact]
    public void The_first_binding_of_all_connects_a_strap_that_was_only_listed()
    {
        using var ble = new VirtualBle(straps: 2, bound: []);
        ble.Pass(30);

        ble.Wanted = [Id(2)];
        ble.Pass(10);

        Assert.Equal((null, Hci), (ble.Bluez.Straps[0].Adapter, ble.Bluez.Straps[1].Adapter));
        Assert.True(ble.StatusOf(1).IsBound);
    }

    [Fact]
    public void A_brand_new_spare_is_listed_while_everybody_else_is_worn_and_connected_to_nobody()
    {
        using var ble = new VirtualBle(straps: 3, bound: [Id(1), Id(2)]);

        ble.Pass(70); // both are live, and spares are looked for now and then

        Assert.Equal((false, LinkState.Down), (ble.StatusOf(2).IsBound, ble.StatusOf(2).Link));
        Assert.Null(ble.Bluez.Straps[2].Adapter);
        Assert.All([0, 1], i => Assert.Equal((true, LinkState.Up), (ble.StatusOf(i).IsBound, ble.StatusOf(i).Link)));
        Assert.DoesNotContain(ble.Seen.Events, e => e.Device != Id(3) && e.Status is { IsBound: false });
    }

    [Fact]
    public void A_strap_that_nobody_wants_keeps_its_link_for_a_minute_and_is_then_let_go_and_forgotten()
    {
        using var ble = new VirtualBle(straps: 2);
        ble.Pass(30);

        ble.Wanted = [Id(1)];
        ble.Pass(58);
        Assert.Equal(Hci, ble.Bluez.Straps[1].Adapter);
        Assert.Equal((LinkState.Up, false), (ble.StatusOf(1).Link, ble.StatusOf(1).IsBound));
        ble.Pass(5);

        Assert.Null(ble.Bluez.Straps[1].Adapter);
        var lost = Assert.Single(ble.Links, e => e.Kind == SourceEventKind.Lost);
        Assert.Equal((Id(2), "no session wears it any more"), (lost.Device, lost.Detail));
        Assert.Equal((LinkState.Down, false), (ble.StatusOf(1).Link, ble.StatusOf(1).IsBound));
        Assert.Equal((1, 1), (ble.Run.Fold.Budget.TakenOn(Hci), ble.Run.Fold.Straps.Count));
        ble.Pass(120);
        Assert.Null(ble.Bluez.Straps[1].Adapter);
        Assert.Equal(2, ble.Bluez.Asked[BluezCallKind.Connect]);
    }

    [Fact]
    public void Wanted_again_within_the_minute_it_never_lost_its_link()
    {
        using var ble = new VirtualBle(straps: 2);
        ble.Pass(30);
        ble.Wanted = [Id(1)];
        ble.Pass(50);

        ble.Wanted = [Id(1), Id(2)];
        ble.Pass(120);

        Assert.DoesNotContain(ble.Links, e => e.Kind == SourceEventKind.Lost);
        Assert.True(ble.StatusOf(1).IsBound);
    }

    [Fact]
    public void Wanted_again_later_it_is_connected_anew()
    {
        using var ble = new VirtualBle(straps: 2);
        ble.Pass(30);
        ble.Wanted = [Id(1)];
        ble.Pass(100);

        ble.Wanted = [Id(1), Id(2)];
        ble.Pass(10);

        Assert.Equal(Hci, ble.Bluez.Straps[1].Adapter);
        Assert.Equal(LinkState.Up, ble.StatusOf(1).Link);
    }

    [Fact]
    public void On_a_full_adapter_a_strap_that_nobody_wants_makes_room_at_once()
    {
        using var ble = new VirtualBle(straps: 9, bound: Enumerable.Range(1, 8).Select(Id));
        ble.Pass(30);

        ble.Wanted = [.. Enumerable.Range(2, 8).Select(Id)];
        ble.Pass(12);

        Assert.Null(ble.Bluez.Straps[0].Adapter);
        Assert.Equal(Hci, ble.Bluez.Straps[8].Adapter);
    }

    [Fact]
    public void An_attempt_for_a_strap_that_nobody_wants_any_more_is_given_up_at_once()
    {
        using var ble = new VirtualBle(straps: 2, before: b => b.Straps[1].ConnectTakes = TimeSpan.FromHours(1));
        ble.Pass(10);

        ble.Wanted = [Id(1)];
        ble.Pass(2);

        Assert.Equal((1, 1, 0), (ble.Run.Fold.Budget.TakenOn(Hci), ble.Run.Fold.Straps.Count, ble.Run.OpenCalls));
    }

    [Fact]
    public void Wishes_that_change_at_random_while_links_drop_block_no_strap_and_leave_nothing_behind()
    {
        var random = new Random(11);
        using var ble = new VirtualBle(straps: 12, adapters: 2, random: random.NextDouble);
        for (var i = 0; i < Effort.Of(400); i++)
        {
            ble.Wanted = [.. Enumerable.Range(1, 12).Where(_ => random.Next(2) == 0).Select(Id)];
            var strap = ble.Bluez.Straps[random.Next(12)];
            if (random.Next(3) == 0) strap.GoOffAir();
            ble.Pass(random.Next(1, 90));
            strap.ComeBack();
        }

        ble.Wanted = [.. Enumerable.Range(1, 12).Select(Id)];
        ble.Pass(60);
        Assert.All(ble.Bluez.Straps, strap => Assert.NotNull(strap.Adapter));

        ble.Wanted = [];
        ble.Pass(120);
        Assert.All(ble.Bluez.Straps, strap => Assert.Null(strap.Adapter));
        Assert.Equal((0, 0, 0), (ble.Run.Fold.Straps.Count, ble.Run.OpenCalls, ble.Run.Fold.Budget.TakenOn(Hci) + ble.Run.Fold.Budget.TakenOn("/org/bluez/hci1")));
    }

    [Fact]
    public async Task On_a_real_bus_a_spare_comes_and_the_strap_before_it_goes()
    {
        await using var rig = await SimulatedRig.StartAsync(2);
        rig.Wanted = [rig.Id(0)];
        rig.Subscribe();
        await rig.ComesAsync(0);
        Assert.False(rig.Straps[1].IsConnected);

        rig.Wanted = [rig.Id(1)];
        await rig.ComesAsync(1);

        await Until.TrueAsync(() => !rig.Straps[0].IsConnected, "the strap before it is let go");
        Assert.Equal(1, rig.Count(SourceEventKind.Lost, 0));
        await Until.TrueAsync(() => rig.Run.Fold.Straps.Count == 1, "and forgotten");
    }

    private static string Id(int number) => VirtualBle.NameOf($"C0:00:00:00:00:{number:X2}");
}
