using System.Reactive.Concurrency;

namespace HeartMonitor.Bluetooth.Tests.Ble.Support;

/// <summary>The clock of a scheduler; what uses it here asks for the time and sets no timers.</summary>
internal sealed class SchedulerTime(IScheduler scheduler) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

    public override long GetTimestamp() => scheduler.Now.UtcTicks;
}
