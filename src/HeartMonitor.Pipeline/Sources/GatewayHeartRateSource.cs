using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Gateways;

namespace HeartMonitor.Pipeline.Sources;

/// <summary>Straps that gateways hear and tell over MQTT. Never ends; each subscription has its own memory of what came before.</summary>
/// <param name="feed">Where the messages come from.</param>
/// <param name="strapOf">Strap id of a device as topics name it while a session is bound to it, else null. Any thread.</param>
/// <param name="scheduler">Stamps, and finds silence.</param>
/// <param name="limits">What is believed and taken.</param>
/// <param name="tally">What is counted; null for a count of its own.</param>
public sealed class GatewayHeartRateSource(
    IGatewayFeed feed, Func<string, string?> strapOf, IScheduler scheduler, GatewayLimits? limits = null, GatewayTally? tally = null) : IHeartRateSource
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public string Name => "mqtt";

    public IObservable<SourceEvent> Events => Observable.Create<SourceEvent>(observer =>
    {
        var gate = new Lock();
        var latest = DateTimeOffset.MinValue;
        GatewayFold fold = null!;
        fold = new(strapOf, limits ?? new(), tally ?? new(), observer.OnNext)
        {
            NotStored = (strap, message, number) =>
            {
                lock (gate) fold.Forget(strap, message.Gateway, message.Boot, number);
            },
        };

        var silence = Observable.Interval(LookEvery, scheduler).Subscribe(_ =>
        {
            lock (gate) fold.Tick(Stamp());
        });
        var messages = feed.Subscribe(message =>
        {
            lock (gate) fold.Take(message, Stamp());
        });
        return StableCompositeDisposable.Create(silence, messages);

        DateTimeOffset Stamp()
        {
            var now = scheduler.Now.TruncateToMicroseconds();
            return latest = now > latest ? now : latest;
        }
    });
}
