using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Operators;

namespace HeartMonitor.Pipeline.Uplink;

/// <summary>
/// The whole of a gateway: its sources' packets into the outbox, the outbox flushed at a steady pace, and its status told on a change and every half
/// minute. No session, no rule, no person. Everything runs on the one scheduler.
/// </summary>
/// <param name="scheduler">Where everything runs, and how time goes by.</param>
/// <param name="clock">How the clocks stand now.</param>
/// <param name="topicNameOf">A strap as topics name it; null for one that this gateway does not forward. Called for every event.</param>
/// <param name="link">The broker.</param>
public sealed class GatewayForwarder(IScheduler scheduler, Func<QueueAnchor> clock, Func<string, string?> topicNameOf, IGatewayLink link)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(30);

    private readonly UplinkStraps _straps = new();
    private GatewayOutbox? _outbox;
    private volatile GatewayReport? _report;
    private bool _isUp;
    private bool _isNews;
    private long _toldUs = long.MinValue / 2;

    /// <summary>How things stood at the last flush; null before the first. Any thread.</summary>
    public GatewayReport? Report => _report;

    /// <summary>Runs until disposed.</summary>
    public IDisposable Run(IEnumerable<IHeartRateSource> sources, IPacketBuffer queue, OutboxLimits limits, string boot, Action<Exception> failed)
    {
        var outbox = _outbox = new(queue, limits, boot, Send);
        return new CompositeDisposable(
            sources.Select(source => source.Events.ReconnectWithBackoff(source.Name, scheduler)).Merge().ObserveOn(scheduler).Subscribe(told => Take(outbox, told), failed),
            Observable.Interval(limits.Gather, scheduler).Subscribe(_ => Flush(outbox, boot), failed));
    }

    /// <summary>There is a link to the broker, or none. Any thread.</summary>
    public void Linked(bool isUp) => scheduler.Schedule(() =>
    {
        (_isUp, _isNews) = (isUp, true);
        _outbox?.Link(isUp);
    });

    /// <summary>What was heard last goes to the disk; done when it is there. Call it once the sources have ended.</summary>
    public Task FinishAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Schedule(() =>
        {
            _outbox?.Flush(clock());
            done.SetResult();
        });
        return done.Task;
    }

    private void Take(GatewayOutbox outbox, in SourceEvent told)
    {
        if (topicNameOf(told.Device) is not { } device) return;
        _isNews |= _straps.Hear(device, told);
        if (told.Kind == SourceEventKind.Packet) outbox.Take(device, told.Packet, clock().MonoUs);
    }

    private void Flush(GatewayOutbox outbox, string boot)
    {
        var now = clock();
        outbox.Flush(now);
        var before = _report;
        var tally = outbox.Tally(now.MonoUs);
        var report = _report = new(
            _isUp, tally, new(boot, tally.Waiting, tally.WaitingBytes, tally.OldestSeconds, tally.Taken, tally.Dropped, tally.DiskFault, _straps.All));
        _isNews |= before is not null && (before.Tally.DiskFault is null) != (report.Tally.DiskFault is null);
        if (!_isUp || (!_isNews && now.MonoUs - _toldUs < TellEvery.TotalMicroseconds)) return;
        (_isNews, _toldUs) = (false, now.MonoUs);
        link.Tell(report.Status);
    }

    private void Send(GatewayBatch batch) => link.Send(batch, fate => scheduler.Schedule(() => _outbox?.Settle(batch, fate, clock().MonoUs)));
}

/// <summary>How a gateway is, for its health page.</summary>
/// <param name="IsUp">There is a link to the broker.</param>
public sealed record GatewayReport(bool IsUp, OutboxTally Tally, GatewayStatus Status);
