using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

public sealed class WorkMovesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly WorkMoves _moves = new();

    [Fact]
    public void A_fall_and_a_change_that_nobody_can_compare_count_as_falls_from_their_own_instant_on()
    {
        Add(100, WorkDirection.Up, 3, 4);
        Assert.False(_moves.MayHaveFallenSince(Start, 1));
        Add(200, WorkDirection.Unknown, null, 4);

        Assert.True(_moves.MayHaveFallenSince(Start.AddSeconds(200), 1));
        Assert.False(_moves.MayHaveFallenSince(Start.AddSeconds(201), 1));
    }

    [Fact]
    public void A_small_change_whose_work_is_known_on_both_sides_is_left_to_the_levels()
    {
        Add(100, WorkDirection.Down, 3.9, 3);
        Assert.False(_moves.MayHaveFallenSince(Start, 1));
        Assert.True(_moves.MayHaveFallenSince(Start, 0.8));
        Add(200, WorkDirection.Down, 3, null);

        Assert.True(_moves.MayHaveFallenSince(Start, 1));
        _moves.TakeBackLast();
        Assert.False(_moves.MayHaveFallenSince(Start, 1));
    }

    [Fact]
    public void Levels_are_meant_over_the_time_that_each_stood_and_what_is_not_known_is_left_out()
    {
        var levels = _moves.Levels;
        Assert.Equal((double.NaN, double.NaN), (levels.Now, levels.Mean(Start, Start.AddSeconds(10))));
        levels.Set(Start, 4);
        levels.Set(Start.AddSeconds(30), 1);
        levels.Set(Start.AddSeconds(40), double.NaN);
        levels.Set(Start.AddSeconds(50), 6);

        Assert.Equal(6, levels.Now);
        Assert.Equal(4, levels.Mean(Start.AddSeconds(-20), Start.AddSeconds(20)), 9);
        Assert.Equal(((30 * 4) + 10) / 40.0, levels.Mean(Start, Start.AddSeconds(50)), 9);
        Assert.Equal((10 + (10 * 6)) / 20.0, levels.Mean(Start.AddSeconds(30), Start.AddSeconds(60)), 9);
        Assert.Equal(double.NaN, levels.Mean(Start.AddSeconds(41), Start.AddSeconds(49)));
    }

    [Fact]
    public void Levels_of_more_than_three_minutes_ago_are_forgotten_but_for_the_one_that_still_stood()
    {
        var levels = _moves.Levels;
        for (var i = 0; i < 1_000; i++) levels.Set(Start.AddSeconds(i), i);

        Assert.Equal(double.NaN, levels.Mean(Start, Start.AddSeconds(700)));
        Assert.Equal(900, levels.Mean(Start.AddSeconds(900), Start.AddSeconds(901)), 9);
    }

    [Fact]
    public void A_rise_is_looked_for_back_to_the_last_thing_that_was_none()
    {
        Add(100, WorkDirection.Up, 2, 3);
        Add(200, WorkDirection.Down, 3, 2.5);
        Add(300, WorkDirection.Up, 2.5, 3);
        Assert.Null(_moves.RiseOf(1, Start.AddSeconds(400)));
        Add(400, WorkDirection.Up, 3, 3.5);

        Assert.Equal((300, 400), Seconds(_moves.RiseOf(1, Start.AddSeconds(400))));
        Assert.Null(_moves.RiseOf(1, Start.AddSeconds(399)));
    }

    [Fact]
    public void The_newest_rise_counts_and_a_later_fall_ends_it()
    {
        Add(100, WorkDirection.Up, 2, 4);
        Add(300, WorkDirection.Up, 4, 6);
        Assert.Equal((300, 300), Seconds(_moves.RiseOf(1, Start.AddSeconds(300))));
        Assert.Equal((100, 100), Seconds(_moves.RiseOf(1, Start.AddSeconds(250))));
        Add(350, WorkDirection.Down, 6, 5);

        Assert.Null(_moves.RiseOf(1, Start.AddSeconds(300)));
    }

    [Fact]
    public void Only_so_many_are_kept_and_the_oldest_go()
    {
        for (var i = 0; i < 100; i++) Add(i, i == 0 ? WorkDirection.Down : WorkDirection.Up, i == 0 ? null : i, i + 0.001);

        Assert.False(_moves.MayHaveFallenSince(Start, 1));
        Assert.Equal(Start.AddSeconds(99), _moves.Last?.At);
    }

    private static (int, int)? Seconds((WorkMove First, WorkMove Complete)? rise) =>
        rise is var (first, complete) ? ((int)(first.At - Start).TotalSeconds, (int)(complete.At - Start).TotalSeconds) : null;

    private void Add(int second, WorkDirection direction, double? before, double? after) =>
        _moves.Add(new(Start.AddSeconds(second), WorkMoveKind.Workload, direction, before, after, false, 100));
}
