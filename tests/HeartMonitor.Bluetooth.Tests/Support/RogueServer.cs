using System.Net.Sockets;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Transport;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>Something that listens where a bus should be, and says what the test wants.</summary>
internal sealed class RogueServer : IAsyncDisposable
{
    internal const string Guid = "0123456789abcdef0123456789abcdef";

    private readonly string _folder = Directory.CreateTempSubdirectory("hm-rogue-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    internal RogueServer()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "bus")));
        _listener.Listen();
    }

    internal string Address => BusAddress.OfPath(Path.Combine(_folder, "bus"));

    internal async Task<RawSocket> AcceptAsync() => new(await _listener.AcceptAsync(TestContext.Current.CancellationToken));

    /// <summary>Shakes hands as one should and answers Hello; what comes after is the test's.</summary>
    internal async Task<RawSocket> WelcomeAsync()
    {
        var raw = await AcceptAsync();
        Assert.StartsWith("\0AUTH EXTERNAL ", await raw.ReadLineAsync(), StringComparison.Ordinal);
        await raw.SendAsync($"OK {Guid}\r\n");
        Assert.Equal("BEGIN", await raw.ReadLineAsync());
        var hello = (await raw.ReadMessageAsync())!;
        await raw.SendAsync(hello.Return(":1.1") with { Serial = 1, Sender = DBusNames.Bus });
        return raw;
    }

    internal Task<DBusConnection> ConnectAsync(DBusConnectionOptions? options = null) =>
        DBusConnection.ConnectAsync((options ?? new()) with { Address = Address }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
