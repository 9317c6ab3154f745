using HeartMonitor.Bluetooth.Tests.Support;
using HeartMonitor.DBus;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Daemon;

/// <summary>Our client against the reference implementation.</summary>
public sealed class ClientOnDaemonTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_says_hello_and_lists_names(bool bigEndian)
    {
        await using var bus = await DaemonBus.StartAsync();
        await using var client = await bus.ConnectAsync(bigEndian);
        Assert.True(DBusNames.IsUnique(client.UniqueName));
        Assert.True(await client.RequestNameAsync("org.bluez", cancellation: Cancellation));
        var names = await client.CallAsync(new(DBusNames.Bus, DBusNames.BusPath, DBusNames.Bus, "ListNames"), Cancellation);
        Assert.Superset(new HashSet<string> { DBusNames.Bus, client.UniqueName, "org.bluez" }, names[0].AsStrings().ToHashSet());
    }
}
