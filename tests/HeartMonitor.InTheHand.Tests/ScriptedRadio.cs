using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.InTheHand.Tests;

/// <summary>A radio that does what a test says, a value a second on each link, and counts what is asked of it.</summary>
internal sealed class ScriptedRadio(TimeProvider time, params StrapAddress[] near) : IStrapRadio
{
    private readonly List<ScriptedLink> _links = [];
    private int _values;

    internal IReadOnlyList<ScriptedLink> Links => _links;

    /// <summary>Scans begun.</summary>
    internal int Scans { get; private set; }

    /// <summary>Connections tried.</summary>
    internal int Attempts { get; private set; }

    /// <summary>What a scan does instead of finding the straps that are near.</summary>
    internal Func<Task<IReadOnlyDictionary<StrapAddress, object>>>? OnScan { get; set; }

    /// <summary>What a connection does first.</summary>
    internal Func<StrapAddress, Task> OnConnect { get; set; } = _ => Task.CompletedTask;

    /// <summary>The bytes of the next value.</summary>
    internal Func<byte[]?>? NextValue { get; set; }

    public async Task<IReadOnlyDictionary<StrapAddress, object>> ScanAsync(TimeSpan length, CancellationToken cancellation)
    {
        Scans++;
        if (OnScan is { } instead) return await instead().ConfigureAwait(false);
        await Task.Delay(length, time, cancellation).ConfigureAwait(false);
        return near.ToDictionary(address => address, address => (object)address);
    }

    public async Task<IStrapLink> ConnectAsync(object found, Action<byte[]> onValue, Action onLost, CancellationToken cancellation)
    {
        Attempts++;
        await OnConnect((StrapAddress)found).ConfigureAwait(false);
        var link = new ScriptedLink(time, () => onValue(NextValue is { } next ? next()! : [0x06, (byte)(60 + (_values++ % 2))]), onLost);
        _links.Add(link);
        return link;
    }
}

/// <summary>A link whose strap can fall silent, or go.</summary>
internal sealed class ScriptedLink : IStrapLink
{
    private readonly ITimer _values;

    internal ScriptedLink(TimeProvider time, Action value, Action lost)
    {
        Lose = lost;
        _values = time.CreateTimer(_ => value(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public BatteryLevel Battery => BatteryLevel.FromPercent(81);

    public BodySensorLocation Location => BodySensorLocation.Chest;

    internal Action Lose { get; }

    internal bool IsDisposed { get; private set; }

    internal void FallSilent() => _values.Dispose();

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        FallSilent();
        return ValueTask.CompletedTask;
    }
}
