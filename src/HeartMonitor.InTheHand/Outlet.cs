using HeartMonitor.Core;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.InTheHand;

/// <summary>
/// The one way out for all straps: stamps at arrival, never backwards, and hands on one event at a time. The library calls on any thread.
/// </summary>
internal sealed class Outlet(IObserver<SourceEvent> observer, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _latest;
    private bool _closed;

    internal void Say(SourceEventKind kind, string device, byte[]? packet = null, string? detail = null, StrapStatus? status = null)
    {
        lock (_gate)
        {
            if (_closed) return;
            var now = time.GetUtcNow().TruncateToMicroseconds();
            if (now > _latest) _latest = now;
            observer.OnNext(new(kind, device, _latest, packet ?? ReadOnlyMemory<byte>.Empty, detail, Status: status));
        }
    }

    /// <summary>Nothing comes after this.</summary>
    internal void Close()
    {
        lock (_gate) _closed = true;
    }
}
