namespace HeartMonitor.Core.Recordings;

/// <summary>Tells intervals in seconds from intervals in milliseconds: a whole file under 10 cannot be milliseconds of a heart.</summary>
internal sealed class IntervalUnit
{
    /// <summary>An hour without a beat is no interval.</summary>
    internal const int LongestMs = 3_600_000;

    internal const string Complaint = "The RR intervals look like seconds; milliseconds are needed.";

    private const double LongestSeconds = 10;

    private double _longest;

    internal int FirstLine { get; private set; }

    internal bool LooksLikeSeconds => _longest is > 0 and < LongestSeconds;

    internal void Saw(double interval, int line)
    {
        if (FirstLine == 0) FirstLine = line;
        _longest = Math.Max(_longest, interval);
    }
}
