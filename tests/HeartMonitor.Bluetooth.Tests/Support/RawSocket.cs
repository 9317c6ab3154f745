using System.Net.Sockets;
using System.Text;
using HeartMonitor.DBus;
using HeartMonitor.DBus.Transport;
using HeartMonitor.DBus.Wire;
using Xunit;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>A unix socket in the hands of somebody who keeps to nothing.</summary>
internal sealed class RawSocket(Socket socket) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal static async Task<RawSocket> ConnectAsync(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(BusAddress.Parse(address)[0].EndPoint!, Cancellation);
        return new(socket);
    }

    /// <summary>Connects and shakes hands as one should.</summary>
    internal static async Task<RawSocket> AuthenticatedAsync(string address)
    {
        var raw = await ConnectAsync(address);
        Assert.Equal("DATA", await raw.AskAsync("\0AUTH EXTERNAL\r\n"));
        Assert.StartsWith("OK ", await raw.AskAsync("DATA\r\n"), StringComparison.Ordinal);
        await raw.SendAsync("BEGIN\r\n");
        return raw;
    }

    internal async Task<string> AskAsync(string text)
    {
        await SendAsync(text);
        return (await ReadLineAsync())!;
    }

    internal Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    internal Task SendAsync(DBusMessage message) => SendAsync(MessageCodec.Encode(message));

    /// <summary>Whoever hangs up in the middle has made his point.</summary>
    internal async Task SendAsync(byte[] bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;) sent += await socket.SendAsync(bytes.AsMemory(sent), Cancellation);
        }
        catch (SocketException)
        {
            // The next read tells.
        }
    }

    /// <summary>Null when the other side has hung up.</summary>
    internal async Task<string?> ReadLineAsync()
    {
        var line = new List<byte>();
        while (await ReadAsync(1) is [var next])
        {
            if (next == '\n') return Encoding.Latin1.GetString([.. line]).TrimEnd('\r');
            line.Add(next);
        }

        return null;
    }

    /// <summary>Null when the other side has hung up.</summary>
    internal async Task<DBusMessage?> ReadMessageAsync()
    {
        if (await ReadAsync(MessageCodec.FixedBytes) is not { } start) return null;
        var rest = await ReadAsync(MessageCodec.Measure(start, DBusLimits.MostMessageBytes) - start.Length);
        return rest is null ? null : MessageCodec.Decode([.. start, .. rest]);
    }

    /// <summary>Waits until the other side hangs up, whatever it says before.</summary>
    internal async Task AssertHungUpAsync()
    {
        while (await ReadAsync(1) is not null)
        {
            // It may answer first.
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        try
        {
            for (var have = 0; have < count;)
            {
                var got = await socket.ReceiveAsync(bytes.AsMemory(have), Cancellation).AsTask().WaitAsync(Longest, Cancellation);
                if (got == 0) return null;
                have += got;
            }

            return bytes;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
