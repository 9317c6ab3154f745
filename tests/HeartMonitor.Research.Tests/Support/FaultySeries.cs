namespace HeartMonitor.Research.Tests.Support;

/// <summary>A clean series with a beat lost and a beat invented in turn, every so many beats, and their numbers in the faulty series.</summary>
internal sealed class FaultySeries
{
    internal FaultySeries(double[] clean, int every)
    {
        var intervals = new List<double>();
        for (var i = 0; i < clean.Length; i++)
        {
            var isSpot = i % every == every / 2 && i + 1 < clean.Length;
            if (isSpot && i / every % 2 == 0)
            {
                intervals.Add(clean[i] + clean[++i]);
                Missed.Add(intervals.Count);
            }
            else if (isSpot)
            {
                intervals.Add(0.4 * clean[i]);
                Extra.Add(intervals.Count);
                intervals.Add(0.6 * clean[i]);
            }
            else
            {
                intervals.Add(clean[i]);
            }
        }

        Intervals = [.. intervals];
    }

    internal double[] Intervals { get; }

    internal List<int> Missed { get; } = [];

    internal List<int> Extra { get; } = [];
}
