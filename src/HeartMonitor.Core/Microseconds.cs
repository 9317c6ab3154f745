namespace HeartMonitor.Core;

/// <summary>
/// Journal and InfluxDB stamps: microseconds since 1970-01-01T00:00:00Z. Finer than Bluetooth's jitter, and whole, so that a
/// stamp survives storage exactly (ecosystem-reliability 1b).
/// </summary>
public static class Microseconds
{
    private const long PerTick = TimeSpan.TicksPerMicrosecond;

    /// <summary>Whole microseconds since 1970 UTC, rounded down.</summary>
    public static long ToUnixMicroseconds(this DateTimeOffset at) => FloorDivide(at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks);

    /// <summary>The instant of <paramref name="microseconds"/> since 1970 UTC.</summary>
    public static DateTimeOffset FromUnixMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * PerTick);

    /// <summary>The same instant in UTC with anything under a microsecond cut off, as every stamp in the product is.</summary>
    public static DateTimeOffset TruncateToMicroseconds(this DateTimeOffset at) => FromUnixMicroseconds(at.ToUnixMicroseconds());

    private static long FloorDivide(long ticks) => (ticks >= 0 ? ticks : ticks - PerTick + 1) / PerTick;
}
