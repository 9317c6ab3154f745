using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Board;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Gateways;
using HeartMonitor.Mqtt.Requests;
using HeartMonitor.Mqtt.Topics;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Mqtt;

/// <summary>Joins one broker with what goes out and what comes in.</summary>
internal sealed class LinkCore : IBrokerOwner
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastWordsLimit = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IBroker _broker;
    private readonly SiteTopics _topics;
    private readonly string _node;
    private readonly Envelopes _envelopes;
    private readonly RequestDesk _desk;
    private readonly LinkTally _tally;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private MqttLinkStatus _status = MqttLinkStatus.Starting;
    private DateTimeOffset _since;
    private ServiceData _service;
    private bool _isServiceNews = true;

    internal LinkCore(
        IBroker broker, SiteTopics topics, string node, long epoch, SubmitCommand submit, LinkTally tally, TimeProvider clock, ILogger logger, IClientDirectory? clients = null)
    {
        (_broker, _topics, _node, _tally, _clock, _logger) = (broker, topics, node, tally, clock, logger);
        _envelopes = new(topics.Site, node, epoch);
        _since = clock.GetUtcNow();
        _service = new() { State = "starting", Since = _since };
        Alerts = new(new(topics, node), _envelopes, broker.PublishAsync, () => State.Status == MqttLinkStatus.Up, clock);
        Live = new(topics, _envelopes, tally);
        Devices = new(topics, _envelopes, tally);
        Gateways = new(TimeProvider.System, logger);
        _desk = new(topics, _envelopes, submit, Alerts.ShowAsync, tally, clock, logger, clients);
    }

    internal MqttAlertTarget Alerts { get; }

    internal MqttLiveFeed Live { get; }

    internal MqttDeviceFeed Devices { get; }

    public GatewayInbox Gateways { get; }

    internal MqttLinkState State
    {
        get
        {
            lock (_gate)
            {
                return new(
                    _status, _since, _broker.Description, _tally.LastError, _tally.Published, _tally.Dropped, _tally.Rejected, _tally.Requests);
            }
        }
    }

    internal void ReportService(string state, long journalLag)
    {
        lock (_gate)
        {
            var isNews = state != _service.State;
            _isServiceNews |= isNews;
            _service = new() { State = state, Since = isNews ? _clock.GetUtcNow() : _service.Since, JournalLag = journalLag };
        }
    }

    internal async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] parts =
        [
            _broker.RunAsync(this, stop.Token),
            BeatAsync(stop.Token),
            Live.PumpAsync(_broker.PublishAsync, _clock, stop.Token),
            Devices.PumpAsync(_broker.PublishAsync, _clock, stop.Token),
        ];
        try
        {
            // A part that ends early is a bug: the others stop too, and whoever supervises starts all of it again.
            await Task.WhenAny(parts).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            await SayStoppingAsync().ConfigureAwait(false);
            await Task.WhenAll(parts).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to.
        }
        finally
        {
            Turn(MqttLinkStatus.Stopped);
            await _broker.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async Task<bool> OnConnectedAsync(IReadOnlyCollection<string> retained, CancellationToken cancellation)
    {
        if (!await SayServiceAsync(cancellation).ConfigureAwait(false)) return false;
        if (!await Alerts.RepublishAsync(retained, cancellation).ConfigureAwait(false)) return false;
        Devices.SayAgain();
        Turn(MqttLinkStatus.Up);
        MqttLog.Up(_logger, _broker.Description);
        return true;
    }

    public void OnDown(string reason)
    {
        var isNews = Turn(MqttLinkStatus.Down) || _tally.LastError != reason;
        _tally.NoteError(reason);
        if (isNews) MqttLog.Down(_logger, reason);
    }

    public Task<RequestOutcome> OnRequestAsync(InboundPublish request, CancellationToken cancellation) =>
        _desk.TakeAsync(request, _broker.PublishAsync, cancellation);

    public OutboundMessage LastWill()
    {
        var now = _clock.GetUtcNow();
        var lost = new ServiceData { State = "lost", Since = now };
        return new(_topics.ServiceState(_node), Wrap("will", lost, now, null), Retain: true, AtLeastOnce: true, ExpiresAt: null);
    }

    private bool Turn(MqttLinkStatus status)
    {
        lock (_gate)
        {
            if (_status == status) return false;
            (_status, _since) = (status, _clock.GetUtcNow());
            return true;
        }
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(BeatEvery);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            var now = _clock.GetUtcNow();
            Live.Forget(now);
            if (State.Status != MqttLinkStatus.Up) continue;
            if (TakeServiceNews() && !await SayServiceAsync(cancellation).ConfigureAwait(false)) MarkServiceNews();
            var beat = new OutboundMessage(
                _topics.ServiceBeat(_node), Wrap("beat", Service(), now, now + MessageExpiry.Beat), Retain: false, AtLeastOnce: false, now + MessageExpiry.Beat);
            if (!await _broker.PublishAsync(beat, cancellation).ConfigureAwait(false)) _tally.CountDropped();
            await Alerts.SweepAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async Task SayStoppingAsync()
    {
        if (State.Status != MqttLinkStatus.Up) return;
        ReportService("stopping", 0);
        using var limit = new CancellationTokenSource(LastWordsLimit);
        try
        {
            await SayServiceAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The will says it then.
        }
    }

    private Task<bool> SayServiceAsync(CancellationToken cancellation)
    {
        var payload = Wrap("svc", Service(), _clock.GetUtcNow(), null);
        return _broker.PublishAsync(new(_topics.ServiceState(_node), payload, Retain: true, AtLeastOnce: true, ExpiresAt: null), cancellation);
    }

    private byte[] Wrap(string family, ServiceData service, DateTimeOffset now, DateTimeOffset? expiresAt) =>
        _envelopes.Write(
            family, "hrm.svc", $"{_node}.{family}.{now.ToUnixTimeMilliseconds()}", now, expiresAt, null, service, MessageJsonContext.Default.ServiceData);

    private ServiceData Service()
    {
        lock (_gate) return _service;
    }

    private bool TakeServiceNews()
    {
        lock (_gate) return _isServiceNews && !(_isServiceNews = false);
    }

    private void MarkServiceNews()
    {
        lock (_gate) _isServiceNews = true;
    }
}
