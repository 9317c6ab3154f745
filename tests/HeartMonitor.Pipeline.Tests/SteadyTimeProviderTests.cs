using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

/// <summary>A clock that starts 200 s ago and catches up in 10 s of real time: at 21 times life, where its set speed is 1.</summary>
public sealed class SteadyTimeProviderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly ClockLead Lead = new(Seconds(200), Seconds(10));

    private readonly MachineTime _machine = new();

    [Theory]
    [InlineData(1, 0, -200)]
    [InlineData(1, 2, -198)]
    [InlineData(1, 7, -93)]
    [InlineData(1, 12, 12)]
    [InlineData(1, 60, 60)]
    [InlineData(10, 0, -200)]
    [InlineData(10, 2, -180)]
    [InlineData(10, 7, -30)]
    [InlineData(10, 12, 120)]
    [InlineData(100, 60, 6_000)]
    public void It_starts_in_the_past_catches_up_when_it_is_told_to_and_is_then_where_it_would_be_without_a_lead(double speed, int real, int shown)
    {
        var (clock, plain) = (new SteadyTimeProvider(Now, speed, Lead, _machine), new SteadyTimeProvider(Now, speed, machine: _machine));
        var begun = clock.GetTimestamp();

        Run(clock, Seconds(Math.Min(2, real)));
        clock.Hurry();
        Run(clock, Seconds(Math.Max(0, real - 2)));

        Assert.Equal(Now.AddSeconds(shown), clock.GetUtcNow());
        Assert.Equal(Seconds(shown + 200), clock.GetElapsedTime(begun));
        Assert.Equal(real < 12, clock.IsCatchingUp);
        Assert.Equal(Now.AddSeconds(real * speed), plain.GetUtcNow());
        Assert.False(plain.IsCatchingUp);
    }

    [Fact]
    public void It_never_goes_back_and_never_jumps()
    {
        var clock = Hasty();
        var (last, steps) = (clock.GetTimestamp(), 0);
        for (; clock.IsCatchingUp; steps++)
        {
            Run(clock, TimeSpan.FromMilliseconds(1));
            var step = clock.GetTimestamp() - last;
            Assert.InRange(step, 0, (21 * TimeSpan.TicksPerMillisecond) + 1);
            last += step;
        }

        Assert.InRange(steps, 10_000, 10_001);
    }

    [Fact]
    public void A_machine_that_stalls_makes_it_wait_and_it_gets_there_all_the_same()
    {
        var clock = Hasty();
        Run(clock, Seconds(1));
        var before = clock.GetTimestamp();

        _machine.Advance(Seconds(3)); // nobody asked for a step
        Assert.Equal(before, clock.GetTimestamp());
        clock.Step();

        Assert.InRange(clock.GetTimestamp() - before, 1, 20 * 21 * TimeSpan.TicksPerMillisecond);
        Run(clock, Seconds(20));
        Assert.False(clock.IsCatchingUp);
        Assert.Equal(Now.AddSeconds(24), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 100)]
    [InlineData(5, 100)]
    [InlineData(9, 11)]
    public async Task A_timer_on_the_way_fires_once_and_at_its_very_instant(int begun, int due)
    {
        var clock = Hasty();
        Run(clock, Seconds(begun));
        var expected = clock.GetUtcNow().AddSeconds(due);
        var fired = new TaskCompletionSource();
        var quick = new List<DateTimeOffset>();

        using var slow = clock.CreateTimer(_ => fired.SetResult(), null, Seconds(due), Timeout.InfiniteTimeSpan);
        using var timer = clock.CreateQuickTimer(() => quick.Add(clock.GetUtcNow()), Seconds(due));
        Run(clock, Seconds(40));

        Assert.Equal(expected, Assert.Single(quick));
        await fired.Task.WaitAsync(Seconds(10), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(0, 205)]
    [InlineData(0, 230)]
    [InlineData(9, 60)]
    [InlineData(12, 1)]
    public void A_timer_that_is_due_after_the_clock_has_caught_up_fires_at_its_time_and_never_before_it(int begun, int due)
    {
        var clock = Hasty();
        Run(clock, Seconds(begun));
        var expected = clock.GetUtcNow().AddSeconds(due);
        var fired = new List<DateTimeOffset>();

        using var timer = clock.CreateQuickTimer(() => fired.Add(clock.GetUtcNow()), Seconds(due));
        Run(clock, Seconds(80));

        Assert.InRange((Assert.Single(fired) - expected).TotalMilliseconds, 0, 1);
    }

    [Fact]
    public async Task A_timer_with_a_period_keeps_it_by_the_clock_over_the_bend()
    {
        var clock = Hasty();
        var calls = 0;
        var all = new TaskCompletionSource();
        using var timer = clock.CreateTimer(_ => { if (Interlocked.Increment(ref calls) == 220) all.SetResult(); }, null, Seconds(1), Seconds(1));

        Run(clock, Seconds(20));

        Assert.Equal(Now.AddSeconds(20), clock.GetUtcNow());
        await all.Task.WaitAsync(Seconds(10), TestContext.Current.CancellationToken);
        Run(clock, Seconds(0.5));
        Assert.Equal(220, calls);
    }

    [Fact]
    public void A_timer_that_is_changed_or_let_go_does_not_fire_at_its_old_time()
    {
        var clock = Hasty();
        var (later, never) = (new List<DateTimeOffset>(), 0);
        using var changed = clock.CreateQuickTimer(() => later.Add(clock.GetUtcNow()), Seconds(10));
        var gone = clock.CreateQuickTimer(() => never++, Seconds(10));

        changed.Change(Seconds(230), Timeout.InfiniteTimeSpan);
        gone.Dispose();
        Run(clock, Seconds(40));

        Assert.Equal(Now.AddSeconds(30), Assert.Single(later));
        Assert.Equal(0, never);
        Assert.False(gone.Change(Seconds(1), Seconds(1)));
    }

    [Fact]
    public void Without_a_lead_a_period_is_kept_and_calls_that_a_stall_swallowed_are_left_out()
    {
        var clock = new SteadyTimeProvider(Now, 10, null, _machine);
        var calls = new List<DateTimeOffset>();
        using var timer = clock.CreateTimer(
            _ =>
            {
                calls.Add(clock.GetUtcNow());
                if (calls.Count == 2) _machine.Skip(Seconds(0.5)); // five periods
            },
            null, Seconds(1), Seconds(1));

        _machine.Advance(Seconds(1));

        Assert.Equal([1, 2, 7, 8, 9, 10, 11, 12, 13, 14], calls.Select(at => Math.Round((at - Now).TotalSeconds)).Distinct());
        Assert.InRange(calls.Count, 10, 11);
    }

    private SteadyTimeProvider Hasty()
    {
        var clock = new SteadyTimeProvider(Now, 1, Lead, _machine);
        clock.Hurry();
        return clock;
    }

    /// <summary>As the scheduler's thread does it, a millisecond at a time.</summary>
    private void Run(SteadyTimeProvider clock, TimeSpan real)
    {
        for (var ms = 0; ms < real.TotalMilliseconds; ms++)
        {
            _machine.Advance(TimeSpan.FromMilliseconds(1));
            while (clock.Step() == TimeSpan.Zero)
            {
                // a timer was reached; the next step goes on from it
            }
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
