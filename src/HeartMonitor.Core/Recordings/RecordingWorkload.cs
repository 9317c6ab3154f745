using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Recordings;

/// <summary>
/// The workload facts of a recording: at every full minute the means of power and speed over the minute that ended there, marked as
/// measured. A kind without a value in that minute is null; of several minutes without any value only the first is told; before the first
/// value, and for a recording without power and speed, nothing is. A row that goes back in time counts in the minute that is open.
/// </summary>
public static class RecordingWorkload
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private const double KmhPerMps = 3.6;

    /// <summary>Lazy; one pass. Offsets are since the first row, growing.</summary>
    public static IEnumerable<(TimeSpan Offset, WorkloadSet Workload)> Of(Recording recording)
    {
        var power = new Mean();
        var speed = new Mean();
        var end = Minute;
        var told = false;
        foreach (var row in recording.Rows)
        {
            for (; row.Offset >= end; end += Minute)
            {
                var workload = new WorkloadSet { Measured = true, Watts = power.Take(), SpeedKmh = speed.Take() * KmhPerMps };
                var hasValue = workload.Watts is not null || workload.SpeedKmh is not null;
                if (hasValue || told) yield return (end, workload);
                told = hasValue;
            }

            power.Add(row.PowerW);
            speed.Add(row.SpeedMps);
        }
    }

    private sealed class Mean
    {
        private double _sum;
        private int _count;

        internal void Add(double? value)
        {
            if (value is not { } present) return;
            _sum += present;
            _count++;
        }

        /// <summary>The mean, and a fresh start; null without values.</summary>
        internal double? Take()
        {
            var mean = _count == 0 ? (double?)null : _sum / _count;
            (_sum, _count) = (0, 0);
            return mean;
        }
    }
}
