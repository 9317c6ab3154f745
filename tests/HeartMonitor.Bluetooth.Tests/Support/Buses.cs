namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>Starts a bus of either kind.</summary>
internal static class Buses
{
    internal static async Task<IBusRig> StartAsync(BusKind kind) => kind == BusKind.Own ? new OwnBus() : await DaemonBus.StartAsync();
}
