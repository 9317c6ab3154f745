using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Signal;

/// <summary>Gaps in one person's readings, counted second by second without pauses: 3 s or more without a reading (domain-facts 5.1).</summary>
internal sealed class SignalFigures(RuleOptions rules)
{
    private double _open;

    /// <summary>Stretches without a reading; an open one counts.</summary>
    public int Gaps { get; private set; }

    /// <summary>Seconds in them together.</summary>
    public double GapSeconds { get; private set; }

    /// <summary>Seconds of the longest.</summary>
    public double LongestGapSeconds { get; private set; }

    /// <summary>A second went by that was not paused.</summary>
    /// <param name="readingAge">Seconds since the last reading, or since the session's start.</param>
    public void Second(double readingAge)
    {
        if (readingAge < rules.LateSeconds)
        {
            _open = 0;
            return;
        }

        if (_open == 0) Gaps++;
        Grow(_open == 0 ? Math.Min(readingAge, rules.LateSeconds + 1) : 1); // what came before belongs to a pause
    }

    /// <summary>Nobody watched for so long.</summary>
    public void NotWatched(double seconds)
    {
        if (_open == 0) Gaps++;
        Grow(seconds);
        _open = 0;
    }

    private void Grow(double seconds)
    {
        _open += seconds;
        GapSeconds += seconds;
        LongestGapSeconds = Math.Max(LongestGapSeconds, _open);
    }
}
