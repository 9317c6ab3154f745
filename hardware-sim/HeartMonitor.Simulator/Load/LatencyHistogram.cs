using System.Numerics;

namespace HeartMonitor.Simulator.Load;

/// <summary>
/// Latencies in microseconds in log-linear buckets, 256 to a doubling (0.4 %), as HdrHistogram has them: any number of values in 100 KB. Safe
/// to add to from many threads.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 8;
    private const int SubBuckets = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * SubBuckets];
    private long _count;
    private long _longest;

    public long Count => Interlocked.Read(ref _count);

    /// <summary>Adds one; below zero counts as zero.</summary>
    public void Add(TimeSpan latency)
    {
        var us = Math.Max(0, latency.Ticks / TimeSpan.TicksPerMicrosecond);
        Interlocked.Increment(ref _counts[BucketOf(us)]);
        Interlocked.Increment(ref _count);
        for (var longest = Volatile.Read(ref _longest); us > longest; longest = Volatile.Read(ref _longest))
            if (Interlocked.CompareExchange(ref _longest, us, longest) == longest) break;
    }

    /// <summary>The value that so many per cent are at or under, from 0 to 100; zero when there is none.</summary>
    public TimeSpan At(double percent)
    {
        var wanted = (long)Math.Ceiling(Count * percent / 100);
        var sum = 0L;
        for (var i = 0; i < _counts.Length; i++)
            if ((sum += Interlocked.Read(ref _counts[i])) >= wanted && sum > 0) return TimeSpan.FromMicroseconds(Math.Min(TopOf(i), Interlocked.Read(ref _longest)));
        return TimeSpan.Zero;
    }

    /// <summary><c>p50 1.2 p90 3.4 p99 5.6 p99.9 7.8 max 9.0 ms</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"p50 {At(50).TotalMilliseconds:0.0}  p90 {At(90).TotalMilliseconds:0.0}  p99 {At(99).TotalMilliseconds:0.0}  p99.9 {At(99.9).TotalMilliseconds:0.0}  max {At(100).TotalMilliseconds:0.0} ms");

    private static int BucketOf(long us)
    {
        if (us < SubBuckets) return (int)us;
        var shift = BitOperations.Log2((ulong)us) - SubBits + 1;
        return (shift * (SubBuckets / 2)) + (int)(us >> shift);
    }

    private static long TopOf(int bucket)
    {
        if (bucket < SubBuckets) return bucket;
        var shift = (bucket - (SubBuckets / 2)) / (SubBuckets / 2);
        var sub = bucket - (shift * (SubBuckets / 2));
        return ((sub + 1L) << shift) - 1;
    }
}
