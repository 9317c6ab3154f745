namespace HeartMonitor.Benchmarks;

/// <summary>What a run cost.</summary>
/// <param name="Microseconds">CPU time of the whole process per sample.</param>
/// <param name="Bytes">Allocated by the whole process per sample.</param>
/// <param name="Samples">How many there were.</param>
internal readonly record struct Cost(double Microseconds, double Bytes, long Samples)
{
    /// <summary>Runs twice and measures the second, compiled, time.</summary>
    internal static Cost Of(Func<long> run)
    {
        run();
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var samples = run();
        return new(
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / samples,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)samples,
            samples);
    }
}
