using System.Diagnostics;

namespace HeartMonitor.Mutation;

/// <summary>Ends the process when a test does not end. It counts processor time, not the clock's, so that a busy machine kills no mutant.</summary>
internal sealed class Watchdog
{
    private const double Times = 20; // Ours: beyond that, twenty times what the longest takes
    private const double BlockedMilliseconds = 600_000; // Ours: of the clock, for a test that waits and uses no processor

    private readonly Action _tell;
    private readonly Lock _lock = new();
    private TimeSpan _began;
    private long _beganAt;
    private double _limit = double.MaxValue;

    /// <summary>Watches over this process.</summary>
    /// <param name="tell">Called when a test does not end, before the process is ended.</param>
    internal Watchdog(Action tell)
    {
        _tell = tell;
        new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal }.Start();
    }

    /// <summary>Processor time, in milliseconds, that any test may take. At first generous: nothing is compiled, read or kept yet.</summary>
    internal double Grace { get; set; } = 30_000;

    /// <summary>A test begins that takes so long without a mutant.</summary>
    internal void Begin(double milliseconds)
    {
        lock (_lock)
        {
            (_began, _beganAt, _limit) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp(), Grace + (Times * milliseconds));
        }
    }

    internal void End()
    {
        lock (_lock)
        {
            _limit = double.MaxValue;
        }
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(200);
            lock (_lock)
            {
                if (_limit == double.MaxValue) continue;
                if ((Environment.CpuUsage.TotalTime - _began).TotalMilliseconds < _limit && Stopwatch.GetElapsedTime(_beganAt).TotalMilliseconds < BlockedMilliseconds) continue;
                _tell();
                Environment.Exit(1);
            }
        }
    }
}
