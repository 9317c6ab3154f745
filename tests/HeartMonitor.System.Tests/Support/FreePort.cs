using System.Net;
using System.Net.Sockets;

namespace HeartMonitor.System.Tests.Support;

/// <summary>Ports of loopback that nobody listens on at the moment of asking, never the same twice in one run.</summary>
internal static class FreePort
{
    private static readonly HashSet<int> Given = [];
    private static readonly Lock Gate = new();

    internal static int Next()
    {
        lock (Gate)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port)) return port;
            }
        }
    }
}
