using HeartMonitor.Core.Ports;

namespace HeartMonitor.InTheHand;

/// <summary>
/// Listens on one link of one strap: says Connected once, before the first packet; hands on values; and knows when there is nothing to hear any
/// more. What the library calls after that is ignored. Any thread may call.
/// </summary>
internal sealed class StrapEars(string device, Outlet outlet, TimeSpan watchdog, TimeProvider time)
{
    /// <summary>Attribute values are 512 bytes at most (Core Specification, Vol 3, Part F, 3.2.9); no heart-rate measurement is longer.</summary>
    private const int LongestValue = 512;

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _lost = new();
    private long _heardAt = time.GetTimestamp();
    private bool _connected;
    private bool _closed;

    /// <summary>The link is up.</summary>
    internal void Connected()
    {
        lock (_gate)
        {
            if (_connected || _closed) return;
            _connected = true;
            _heardAt = time.GetTimestamp();
            outlet.Say(SourceEventKind.Connected, device);
        }
    }

    /// <summary>A value came; null, empty and over-long ones are no packets.</summary>
    internal void Hear(byte[]? value)
    {
        if (value is null or { Length: 0 or > LongestValue }) return;
        lock (_gate)
        {
            if (_closed) return;
            Connected();
            _heardAt = time.GetTimestamp();
            outlet.Say(SourceEventKind.Packet, device, value);
        }
    }

    /// <summary>The library says that the link is gone; it says so once, twice or never (rows 6 to 8).</summary>
    internal void Lose() => _lost.TrySetResult();

    /// <summary>Waits until the library says so, or no value came for the watchdog's time.</summary>
    /// <returns>Why, as a clause.</returns>
    internal async Task<string> LostAsync(CancellationToken stop)
    {
        while (true)
        {
            var left = watchdog - time.GetElapsedTime(Volatile.Read(ref _heardAt));
            if (left <= TimeSpan.Zero) return "no value came any more";
            if (await _lost.Task.EndsWithinAsync(left, time, stop).ConfigureAwait(false)) return "the link was lost";
        }
    }

    /// <summary>Says Lost if Connected was said; whatever comes later is ignored.</summary>
    internal void Close(string why)
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
            if (_connected) outlet.Say(SourceEventKind.Lost, device, detail: why);
        }
    }
}
