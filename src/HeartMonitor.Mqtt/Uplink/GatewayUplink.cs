using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt.Uplink;

/// <summary>
/// A gateway's side of MQTT: connects to its site's broker with a will, sends batches and its status, and starts over when the connection is lost,
/// after a random pause of 0.5 to 15 s, growing. Publishes below <c>up/{name}/</c> and reads nothing.
/// </summary>
public sealed class GatewayUplink : IGatewayLink, IAsyncDisposable
{
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(1);

    private readonly MqttOptions _options;
    private readonly string _root;
    private readonly string _clientId;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private GatewayStatus _status;
    private volatile UplinkConnection? _connection;
    private volatile string? _lastError;
    private volatile string? _told; // since the last connection
    private long _said;

    /// <param name="options">Validated settings of a broker elsewhere.</param>
    /// <param name="name">The gateway's own, <c>[a-z0-9_-]{1,40}</c>; the user where the broker knows users.</param>
    /// <param name="boot">This start.</param>
    /// <param name="clock">For message expiry only.</param>
    /// <param name="logger">Holds no payload and no credential.</param>
    /// <exception cref="ArgumentException">The broker is the embedded one, or the name fits no topic.</exception>
    public GatewayUplink(MqttOptions options, string name, string boot, TimeProvider clock, ILogger logger)
    {
        if (options.IsEmbedded || options.Validate().Count > 0) throw new ArgumentException("A gateway needs the address of its site's broker.", nameof(options));
        if (!TopicLevel.IsValid(name)) throw new ArgumentException("The gateway's name must be 1 to 40 characters of a-z, 0-9, _ and -.", nameof(name));
        (_options, _clock, _logger) = (options, clock, logger);
        _root = $"{new SiteTopics(options.Site).Root}/up/{name}";
        _clientId = $"{name}-{options.Site}-gw";
        _status = new(boot, 0, 0, 0, 0, 0, null, []);
    }

    /// <summary>The broker's address, without credentials.</summary>
    public string Broker => $"{_options.BrokerUri?.Scheme}://{_options.BrokerUri?.Authority}";

    /// <summary>One plain sentence about the last fault; null when there was none.</summary>
    public string? LastError => _lastError;

    /// <summary>Runs until cancelled; <paramref name="linked"/> is told of each connection and of its end.</summary>
    public async Task RunAsync(Action<bool> linked, CancellationToken cancellation)
    {
        var failures = 0;
        while (!cancellation.IsCancellationRequested)
        {
            var wasUp = await ConnectOnceAsync(linked, cancellation).ConfigureAwait(false);
            failures = wasUp ? 0 : failures + 1;
            await Task.Delay(ExternalBroker.Pause(failures), cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Send(GatewayBatch batch, Action<BatchFate> settled)
    {
        if (_connection is { } connection) _ = SendAsync(connection, batch, settled);
        else settled(BatchFate.Keep);
    }

    /// <inheritdoc/>
    public void Tell(GatewayStatus status)
    {
        Volatile.Write(ref _status, status);
        if (_connection is { } connection) _ = SayAsync(connection, UplinkJson.Online);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection) await connection.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>One connection's whole life; true when it was up at all.</summary>
    private async Task<bool> ConnectOnceAsync(Action<bool> linked, CancellationToken cancellation)
    {
        var connection = new UplinkConnection(_clock);
        await using var _ = connection.ConfigureAwait(false);
        try
        {
            await connection.OpenAsync(_options, _clientId, State(UplinkJson.Lost), cancellation).ConfigureAwait(false);
            await SayAsync(connection, UplinkJson.Online).ConfigureAwait(false);
            _connection = connection;
            _told = null;
            linked(true);
            UplinkLog.Up(_logger, Broker);
            Note(await connection.UntilLostAsync(cancellation).ConfigureAwait(false));
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await ((Task)SayAsync(connection, UplinkJson.Offline)).WaitAsync(LastWordsLimit, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }
        catch (Exception fault)
        {
            Note($"No connection to the MQTT broker {Broker}: {fault.Message}");
            return false;
        }
        finally
        {
            if (Interlocked.Exchange(ref _connection, null) is not null) linked(false);
        }
    }

    private async Task SendAsync(UplinkConnection connection, GatewayBatch batch, Action<BatchFate> settled)
    {
        var (fate, why) = await connection.PublishAsync(
            new($"{_root}/batch", UplinkJson.Write(batch), Retain: false, AtLeastOnce: true, ExpiresAt: null)).ConfigureAwait(false);
        if (why is not null) Note(why);
        settled(fate);
    }

    private Task<(BatchFate Fate, string? Why)> SayAsync(UplinkConnection connection, string state) => connection.PublishAsync(State(state));

    private OutboundMessage State(string state)
    {
        var status = Volatile.Read(ref _status);
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{status.Boot}-s{Interlocked.Increment(ref _said)}");
        return new($"{_root}/state", UplinkJson.Write(state, status, id), Retain: true, AtLeastOnce: true, ExpiresAt: null);
    }

    private void Note(string error)
    {
        _lastError = error;
        if (_told == error) return;
        _told = error;
        UplinkLog.Down(_logger, error);
    }
}
