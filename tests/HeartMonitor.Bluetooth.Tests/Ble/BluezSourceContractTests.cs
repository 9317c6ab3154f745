using System.Reactive.Concurrency;
using HeartMonitor.Bluetooth.Tests.Ble.Support;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Tests.Support;

namespace HeartMonitor.Bluetooth.Tests.Ble;

/// <summary>The contract of all sources, on virtual time; each subscription has a BlueZ of its own.</summary>
public sealed class BluezSourceContractTests : HeartRateSourceContract
{
    protected override bool Ends => false;

    protected override IHeartRateSource Create(IScheduler scheduler)
    {
        string[] bound = [.. new MemoryBluez(scheduler, 3).Straps.Select(s => VirtualBle.NameOf(s.Text))];
        return VirtualBle.Source(() => new MemoryBluez(scheduler, 3), new(), () => bound, scheduler, () => 0.5);
    }
}
