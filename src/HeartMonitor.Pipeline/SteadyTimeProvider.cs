using System.Diagnostics;

namespace HeartMonitor.Pipeline;

/// <summary>
/// The host's one clock: starts at an instant and then runs steadily, however the machine's clock is set meanwhile, so that a clock
/// jump never fires, delays or hides an alert. May run faster than life for demonstrations.
/// </summary>
/// <param name="start">Instant it starts at.</param>
/// <param name="speed">How many times faster than life.</param>
public sealed class SteadyTimeProvider(DateTimeOffset start, double speed) : TimeProvider
{
    private readonly long _zero = Stopwatch.GetTimestamp();

    public double Speed => speed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    public override long GetTimestamp() => (long)(Stopwatch.GetElapsedTime(_zero).Ticks * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        TimeProvider.System.CreateTimer(callback, state, ToReal(dueTime), ToReal(period));

    /// <summary>A time of this clock as real time; infinite and zero stay what they are.</summary>
    public TimeSpan ToReal(TimeSpan span) => span <= TimeSpan.Zero ? span : TimeSpan.FromTicks(Math.Max(1, (long)(span.Ticks / speed)));
}
