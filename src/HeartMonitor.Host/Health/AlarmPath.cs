using HeartMonitor.Host.Composition;
using HeartMonitor.Host.Tablet;

namespace HeartMonitor.Host.Health;

/// <summary>
/// Whether an alert would reach somebody (ecosystem-reliability 1f). The canary is the floor itself: while anybody is at work something goes the whole way every second, from the door
/// through rules and journal to the tablets' board, so its age is that of the newest thing that did.
/// </summary>
/// <param name="IsWorking">The journal takes rows, and what people do comes through. Tablets are counted and not judged: at night there is none.</param>
/// <param name="Sessions">That have not ended.</param>
/// <param name="CanaryMs">Milliseconds since anything came through; null while nobody is at work.</param>
/// <param name="Tablets">Consoles that hear everything live.</param>
/// <param name="TabletsWithSound">Of them, those whose sound is on.</param>
internal sealed record AlarmPath(bool IsWorking, string Journal, int Sessions, long? CanaryMs, int Tablets, int TabletsWithSound)
{
    /// <summary>A value is dashes on a tile after 5 s (domain-facts 5.1): then the way is as good as cut.</summary>
    private const long LongestSilenceMs = 5_000;

    internal static AlarmPath Of(MonitorHost monitor, LiveBoard board, TabletPresence presence)
    {
        var (health, flow) = (monitor.Health(), board.Flow());
        long? canary = flow.Active > 0 ? flow.SilentMs : null;
        return new(health.IsReady && (canary ?? 0) <= LongestSilenceMs, health.Journal, flow.Active, canary, flow.Tablets, Math.Min(flow.Tablets, presence.WithSound));
    }
}
