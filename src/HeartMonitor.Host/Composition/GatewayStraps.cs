using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline;
using HeartMonitor.Pipeline.Gateways;
using HeartMonitor.Pipeline.Sources;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// The straps that gateways hear. A strap id that fits a topic is its own name there; any other (an address) goes by its pseudonym, so that
/// no address is on MQTT (contracts 6).
/// </summary>
internal sealed class GatewayStraps(IGatewayFeed feed, SessionRegistry registry, SiteKey key)
{
    private readonly ConcurrentDictionary<string, string> _byTopicName = new(StringComparer.Ordinal);

    internal GatewayTally Tally { get; } = new();

    internal IHeartRateSource CreateSource(IScheduler scheduler) => new GatewayHeartRateSource(feed, StrapOf, scheduler, tally: Tally);

    /// <summary>A strap may be worn: its name in topics is known from now on.</summary>
    internal void Know(string strap)
    {
        if (key.TopicNameOf(strap) is var name && name != strap) _byTopicName[name] = strap;
    }

    private string? StrapOf(string device)
    {
        if (registry.IsBound(device)) return device;
        return _byTopicName.TryGetValue(device, out var strap) && registry.IsBound(strap) ? strap : null;
    }
}
