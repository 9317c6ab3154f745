using HeartMonitor.Ble.Bus;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>Adapters, bluetoothd and the bus come and go; places are few. On virtual time.</summary>
public sealed class AdapterAndBusTests
{
    private const string First = "/org/bluez/hci0";

    [Fact]
    public void An_adapter_that_is_switched_off_loses_its_straps_at_once_and_has_them_back_within_ten_seconds()
    {
        using var ble = new VirtualBle(straps: 4);
        ble.Pass(10);

        ble.Bluez.Power(First, isOn: false);
        ble.Pass(1);
        Assert.Equal(4, ble.Links.Count(e => e.Kind == SourceEventKind.Lost));
        ble.Pass(60);
        ble.Bluez.Power(First, isOn: true);
        ble.Pass(10);

        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(LinkState.Up, ble.StatusOf(i).Link));
        Assert.Single(ble.Log.Lines, line => line.Contains("is switched off", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bluetoothd_that_starts_anew_is_used_again_within_ten_seconds()
    {
        using var ble = new VirtualBle(straps: 4);
        ble.Pass(10);

        ble.Bluez.Daemon(isUp: false);
        ble.Pass(3);
        Assert.Equal("bluetoothd is not running", ble.StatusOf(0).LastError);
        ble.Bluez.Daemon(isUp: true);
        ble.Pass(10);

        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(LinkState.Up, ble.StatusOf(i).Link));
        Assert.Equal(4, ble.Links.Count(e => e is { Kind: SourceEventKind.Lost, Detail: "bluetoothd is not running" }));
        Assert.Single(ble.Log.Lines, line => line.Contains("systemctl start bluetooth", StringComparison.Ordinal));
    }

    [Fact]
    public void Another_bluetoothd_in_its_place_is_listed_anew()
    {
        using var ble = new VirtualBle(straps: 2);
        ble.Pass(10);

        ble.Bluez.Daemon(isUp: true);
        ble.Pass(10);

        Assert.All([0, 1], i => Assert.Equal(LinkState.Up, ble.StatusOf(i).Link));
        Assert.Equal(2, ble.Links.Count(e => e.Kind == SourceEventKind.Lost));
    }

    [Fact]
    public void A_bus_that_goes_away_is_opened_again_for_ever_and_told_once()
    {
        using var ble = new VirtualBle(straps: 2);
        ble.Pass(10);

        ble.Bluez.CutBus();
        ble.Pass(3_600);
        ble.Bluez.IsBusUp = true;
        ble.Pass(20);

        Assert.All([0, 1], i => Assert.Equal(LinkState.Up, ble.StatusOf(i).Link));
        Assert.Equal(2, ble.Log.Lines.Count(line => line.Contains("no message bus", StringComparison.Ordinal))); // closed, and then no such socket
        Assert.Null(ble.Seen.Error);
    }

    [Fact]
    public void Without_a_bus_at_the_start_it_says_what_to_do_and_begins_when_there_is_one()
    {
        using var ble = new VirtualBle(before: b => b.IsBusUp = false);
        ble.Pass(60);
        Assert.Equal(["Bluetooth: no message bus at memory: no such socket. Start dbus, or set Bluetooth:BusAddress. It is tried again for ever."], ble.Log.Lines);
        Assert.Equal("there is no message bus", ble.StatusOf(0).LastError);

        ble.Bluez.IsBusUp = true;
        ble.Pass(20);

        Assert.NotEmpty(ble.Packets);
    }

    [Fact]
    public void Without_an_adapter_it_says_so()
    {
        using var ble = new VirtualBle(adapters: 0);

        ble.Pass(60);

        Assert.StartsWith("Bluetooth: there is no adapter.", Assert.Single(ble.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_adapter_than_the_one_that_is_named_is_left_alone()
    {
        using var ble = new VirtualBle(straps: 2, adapters: 2, options: new() { Adapter = "hci1" });

        ble.Pass(20);

        Assert.All(ble.Bluez.Straps, strap => Assert.Equal("/org/bluez/hci1", strap.Adapter));
    }

    [Fact]
    public void Sixteen_straps_are_shared_between_two_adapters()
    {
        using var ble = new VirtualBle(straps: 16, adapters: 2);

        ble.Pass(20);

        Assert.Equal([8, 8], ble.Bluez.Straps.GroupBy(s => s.Adapter).Select(g => g.Count()));
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(LinkState.Up, ble.StatusOf(i).Link));
    }

    [Fact]
    public void Straps_beyond_the_budget_are_told_once_and_get_the_place_of_one_that_leaves()
    {
        using var ble = new VirtualBle(straps: 10);
        ble.Pass(30);
        Assert.Equal(8, ble.Bluez.Straps.Count(s => s.Adapter is not null));
        Assert.Equal(2, ble.Log.Lines.Count(line => line.Contains("holds its 8 connections; add an adapter", StringComparison.Ordinal)));
        var waiting = Enumerable.Range(0, 10).First(i => ble.Bluez.Straps[i].Adapter is null);
        Assert.Equal("no free connection: hci0 holds its 8", ble.StatusOf(waiting).LastError);

        ble.Bluez.Straps.First(s => s.Adapter is not null).GoOffAir();
        ble.Pass(10);

        Assert.Equal(8, ble.Bluez.Straps.Count(s => s.Adapter is not null));
    }

    [Fact]
    public void Straps_that_are_away_leave_their_places_to_those_that_are_heard()
    {
        using var ble = new VirtualBle(straps: 12, before: b =>
        {
            foreach (var strap in b.Straps.Take(8)) strap.GoOffAir();
        });

        ble.Pass(300);

        Assert.Equal(4, ble.Bluez.Straps.Count(s => s.Adapter is not null));
    }

    [Fact]
    public void One_adapter_lost_of_two_takes_only_its_own_straps_and_they_move_to_the_other()
    {
        using var ble = new VirtualBle(straps: 6, adapters: 2);
        ble.Pass(20);
        var its = ble.Bluez.Straps.Count(s => s.Adapter == First);

        ble.Bluez.Power(First, isOn: false);
        ble.Pass(15);

        Assert.InRange(its, 1, 6);
        Assert.Equal(its, ble.Links.Count(e => e.Kind == SourceEventKind.Lost));
        Assert.All(ble.Bluez.Straps, strap => Assert.Equal("/org/bluez/hci1", strap.Adapter));
    }

    [Fact]
    public void With_nobody_bound_straps_in_range_are_told_by_their_ids_and_none_is_connected()
    {
        using var ble = new VirtualBle(straps: 3, bound: []);

        ble.Pass(60);

        Assert.Empty(ble.Links);
        Assert.False(ble.Bluez.Asked.ContainsKey(BluezCallKind.Connect));
        Assert.Equal(3, ble.Seen.Events.Where(e => e.Status is { IsBound: false, RssiDbm: -60, Adapter: "hci0" }).Select(e => e.Device).Distinct().Count());
        Assert.All(ble.Seen.Events, e => Assert.True(StrapAddress.IsPseudonym(e.Device)));
    }

    [Fact]
    public void A_strap_that_no_session_wants_is_listed_as_nobodys_and_never_connected_once_anybody_is_bound()
    {
        using var ble = new VirtualBle(straps: 2, bound: [VirtualBle.NameOf("C0:00:00:00:00:01")]);

        ble.Pass(60);

        Assert.Null(ble.Bluez.Straps[1].Adapter);
        var stranger = VirtualBle.NameOf(ble.Bluez.Straps[1].Text);
        Assert.All(ble.Seen.Events.Where(e => e.Device == stranger), e => Assert.Equal((SourceEventKind.Status, false), (e.Kind, e.Status!.IsBound)));
        Assert.Equal(1, ble.Bluez.Asked[BluezCallKind.Connect]);
    }
}
