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
/// <param name="mention">Hears of a strap that nobody is bound to; true when its packets are wanted all the same.</param>
internal sealed class GatewayStraps(IGatewayFeed feed, SessionRegistry registry, SiteKey key, Func<string, bool> mention)
{
    private readonly ConcurrentDictionary<string, string> _byTopicName = new(StringComparer.Ordinal);

    internal GatewayTally Tally { get; } = new();

    internal IHeartRateSource CreateSource(IScheduler scheduler) => new GatewayHeartRateSource(feed, StrapOf, scheduler, tally: Tally);

    /// <summary>A strap may be worn: its name in topics is known from now on.</summary>
    internal void Know(string strap)
    {
        if (key.TopicNameOf(strap) is var name && name != strap) _byTopicName[name] = strap;
        if (strap.ToLowerInvariant() is var small && small != strap) _byTopicName[small] = strap; // a topic has no capitals
    }

    private string? StrapOf(string device)
    {
        if (registry.IsBound(device)) return device;
        var strap = _byTopicName.GetValueOrDefault(device, device);
        return registry.IsBound(strap) || mention(strap) ? strap : null;
    }
}
