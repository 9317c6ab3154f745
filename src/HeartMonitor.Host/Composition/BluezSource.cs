using HeartMonitor.Ble;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Composition;

/// <summary>Real straps through BlueZ, on a thread of their own. Bound are those of the people file that have an address, or the id of one.</summary>
internal sealed class BluezSource : IAsyncDisposable
{
    private readonly SteadyScheduler _scheduler;
    private readonly BluezHeartRateSource _source;
    private readonly int _bound;

    internal BluezSource(BluetoothSettings settings, IReadOnlyList<StrapBinding> people, SiteKey key, SteadyTimeProvider time, ILoggerFactory logs)
        : this(settings, [.. people.Where(p => p.IsBluetooth).Select(p => p.Strap)], key, time, logs)
    {
    }

    /// <summary>For whoever knows straps and no people; each an address, or the id of one.</summary>
    internal BluezSource(BluetoothSettings settings, IReadOnlyList<string> straps, SiteKey key, SteadyTimeProvider time, ILoggerFactory logs)
    {
        _scheduler = new(time, "bluez");
        _bound = straps.Count;
        var options = new BluezOptions { Adapter = settings.Adapter, MaxLinks = settings.MaxLinks };
        _source = BluezHeartRateSource.OnDBus(settings.BusAddress, options, straps, key.NameOf, _scheduler, time, logs.CreateLogger("HeartMonitor.Bluetooth"));
    }

    internal IHeartRateSource Source => _source;

    internal string Describe() => _bound == 0
        ? "Source:   BlueZ; nobody in the people file has a strap with an address: straps in range are listed at /api/v1/straps"
        : $"Source:   BlueZ, {_bound} {(_bound == 1 ? "strap" : "straps")} of the people file";

    public async ValueTask DisposeAsync()
    {
        await _source.WhenGone.WaitAsync(TimeSpan.FromSeconds(3)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _scheduler.Dispose();
    }
}
