namespace HeartMonitor.Pipeline;

/// <summary>
/// The host's one clock: starts at an instant and then runs steadily, however the machine's clock is set meanwhile, so that a clock
/// jump never fires, delays or hides an alert. May run faster than life for demonstrations, and start in a past that it catches up with.
/// </summary>
/// <remarks>
/// On the way from the past it goes by steps, small ones from one timer to the next, that the pipeline's own thread asks for: a machine that
/// stalls makes it wait, and what lives by it never misses a packet that was only late. Having caught up, it runs by itself.
/// </remarks>
public sealed class SteadyTimeProvider : TimeProvider
{
    /// <summary>A step is what the clock does in this much real time at most, whatever a stall took. Ours.</summary>
    private const long LongestStepTicks = 20 * TimeSpan.TicksPerMillisecond;

    /// <summary>Real time between two steps with nothing to do. Ours: timers of the system are no finer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private readonly List<SteadyTimer> _held = [];
    private readonly DateTimeOffset _start;
    private readonly TimeProvider _machine;
    private readonly long _zero;
    private readonly long _lead;
    private readonly double _fast;
    private double _pace;
    private double _stepped; // real ticks
    private long _shown;
    private volatile bool _isCatchingUp;

    /// <param name="start">Instant it would start at without a lead.</param>
    /// <param name="speed">How many times faster than life, above 0.</param>
    /// <param name="lead">How far before <paramref name="start"/> it starts; null for not at all.</param>
    /// <param name="machine">Real time: its monotonic clock and timers; null for the system's.</param>
    public SteadyTimeProvider(DateTimeOffset start, double speed, ClockLead? lead = null, TimeProvider? machine = null)
    {
        (Speed, Lead, _machine, _pace) = (speed, lead, machine ?? System, speed);
        (_start, _zero) = (start - (lead?.Length ?? TimeSpan.Zero), _machine.GetTimestamp());
        if (lead is null) return;
        (_lead, _fast, _isCatchingUp) = (lead.Length.Ticks, speed + (lead.Length / lead.CatchUp), true);
    }

    /// <summary>How many times faster than life, once it has caught up.</summary>
    public double Speed { get; }

    /// <summary>Null for a clock that started at the present.</summary>
    public ClockLead? Lead { get; }

    /// <summary>It is on its way from the past it started in, and needs <see cref="Step"/>.</summary>
    public bool IsCatchingUp => _isCatchingUp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    private long RealElapsed => _machine.GetElapsedTime(_zero).Ticks;

    public override DateTimeOffset GetUtcNow() => _start.AddTicks(GetTimestamp());

    public override long GetTimestamp() => _isCatchingUp ? Volatile.Read(ref _shown) : PresentAt(RealElapsed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SteadyTimer(this, _machine, callback, state, isQuick: false).Begin(dueTime, period);

    /// <summary>A time of this clock as real time, having caught up; infinite and zero stay what they are.</summary>
    public TimeSpan ToReal(TimeSpan span) => span <= TimeSpan.Zero ? span : TimeSpan.FromTicks(Math.Max(1, (long)(span.Ticks / Speed)));

    /// <summary>Until this it runs at its set speed; from now on it catches up: everybody who is to live through it has begun.</summary>
    public void Hurry()
    {
        lock (_gate) _pace = _fast;
    }

    /// <summary>Goes on to the next timer, or as far as real time allows. One caller at a time.</summary>
    /// <returns>Real time until the next step; null when it needs none any more.</returns>
    public TimeSpan? Step()
    {
        if (!_isCatchingUp) return null;
        SteadyTimer[] due;
        bool isThere;
        lock (_gate) (due, isThere) = Advance();
        foreach (var timer in due) timer.Wake(isStep: true);
        return isThere ? null : due.Length > 0 ? TimeSpan.Zero : Pause;
    }

    /// <summary>A one-shot timer whose callback is short: it runs within the step that reaches it.</summary>
    internal ITimer CreateQuickTimer(Action callback, TimeSpan dueTime) =>
        new SteadyTimer(this, _machine, static call => ((Action)call!)(), callback, isQuick: true).Begin(dueTime, Timeout.InfiniteTimeSpan);

    /// <summary>Wakes a timer when a step reaches its time; false when the clock runs by itself, and the timer waits by itself.</summary>
    internal bool TryHold(SteadyTimer timer)
    {
        if (!_isCatchingUp) return false;
        lock (_gate)
        {
            if (!_isCatchingUp) return false;
            if (!_held.Contains(timer)) _held.Add(timer);
            return true;
        }
    }

    internal void LetGo(SteadyTimer timer)
    {
        lock (_gate) _held.Remove(timer);
    }

    private long PresentAt(long real) => _lead + (long)(real * Speed);

    /// <summary>The timers that this step reached; or all of them, when it reached the present.</summary>
    private (SteadyTimer[] Due, bool IsThere) Advance()
    {
        var real = RealElapsed;
        var from = Math.Max(_stepped, real - LongestStepTicks);
        var present = PresentAt(real);
        var target = Math.Min(_shown + (long)((real - from) * _pace), present);
        var next = _held.Count == 0 ? long.MaxValue : _held.Min(timer => timer.Due);
        var isTimer = next <= target;
        var reached = isTimer ? Math.Max(next, _shown) : target;
        _stepped = from + ((reached - _shown) / _pace);
        Volatile.Write(ref _shown, reached);
        _isCatchingUp = isTimer || reached < present;
        SteadyTimer[] due = [.. _held.Where(timer => !_isCatchingUp || timer.Due <= reached).OrderBy(timer => timer.Due)];
        foreach (var timer in due) _held.Remove(timer);
        return (due, !_isCatchingUp);
    }
}
