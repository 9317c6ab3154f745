using HeartMonitor.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt.Brokers;

/// <summary>
/// A broker elsewhere: connects, makes the retained state right, watches the connection, and starts over with a fresh client when it is
/// lost, after a random pause of 0.5 to 15 s (full jitter, growing), so that a site's services do not all knock at once.
/// </summary>
internal sealed class ExternalBroker(MqttOptions options, string node, LinkTally tally, TimeProvider clock, ILogger logger) : IBroker
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly SiteTopics _topics = new(options.Site);
    private readonly string _clientId = $"{options.Username ?? "hrm"}-{options.Site}-{node}";
    private volatile ExternalConnection? _connection;

    public string Description => $"{options.BrokerUri?.Scheme}://{options.BrokerUri?.Authority}";

    public async Task RunAsync(IBrokerOwner owner, CancellationToken cancellation)
    {
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var wasUp = await ConnectOnceAsync(owner, cancellation).ConfigureAwait(false);
            if (cancellation.IsCancellationRequested) return;
            failures = wasUp ? 0 : failures + 1;
            await Task.Delay(Pause(failures), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task<bool> PublishAsync(OutboundMessage message, CancellationToken cancellation)
    {
        if (_connection is not { } connection) return false;
        if (await connection.PublishAsync(message, cancellation).ConfigureAwait(false) is { } fault)
        {
            tally.NoteError(fault);
            return false;
        }

        tally.CountPublished();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>One connection's whole life; true when it was up at all. Leaves it open on cancellation, for the last words.</summary>
    private async Task<bool> ConnectOnceAsync(IBrokerOwner owner, CancellationToken cancellation)
    {
        using var lanes = new RequestLanes();
        var connection = new ExternalConnection(options, _topics, owner.Gateways, clock, (request, acknowledge) =>
            lanes.AddAsync(request.Topic.Principal, () => AnswerAsync(owner, request, acknowledge, cancellation)));
        var isUp = false;
        try
        {
            var retained = await connection.OpenAsync(_clientId, owner.LastWill(), cancellation).ConfigureAwait(false);
            _connection = connection;
            isUp = await owner.OnConnectedAsync(retained, cancellation).ConfigureAwait(false);
            var reason = isUp
                ? await connection.UntilLostAsync(cancellation).ConfigureAwait(false)
                : "The MQTT broker did not take the retained state; the service needs to write below " + _topics.Root + "/dn/.";
            owner.OnDown(reason);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _connection = connection;
            return isUp;
        }
        catch (Exception fault)
        {
            owner.OnDown($"No connection to the MQTT broker {Description}: {fault.Message}");
        }

        _connection = null;
        await connection.DisposeAsync().ConfigureAwait(false);
        return isUp;
    }

    /// <summary>Acknowledges after the commit. A request that was not stored is acknowledged too: its reply says so, and the sender repeats.</summary>
    private async Task AnswerAsync(
        IBrokerOwner owner, InboundPublish request, Func<CancellationToken, Task> acknowledge, CancellationToken cancellation)
    {
        try
        {
            await owner.OnRequestAsync(request, cancellation).ConfigureAwait(false);
            await acknowledge(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping: the broker keeps the request, and the sender has no reply and repeats.
        }
        catch (Exception fault)
        {
            MqttLog.RequestFailed(logger, fault.GetType().Name);
        }
    }

    internal static TimeSpan Pause(int failures)
    {
        var ceiling = Math.Min(LongestPause.TotalSeconds, ShortestPause.TotalSeconds * Math.Pow(2, Math.Min(failures, 10)));
        return TimeSpan.FromSeconds(ShortestPause.TotalSeconds + Random.Shared.NextDouble() * (ceiling - ShortestPause.TotalSeconds));
    }
}
