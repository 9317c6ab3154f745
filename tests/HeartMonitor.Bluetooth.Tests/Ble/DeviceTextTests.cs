using System.Text;
using HeartMonitor.Ble.Straps;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Bluetooth.Tests.Support;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>What a strap says of itself: name, serial, firmware.</summary>
public sealed class DeviceTextTests
{
    [Theory]
    [InlineData("1234-AB", "1234-AB")]
    [InlineData("  H10 \0\0", "H10")]
    [InlineData("a\u001b[31mb\r\nc\u2028d", "a[31mbcd")]
    [InlineData("x\u202ey\u200bz", "xyz")]
    [InlineData("Gürtel 💓", "Gürtel 💓")]
    [InlineData("\0\u0007 ", null)]
    [InlineData("", null)]
    public void Only_what_can_be_printed_is_kept(string sent, string? kept) => Assert.Equal(kept, DeviceText.Of(Encoding.UTF8.GetBytes(sent)));

    [Fact]
    public void Bytes_that_are_no_text_are_dropped_and_length_is_bounded()
    {
        Assert.Equal("ab", DeviceText.Of([(byte)'a', 0xFF, 0xC3, (byte)'b', 0xE2, 0x82]));
        Assert.Equal(new string('x', DeviceText.Longest), DeviceText.Of(Encoding.ASCII.GetBytes(new string('x', 512))));
        Assert.Null(DeviceText.Of(new byte[513]));
        Assert.Null(DeviceText.Of(Encoding.ASCII.GetBytes(new string('x', 513))));
    }

    [Theory]
    [InlineData("C0FFEE000001", true)]
    [InlineData("SN c0-ff-ee-00-00-01 B", true)]
    [InlineData("C0FFEE000002", false)]
    [InlineData("", false)]
    public void An_address_is_found_however_it_is_written(string text, bool holds) => Assert.Equal(holds, DeviceText.Holds(text, "C0:FF:EE:00:00:01"));

    [Fact]
    public void Name_and_serial_are_told_and_the_serial_is_read_once_a_connection()
    {
        using var ble = new VirtualBle(before: b => (b.Straps[0].Name, b.Straps[0].Serial) = ("Polar H10 \u202e12345678", [.. "12345678\0"u8]));
        ble.Pass(30);
        Assert.Equal(("Polar H10 12345678", "12345678", null), (ble.StatusOf(0).Name, ble.StatusOf(0).Serial, ble.StatusOf(0).Firmware));
        Assert.Equal(1, ble.Bluez.Straps[0].SerialReads);

        ble.Bluez.Straps[0].Serial = [.. "9"u8];
        ble.Bluez.Straps[0].GoOffAir();
        ble.Pass(10);
        ble.Bluez.Straps[0].ComeBack();
        ble.Pass(10);

        Assert.Equal("9", ble.StatusOf(0).Serial);
        Assert.Equal(2, ble.Bluez.Straps[0].SerialReads);
    }

    [Fact]
    public void A_serial_that_cannot_be_read_harms_nothing()
    {
        using var ble = new VirtualBle(before: b => b.Straps[0].Serial = []);

        ble.Pass(60);

        Assert.Null(ble.StatusOf(0).Serial);
        Assert.Equal((1, 1), (ble.Links.Count(), ble.Bluez.Straps[0].SerialReads));
        Assert.InRange(ble.Packets.Count(), 50, 60);
    }

    [Fact]
    public void A_name_that_BlueZ_made_of_the_address_is_none()
    {
        using var ble = new VirtualBle(before: b => b.Straps[0].Name = "C0-00-00-00-00-01");

        ble.Pass(10);

        Assert.Null(ble.StatusOf(0).Name);
    }

    [Fact]
    public async Task Over_a_real_bus_a_serial_that_is_the_address_is_told_as_the_strap_id_and_a_changed_one_after_the_next_connection()
    {
        await using var rig = await SimulatedRig.LiveAsync();
        await Until.TrueAsync(() => rig.Status()?.Firmware == "1.0.0", () => $"the firmware is told; {rig.Status()}");
        Assert.Equal((rig.Id(), "Strap 1 of somebody"), (rig.Status()!.Serial, rig.Status()!.Name));

        (rig.Straps[0].Serial, rig.Straps[0].Firmware) = ([.. "other"u8], "2");
        rig.Straps[0].Drop();

        await Until.TrueAsync(() => (rig.Status()?.Serial, rig.Status()?.Firmware) == ("other", "2"), () => $"both are told anew; {rig.Status()}");
        rig.Straps[0].Serial = null;
        rig.Straps[0].Drop();
        await rig.ComesAsync();
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("somebody", StringComparison.Ordinal));
    }
}
