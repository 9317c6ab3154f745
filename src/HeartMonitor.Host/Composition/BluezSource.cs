using HeartMonitor.Ble;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Composition;

/// <summary>Real straps through BlueZ, on a thread of their own. Which are to be connected follows the sessions.</summary>
internal sealed class BluezSource : IAsyncDisposable
{
    private readonly SteadyScheduler _scheduler;
    private readonly BluezHeartRateSource _source;
    private readonly int _bound;

    /// <param name="settings">Adapter, bus, links.</param>
    /// <param name="people">The people file, for whoever started it.</param>
    /// <param name="wanted">Ids of the straps to connect now; asked on the source's thread.</param>
    /// <param name="key">Makes ids of addresses.</param>
    /// <param name="time">The host's clock.</param>
    /// <param name="logs">For the operator.</param>
    internal BluezSource(BluetoothSettings settings, IReadOnlyList<StrapBinding> people, Func<IReadOnlyCollection<string>> wanted, SiteKey key, SteadyTimeProvider time, ILoggerFactory logs)
        : this(settings, people.Count(p => p.IsBluetooth), wanted, key, time, logs)
    {
    }

    /// <summary>For whoever knows straps and no people: the same ones for ever.</summary>
    internal BluezSource(BluetoothSettings settings, IReadOnlyList<string> straps, SiteKey key, SteadyTimeProvider time, ILoggerFactory logs)
        : this(settings, straps.Count, () => straps, key, time, logs)
    {
    }

    private BluezSource(BluetoothSettings settings, int bound, Func<IReadOnlyCollection<string>> wanted, SiteKey key, SteadyTimeProvider time, ILoggerFactory logs)
    {
        _scheduler = new(time, "bluez");
        _bound = bound;
        var options = new BluezOptions { Adapter = settings.Adapter, MaxLinks = settings.MaxLinks };
        _source = BluezHeartRateSource.OnDBus(settings.BusAddress, options, wanted, key.NameOf, _scheduler, time, logs.CreateLogger("HeartMonitor.Bluetooth"));
    }

    internal IHeartRateSource Source => _source;

    internal IReadOnlyList<RadioStatus>? Radios => _source.Radios;

    internal string Describe() => _bound == 0
        ? "Source:   BlueZ; nobody in the people file has a strap with an address: straps in range are listed at /api/v1/straps"
        : $"Source:   BlueZ, {_bound} {(_bound == 1 ? "strap" : "straps")} of the people file";

    public async ValueTask DisposeAsync()
    {
        await _source.WhenGone.WaitAsync(TimeSpan.FromSeconds(3)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _scheduler.Dispose();
    }
}
