using HeartMonitor.Core.Service;
using HeartMonitor.Storage.Forwarding;

namespace HeartMonitor.Host.Service;

/// <summary>How the receivers of stored rows are. After a start nobody knows until one took a row or failed to: what was told before stands till then.</summary>
/// <param name="statuses">Each of them, and whether its own link is down (null: not known, or it has none).</param>
/// <param name="mostDeadLetters">From so many rows refused within an hour it is told.</param>
internal sealed class SinkProbe(Func<IEnumerable<(ForwarderStatus Status, bool? IsLinkDown)>> statuses, int mostDeadLetters)
{
    internal IEnumerable<Finding> Look()
    {
        foreach (var (sink, isLinkDown) in statuses())
        {
            var isDown = !sink.IsUp || isLinkDown == true;
            var isUp = !isDown && (sink.Sent > 0 || isLinkDown == false);
            if (isDown || isUp) yield return Finding.Of($"sink-{sink.Name}", new SinkTold(sink.Name, isUp) { DeadLettersLastHour = Rounded(sink.DeadLettersLastHour) });
        }
    }

    /// <summary>0 below the limit; above it one digit counts, so that a store that refuses everything is no flood of facts.</summary>
    private int Rounded(int rows)
    {
        if (rows < mostDeadLetters) return 0;
        var unit = (int)Math.Pow(10, Math.Floor(Math.Log10(rows)));
        return Math.Max(mostDeadLetters, rows / unit * unit);
    }
}
