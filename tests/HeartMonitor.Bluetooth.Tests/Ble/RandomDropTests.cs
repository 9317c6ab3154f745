using System.Globalization;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>Everything that can go wrong, in any order, on virtual time: no strap stays away, nothing is left over.</summary>
public sealed class RandomDropTests
{
    private const int Drops = 5_000;
    private const int DropsARun = 50;

    [Fact]
    public void Through_thousands_of_random_drops_no_strap_is_stuck_and_no_call_or_place_is_left_over()
    {
        var runs = Effort.Of(Drops) / DropsARun + 1;
        List<double> back = [];
        for (var seed = 1; seed <= runs; seed++) back.AddRange(PlayRun(seed));

        back.Sort();
        var p95 = back[(int)(0.95 * (back.Count - 1))];
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{runs * DropsARun} drops of 16 straps on two adapters, virtual time; from back on air to the first sample: {back.Count} returns, p50 {back[back.Count / 2]:0.00} s, p95 {p95:0.00} s, most {back[^1]:0.00} s"));
        Assert.InRange(p95, 0, 5);
    }

    private static List<double> PlayRun(int seed)
    {
        var random = new Random(seed);
        using var ble = new VirtualBle(straps: 16, adapters: 2, random: random.NextDouble);
        ble.Pass(30);
        List<double> back = [];
        for (var drop = 0; drop < DropsARun; drop++) back.AddRange(Disturb(ble, random));
        foreach (var strap in ble.Bluez.Straps) strap.ComeBack();
        ble.Pass(60);

        Assert.All(Enumerable.Range(0, 16), i => Assert.True(ble.StatusOf(i).Link == LinkState.Up, $"seed {seed}: strap {i} is {ble.StatusOf(i)}"));
        Assert.Equal(0, ble.Run.Fold.CallsInFlight);
        Assert.Equal(0, ble.Run.OpenCalls);
        Assert.Equal(16, ble.Run.Fold.Budget.TakenOn("/org/bluez/hci0") + ble.Run.Fold.Budget.TakenOn("/org/bluez/hci1"));
        Assert.Null(ble.Seen.Error);
        return back;
    }

    /// <summary>One disturbance and its end; the seconds from each return that could be timed to its first sample.</summary>
    private static List<double> Disturb(VirtualBle ble, Random random)
    {
        var strap = ble.Bluez.Straps[random.Next(16)];
        var away = random.NextDouble() * (random.Next(10) == 0 ? 200 : 20);
        switch (random.Next(12))
        {
            case 0:
                ble.Bluez.Daemon(isUp: false);
                ble.Pass(away);
                ble.Bluez.Daemon(isUp: true);
                break;
            case 1:
                ble.Bluez.CutBus();
                ble.Pass(away);
                ble.Bluez.IsBusUp = true;
                ble.Pass(15);
                break;
            case 2:
                var adapter = $"/org/bluez/hci{random.Next(2)}";
                ble.Bluez.Power(adapter, isOn: false);
                ble.Pass(away);
                ble.Bluez.Power(adapter, isOn: true);
                break;
            case 3:
                strap.FallSilent();
                ble.Pass(12);
                break;
            case 4:
                strap.Refusal = HeartMonitor.Ble.Bus.BluezNames.Failed;
                strap.GoOffAir();
                ble.Pass(away);
                strap.Refusal = null;
                strap.ComeBack();
                break;
            case 5:
                strap.Instead = "not bytes";
                ble.Pass(away);
                strap.Instead = null;
                break;
            default:
                strap.GoOffAir();
                ble.Pass(away);
                strap.ComeBack();
                return TimeToFirst(ble, strap);
        }

        ble.Pass(random.NextDouble() * 5);
        return [];
    }

    private static List<double> TimeToFirst(VirtualBle ble, MemoryStrap strap)
    {
        var (device, since, seen) = (VirtualBle.NameOf(strap.Text), ble.Clock.Now, ble.Seen.Events.Count);
        ble.Pass(10);
        var first = ble.Seen.Events.Skip(seen).FirstOrDefault(e => e.Kind == SourceEventKind.Packet && e.Device == device);
        return [first.Device is null ? 10 : (first.At - since).TotalSeconds];
    }
}
