using System.Reactive.Concurrency;
using System.Reactive.Linq;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Recordings;

namespace HeartMonitor.Pipeline.Sources;

/// <summary>
/// Plays a recording as if its strap were worn now: each packet at the moment of subscription plus its offset divided by the speed. On a
/// <c>HistoricalScheduler</c> the times are exact. Completes with the last packet.
/// </summary>
/// <remarks>
/// <see cref="SourceEvent.At"/> is arrival, and never goes back: a row whose own time is behind its predecessor's comes at once after it,
/// with the stamp of that moment. Each subscription plays from the beginning. The speed only packs arrivals closer; to run a whole
/// host faster, give it a faster clock and leave the speed at 1.
/// </remarks>
/// <param name="recording">What to play.</param>
/// <param name="device">Strap id that the packets come from.</param>
/// <param name="scheduler">Waits and stamps.</param>
/// <param name="speed">Above 0; 1 is as recorded.</param>
public sealed class ReplayHeartRateSource(Recording recording, string device, IScheduler scheduler, double speed = 1) : IHeartRateSource
{
    private readonly double _speed = double.IsFinite(speed) && speed > 0
        ? speed
        : throw new ArgumentOutOfRangeException(nameof(speed), speed, "Value should be above 0");

    public string Name => "replay";

    public IObservable<SourceEvent> Events => Observable.Defer(Play);

    private IObservable<SourceEvent> Play()
    {
        var start = scheduler.Now;
        var latest = DateTimeOffset.MinValue;
        var connected = Observable.Return(SourceEventKind.Connected, scheduler).Select(kind => new SourceEvent(kind, device, Stamp()));
        return connected.Concat(Packets(start).Select(packet => new SourceEvent(SourceEventKind.Packet, device, Stamp(), packet.Packet)));

        DateTimeOffset Stamp()
        {
            var now = scheduler.Now.TruncateToMicroseconds();
            return latest = now > latest ? now : latest;
        }
    }

    private IObservable<TimedPacket> Packets(DateTimeOffset start) => Observable.Using(
        () => RecordingPackets.Of(recording).GetEnumerator(),
        packets => Observable.Generate(
            packets.MoveNext(),
            hasPacket => hasPacket,
            _ => packets.MoveNext(),
            _ => packets.Current,
            _ => start + (packets.Current.Offset / _speed),
            scheduler));
}
