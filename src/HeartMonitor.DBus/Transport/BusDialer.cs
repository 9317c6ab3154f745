using System.Net.Sockets;

namespace HeartMonitor.DBus.Transport;

/// <summary>Finds a bus among addresses.</summary>
internal static class BusDialer
{
    /// <returns>A socket that has shaken hands, and the id of the server.</returns>
    /// <exception cref="DBusClosedException">Nobody answers at any of the addresses; it says why of each.</exception>
    internal static async Task<(WireStream Stream, string Guid)> DialAsync(DBusConnectionOptions options, CancellationToken cancellation)
    {
        var faults = new List<string>();
        Exception? cause = null;
        foreach (var address in BusAddress.Parse(options.Address))
        {
            try
            {
                if (address.Fault is null) return await DialAsync(address, options, cancellation);
                faults.Add($"{address.Text}: {address.Fault}");
            }
            catch (Exception fault) when (fault is SocketException or IOException or DBusException or TimeoutException)
            {
                faults.Add($"{address.Text}: {fault.Message}");
                cause = fault;
            }
        }

        throw new DBusClosedException(faults.Count == 0 ? "No address of a bus is given." : string.Join("; ", faults), cause);
    }

    private static async Task<(WireStream Stream, string Guid)> DialAsync(BusAddress address, DBusConnectionOptions options, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(options.HandshakeTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address.EndPoint!, either.Token);
            var stream = new WireStream(socket);
            var guid = await ClientHandshake.RunAsync(stream, Credentials.OwnUid(), either.Token);
            if (address.Guid is { } wanted && !wanted.Equals(guid, StringComparison.OrdinalIgnoreCase))
                throw new DBusProtocolException("The bus has another id than its address says.");
            return (stream, guid);
        }
        catch (Exception fault)
        {
            socket.Dispose();
            if (fault is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new TimeoutException($"no handshake within {options.HandshakeTimeout.TotalSeconds} s");
            throw;
        }
    }
}
