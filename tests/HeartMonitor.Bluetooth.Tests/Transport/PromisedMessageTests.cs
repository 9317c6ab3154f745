using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Bus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Transport;

/// <summary>Runs alone: what the whole process allocates is measured.</summary>
[CollectionDefinition(nameof(PromisedMessageTests), DisableParallelization = true)]
[Collection(nameof(PromisedMessageTests))]
public sealed class PromisedMessageTests
{
    /// <summary>Twenty peers promise 7 MiB each and send nothing of it. Without the bound it would be 140 MiB.</summary>
    [Fact]
    public async Task A_message_that_is_promised_and_never_comes_costs_nothing()
    {
        await using var bus = MessageBus.StartPrivate();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var sockets = new List<RawSocket>();
        for (var peer = 0; peer < 20; peer++)
        {
            sockets.Add(await RawSocket.AuthenticatedAsync(bus.Address));
            await sockets[^1].SendAsync(Convert.FromHexString("6C010001" + "00007000" + "01000000" + "00000000"));
        }

        await using var client = await DBusConnection.ConnectAsync(new() { Address = bus.Address }, TestContext.Current.CancellationToken);
        Assert.True(GC.GetTotalAllocatedBytes(precise: true) - before < 20 * 1024 * 1024);
        foreach (var raw in sockets) raw.Dispose();
    }
}
