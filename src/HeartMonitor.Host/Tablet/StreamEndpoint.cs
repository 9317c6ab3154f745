using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace HeartMonitor.Host.Tablet;

/// <summary><c>GET /api/v1/stream</c>: a snapshot on every connection, then changes, and a heartbeat each second.</summary>
internal static class StreamEndpoint
{
    /// <summary>What the browser waits before it connects again (ecosystem-reliability 1d).</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    internal static IResult Open(HttpContext context, LiveBoard board, IHostApplicationLifetime lifetime)
    {
        if (board.Subscribe() is not { } subscription)
        {
            context.Response.Headers.RetryAfter = "2";
            return TypedResults.Problem("Too many tablets are connected.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        // Tells a proxy in between not to hold events back; the result itself switches off this server's own buffering.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Response.RegisterForDispose(subscription);
        context.Response.RegisterForDispose(subscription.CutOff.Register(context.Abort));
        context.Response.RegisterForDispose(lifetime.ApplicationStopping.Register(subscription.End));
        return TypedResults.ServerSentEvents(Follow(board, subscription, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<byte[]>> Follow(
        LiveBoard board, BoardSubscription subscription, [EnumeratorCancellation] CancellationToken aborted)
    {
        var isFirst = true;
        while (await HasMore(subscription, aborted))
        {
            while (subscription.Messages.TryRead(out var message))
            {
                if (board.IsTooLate(message))
                {
                    board.CutOff(subscription);
                    yield break;
                }

                yield return ToItem(message, isFirst);
                board.Written(message); // whoever asks for the next one has written this
                isFirst = false;
            }
        }
    }

    private static async ValueTask<bool> HasMore(BoardSubscription subscription, CancellationToken aborted)
    {
        try
        {
            return await subscription.Messages.WaitToReadAsync(aborted);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SseItem<byte[]> ToItem(in BoardMessage message, bool isFirst) => new(message.Data, message.Event)
    {
        EventId = message.Seq > 0 ? message.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
        ReconnectionInterval = isFirst ? Retry : null,
    };
}
