using HeartMonitor.Ble.Bus;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>One strap's way from not heard to live and back, on virtual time.</summary>
public sealed class StrapSupervisionTests
{
    [Fact]
    public void A_strap_in_range_is_live_within_seconds_without_pairing_and_discovery_ends()
    {
        using var ble = new VirtualBle();

        ble.Pass(4);

        Assert.Equal(SourceEventKind.Connected, Assert.Single(ble.Links).Kind);
        Assert.NotEmpty(ble.Packets);
        Assert.Equal(0x51, ble.Packets.First().Packet.Span[1]);
        Assert.Equal((1, 1, 1), (ble.Bluez.Asked[BluezCallKind.SetFilter], ble.Bluez.Asked[BluezCallKind.Connect], ble.Bluez.Asked[BluezCallKind.StartNotify]));
        Assert.Empty(ble.Bluez.Discovering);
        Assert.Equal(LinkState.Up, ble.StatusOf(0).Link);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(45)]
    [InlineData(600)]
    [InlineData(4_000)]
    public void A_strap_that_was_away_is_heard_again_within_five_seconds_of_its_return(double awaySeconds)
    {
        using var ble = new VirtualBle();
        ble.Pass(10);
        ble.Bluez.Straps[0].GoOffAir();
        ble.Pass(awaySeconds);
        var sent = ble.Packets.Count();
        var back = ble.Clock.Now;

        ble.Bluez.Straps[0].ComeBack();
        ble.Pass(5);

        Assert.Equal([SourceEventKind.Connected, SourceEventKind.Lost, SourceEventKind.Connected], ble.Links.Select(e => e.Kind));
        Assert.InRange(ble.Packets.Skip(sent).First().At - back, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(1, ble.StatusOf(0).Losses);
    }

    [Fact]
    public void Services_that_no_signal_tells_are_found_by_asking()
    {
        using var ble = new VirtualBle(before: b => b.Swallows = input =>
            input is BluezInput.Changed { Interface: BluezNames.Device } changed && !changed.Properties.ContainsKey("RSSI"));

        ble.Pass(8);

        Assert.NotEmpty(ble.Packets);
    }

    [Fact]
    public void Objects_that_no_signal_tells_are_found_by_listing()
    {
        using var ble = new VirtualBle(before: b => b.Swallows = input => input is BluezInput.Added or BluezInput.Removed);

        ble.Pass(40);

        Assert.NotEmpty(ble.Packets);
    }

    [Fact]
    public void Values_that_stop_on_a_link_that_seems_up_are_built_anew_by_the_watchdog()
    {
        using var ble = new VirtualBle();
        ble.Pass(10);

        ble.Bluez.Straps[0].FallSilent();
        var before = ble.Packets.Count();
        ble.Pass(15);

        Assert.Contains(ble.Links, e => e is { Kind: SourceEventKind.Lost, Detail: "no data came" });
        Assert.True(ble.Packets.Count() > before);
        Assert.Equal(1, ble.Bluez.Asked[BluezCallKind.Disconnect]);
    }

    [Fact]
    public void A_strap_that_connects_and_never_sends_is_tried_ever_more_seldom()
    {
        using var ble = new VirtualBle(before: b => b.Straps[0].IsSilent = true);

        ble.Pass(600);

        Assert.InRange(ble.Bluez.Asked[BluezCallKind.Connect], 20, 45); // the watchdog's 8 s and the longest wait's 7.5 s each
        Assert.Empty(ble.Packets);
    }

    [Fact]
    public void A_strap_that_refuses_holds_up_no_other_and_is_not_hammered()
    {
        using var ble = new VirtualBle(straps: 3, before: b => b.Straps[1].Refusal = BluezNames.Failed);

        ble.Pass(600);

        Assert.InRange(ble.Bluez.Asked[BluezCallKind.Connect], 40, 100); // 2, and about one each 7.5 s
        Assert.All([0, 2], strap => Assert.True(ble.Packets.Count(p => p.Device == VirtualBle.NameOf(ble.Bluez.Straps[strap].Text)) > 590));
        Assert.Equal("connecting failed: the strap did not answer", ble.StatusOf(1).LastError);
        ble.Bluez.Straps[1].Refusal = null;
        ble.Pass(15);
        Assert.Equal(LinkState.Up, ble.StatusOf(1).Link);
    }

    [Fact]
    public void A_strap_without_the_heart_rate_service_is_let_go()
    {
        using var ble = new VirtualBle(before: b => b.Straps[0].HasHeartRate = false);

        ble.Pass(60);

        Assert.Empty(ble.Links);
        Assert.Equal("it has no heart-rate service", ble.StatusOf(0).LastError);
        Assert.True(ble.Bluez.Asked[BluezCallKind.Disconnect] >= 3);
    }

    [Fact]
    public void Services_that_are_never_resolved_end_the_attempt_and_the_next_one_succeeds()
    {
        using var ble = new VirtualBle(before: b => b.Straps[0].SaysServicesResolved = false);
        ble.Pass(20);
        Assert.Equal("its services were not told in time", ble.StatusOf(0).LastError);

        ble.Bluez.Straps[0].SaysServicesResolved = true;
        ble.Pass(20);

        Assert.NotEmpty(ble.Packets);
        Assert.Null(ble.StatusOf(0).LastError);
    }

    [Theory]
    [InlineData("text")]
    [InlineData(7)]
    [InlineData(null)]
    public void A_value_that_is_no_bytes_is_refused_and_counted(object? value)
    {
        using var ble = new VirtualBle();
        ble.Pass(5);
        var before = ble.Packets.Count();

        ble.Bluez.Straps[0].Instead = value ?? new byte[513];
        ble.Pass(4);
        ble.Bluez.Straps[0].Instead = null;
        ble.Pass(40);

        Assert.InRange(ble.StatusOf(0).Refused, 3, 4);
        Assert.InRange(ble.Packets.Count() - before, 39, 41);
        Assert.Single(ble.Links);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_battery_is_told_as_bluez_watches_it_or_as_it_is_read(bool battery1)
    {
        using var ble = new VirtualBle(before: b => (b.Straps[0].HasBattery1, b.Straps[0].Level) = (battery1, 19));

        ble.Pass(10);

        Assert.Equal(BatteryLevel.FromPercent(19), ble.StatusOf(0).Battery);
        Assert.Equal(BodySensorLocation.Chest, ble.StatusOf(0).Location);
    }

    [Theory]
    [InlineData(BluezCallKind.List)]
    [InlineData(BluezCallKind.SetFilter)]
    [InlineData(BluezCallKind.StartDiscovery)]
    [InlineData(BluezCallKind.Connect)]
    [InlineData(BluezCallKind.GetDevice)]
    [InlineData(BluezCallKind.StartNotify)]
    [InlineData(BluezCallKind.ReadValue)]
    public void A_call_that_is_never_answered_is_given_up_and_made_again(object kind)
    {
        using var ble = new VirtualBle(before: b => b.Unanswered.Add((BluezCallKind)kind));
        ble.Pass(60);

        ble.Bluez.Unanswered.Clear();
        ble.Pass(60);

        Assert.Equal(LinkState.Up, ble.StatusOf(0).Link);
        Assert.NotEmpty(ble.Packets);
        Assert.InRange(ble.Run.OpenCalls, 0, 1);
    }

    [Fact]
    public void A_disconnect_that_is_never_answered_holds_nothing_up()
    {
        using var ble = new VirtualBle(before: b => b.Unanswered.Add(BluezCallKind.Disconnect));
        ble.Pass(10);
        ble.Bluez.Straps[0].FallSilent();

        ble.Pass(60);

        Assert.Contains(ble.Links, e => e.Kind == SourceEventKind.Lost);
        Assert.NotEqual(LinkState.Searching, ble.StatusOf(0).Link);
    }

    [Fact]
    public void No_address_is_in_anything_that_is_told_and_no_name_in_anything_that_could_be_printed()
    {
        using var ble = new VirtualBle(straps: 10, before: b => b.Straps[0].Refusal = BluezNames.Failed);
        ble.Pass(20);
        ble.Bluez.Straps[2].FallSilent();
        ble.Bluez.Daemon(isUp: false);
        ble.Pass(20);
        ble.Bluez.Daemon(isUp: true);
        ble.Pass(20);
        ble.Bluez.CutBus();
        ble.Pass(20);

        var told = ble.Seen.Events.Select(e => $"{e.Device} {e.Detail} {e.Status}").Concat(ble.Log.Lines).ToArray();

        Assert.True(told.Length > 100);
        Assert.All(told, line =>
        {
            Assert.DoesNotContain("C0:00", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("C0_00", line, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("somebody", line, StringComparison.OrdinalIgnoreCase);
        });
        Assert.All(ble.Seen.Events, e => Assert.True(e.Status?.Name is null or "Strap of somebody"));
    }

    [Fact]
    public void Disposal_lets_the_straps_go()
    {
        var ble = new VirtualBle(straps: 3);
        ble.Pass(10);

        ble.Dispose();

        Assert.Equal(3, ble.Bluez.Asked[BluezCallKind.Disconnect]);
        Assert.All(ble.Bluez.Straps, strap => Assert.Null(strap.Adapter));
        Assert.True(ble.Run.Gone.IsCompletedSuccessfully);
        Assert.Equal(0, ble.Run.OpenCalls);
    }
}
