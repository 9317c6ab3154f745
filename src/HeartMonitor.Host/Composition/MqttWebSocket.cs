using System.Net;
using System.Net.WebSockets;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.Composition;

/// <summary>The embedded broker by WebSocket at <c>/mqtt</c>, under the same rules as by TCP (contracts 6).</summary>
internal static class MqttWebSocket
{
    private const string SubProtocol = "mqtt";

    internal static void MapMqtt(this WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/mqtt", async (HttpContext context, MonitorHost monitor, TabletOptions tablet) =>
        {
            if (!IsOwnPage(context.Request, tablet)) return Results.StatusCode(StatusCodes.Status403Forbidden);
            if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol))
                return Results.Problem("This is MQTT by WebSocket, sub-protocol mqtt.", statusCode: StatusCodes.Status400BadRequest);
            using var socket = await context.WebSockets.AcceptWebSocketAsync(SubProtocol);
            await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, closeTimeout: TimeSpan.FromSeconds(2));
            // What matters of where it comes from is whether that is this machine, and what a proxy hands on is not.
            await monitor.ServeMqttAsync(stream, new(SignInGate.IsHere(context) ? IPAddress.Loopback : IPAddress.None, context.Connection.RemotePort));
            return Results.Empty;
        }).AllowEverybody(); // the broker asks its clients itself
    }

    /// <summary>A page of another host, or another name that points here, is turned away; a program sends no origin.</summary>
    private static bool IsOwnPage(HttpRequest request, TabletOptions tablet) =>
        tablet.Serves(request.Host.Host)
        && (request.Headers.Origin is not [{ } origin] || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value));
}
