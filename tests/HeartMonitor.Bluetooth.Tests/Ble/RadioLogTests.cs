using HeartMonitor.Ble;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>What the service is told of its radios: the alert adapter-lost comes of it.</summary>
public sealed class RadioLogTests
{
    private const string First = "/org/bluez/hci0";

    [Fact]
    public void A_radio_that_is_switched_off_is_missed_until_it_is_on_again()
    {
        using var ble = new VirtualBle(straps: 1, adapters: 2);
        ble.Pass(10);
        Assert.Equal([new("hci0", true), new("hci1", true)], Radios(ble));

        ble.Bluez.Power(First, isOn: false);
        ble.Pass(1);
        Assert.Equal([new("hci0", false), new("hci1", true)], Radios(ble));

        ble.Bluez.Power(First, isOn: true);
        ble.Pass(5);
        Assert.Equal([new("hci0", true), new("hci1", true)], Radios(ble));
    }

    [Fact]
    public void With_bluetoothd_or_the_bus_all_of_them_are_gone()
    {
        using var ble = new VirtualBle();
        ble.Pass(10);

        ble.Bluez.Daemon(isUp: false);
        ble.Pass(1);
        Assert.Equal([new("hci0", false)], Radios(ble));
        ble.Bluez.Daemon(isUp: true);
        ble.Pass(10);
        Assert.Equal([new("hci0", true)], Radios(ble));

        ble.Bluez.CutBus();
        ble.Pass(5);
        Assert.Equal([new("hci0", false)], Radios(ble));
    }

    [Fact]
    public void Where_there_has_been_none_bluetooth_as_such_is_missed()
    {
        using var ble = new VirtualBle(adapters: 0);
        ble.Pass(10);

        Assert.Equal([new("bluetooth", false)], Radios(ble));
    }

    [Fact]
    public void Before_bluetoothd_has_answered_nobody_can_say()
    {
        using var ble = new VirtualBle();

        Assert.Null(ble.Run.Fold.Radios.Now);
    }

    private static IReadOnlyList<RadioStatus> Radios(VirtualBle ble) => ble.Run.Fold.Radios.Now!;
}
