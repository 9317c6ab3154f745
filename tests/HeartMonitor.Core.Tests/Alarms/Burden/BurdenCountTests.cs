using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Alarms.Burden;
using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms.Burden;

/// <summary>Figures of domain-facts 8.2 against numbers computed by hand.</summary>
public sealed class BurdenCountTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly List<BurdenItem> _items = [];

    [Fact]
    public void A_quiet_hour_has_no_figure_that_fails_and_none_that_divides_by_nothing()
    {
        var burden = BurdenCount.Of([], Hour(sessionHours: 0));

        Assert.Equal((0, 0.0, 0.0), (burden.Alerts, burden.PerTenMinutes.Value, burden.Floods.Value));
        Assert.Equal((null, null, "nobody was watched"), (burden.PerSessionHour.Value, burden.PerSessionHour.Met, burden.PerSessionHour.Why));
        Assert.Equal((null, null), (burden.AcknowledgedInTimePercent.Value, burden.HighPercent.Value));
        Assert.Empty(burden.TopCodes);
        Assert.Null(burden.FalseHigh.Value);
    }

    [Theory]
    [InlineData(1, 3.0, false)] // 18 alerts in 60 min are 3 in 10
    [InlineData(2, 1.5, true)]
    public void Alerts_are_counted_per_ten_minutes_and_member_of_staff_and_per_hour_of_a_session(int staff, double perStaff, bool met)
    {
        for (var i = 0; i < 18; i++) Raise($"a{i}", 60 + (i * 180));

        var burden = BurdenCount.Of(_items, Hour(sessionHours: 6, staff));

        Assert.Equal((3.0, perStaff, (bool?)met), (burden.PerTenMinutes.Value, burden.PerStaffAndTenMinutes.Value, burden.PerStaffAndTenMinutes.Met));
        Assert.Equal((3.0, (bool?)false), (burden.PerSessionHour.Value, burden.PerSessionHour.Met)); // 18 in 6 h
    }

    [Fact]
    public void An_alert_that_is_raised_again_or_returns_is_one_alert_and_those_of_before_are_not_counted()
    {
        Tell("a1", -10, AlertState.Raised);
        Tell("a2", 10, AlertState.Raised);
        Tell("a2", 20, AlertState.Cleared, rev: 2);
        Tell("a2", 30, AlertState.Raised, rev: 3);
        Tell("a2", 40, AlertState.Returned, rev: 4);
        Tell("a3", 3600, AlertState.Raised); // the end is not included

        Assert.Equal(1, BurdenCount.Of(_items, Hour()).Alerts);
    }

    [Fact]
    public void Eleven_in_ten_minutes_are_a_flood_until_fewer_than_five_are()
    {
        for (var i = 0; i < 11; i++) Raise($"a{i}", 100 + (i * 30)); // the eleventh at 400 s

        var flood = Assert.Single(BurdenCount.Of(_items, Hour()).FloodTimes);

        // Five are left (280, 310, 340, 370, 400 s) until that of 280 s is ten minutes old.
        Assert.Equal((400.0, 880.0, 11), (Seconds(flood.From), Seconds(flood.To), flood.Alerts));
    }

    [Fact]
    public void Ten_in_ten_minutes_are_no_flood_and_eleven_in_just_ten_minutes_are_none_either()
    {
        for (var i = 0; i < 10; i++) Raise($"a{i}", 100 + i);
        Assert.Empty(BurdenCount.Of(_items, Hour()).FloodTimes);
        Raise("b", 700); // ten minutes after the first, which has left
        Assert.Empty(BurdenCount.Of(_items, Hour()).FloodTimes);
        Raise("c", 700.5);
        Assert.Single(BurdenCount.Of(_items, Hour()).FloodTimes);
    }

    [Fact]
    public void Two_floods_with_quiet_between_are_two_and_one_that_goes_on_ends_with_the_time()
    {
        for (var i = 0; i < 12; i++) Raise($"a{i}", 10 + i);
        for (var i = 0; i < 12; i++) Raise($"b{i}", 3400 + i);

        var floods = BurdenCount.Of(_items, Hour()).FloodTimes;

        Assert.Equal([20.0, 3410.0], floods.Select(f => Seconds(f.From)));
        Assert.Equal(3600, Seconds(floods[1].To));
        Assert.Equal([12, 12], floods.Select(f => f.Alerts));
    }

    [Theory]
    [InlineData(900, 0)]
    [InlineData(901, 1)]
    public void A_condition_of_more_than_a_quarter_of_an_hour_is_stale(int seconds, int stale)
    {
        Raise("a1", 100);
        Tell("a1", 150, AlertState.Acknowledged, rev: 2);
        Tell("a1", 100 + seconds, AlertState.Cleared, rev: 3);
        Tell("a1", 100 + seconds, AlertState.Closed, rev: 4);

        var figure = BurdenCount.Of(_items, Hour()).Stale;
        Assert.Equal((stale, (bool?)(stale == 0)), (figure.Value, figure.Met));
    }

    [Fact]
    public void A_condition_that_is_still_there_counts_from_its_start_even_before_the_time_looked_at()
    {
        Tell("a1", -3600, AlertState.Raised);
        Tell("a2", 3600 - 899, AlertState.Raised);
        Tell("a3", -3600, AlertState.Raised);
        Tell("a3", -60, AlertState.Cleared, rev: 2); // over before

        Assert.Equal(1, BurdenCount.Of(_items, Hour()).Stale.Value);
    }

    [Theory]
    [InlineData("s_1", 60, 1)]
    [InlineData("s_1", 61, 0)]
    [InlineData("s_2", 60, 0)]
    public void Three_raises_of_a_code_in_a_session_within_a_minute_are_chattering(string last, double at, int chattering)
    {
        Raise("a1", 0);
        Raise("a2", 30);
        _items.Add(new(last, Event("a3", at, AlertState.Raised, 1, AlertPriority.Low, AlertCode.ContactLost)));

        Assert.Equal(chattering, BurdenCount.Of(_items, Hour()).Chattering.Value);
    }

    [Fact]
    public void The_split_is_held_against_eighty_fifteen_and_five_once_there_are_twenty()
    {
        for (var i = 0; i < 16; i++) Raise($"l{i}", i * 200);
        for (var i = 0; i < 3; i++) Raise($"m{i}", 50 + i, AlertPriority.Medium);
        var few = BurdenCount.Of(_items, Hour());
        Assert.Equal((84.21, null), (few.LowPercent.Value, few.LowPercent.Met)); // 16 of 19

        Raise("h", 70, AlertPriority.High);
        var burden = BurdenCount.Of(_items, Hour());
        Assert.Equal([80.0, 15.0, 5.0], new[] { burden.LowPercent.Value, burden.MediumPercent.Value, burden.HighPercent.Value });
        Assert.All([burden.LowPercent, burden.MediumPercent, burden.HighPercent], figure => Assert.True(figure.Met));

        Raise("h2", 71, AlertPriority.High);
        var graver = BurdenCount.Of(_items, Hour());
        Assert.Equal([(76.19, false), (14.29, true), (9.52, false)],
            new[] { graver.LowPercent, graver.MediumPercent, graver.HighPercent }.Select(f => (f.Value!.Value, f.Met!.Value)));
    }

    [Fact]
    public void The_ten_most_frequent_codes_are_named_with_their_share()
    {
        foreach (var (code, i) in Enum.GetValues<AlertCode>().Take(12).Select((code, i) => (code, i)))
            for (var k = 0; k < 12 - i; k++) Raise($"{code}{k}", (i * 60) + k, code: code);

        var burden = BurdenCount.Of(_items, Hour());

        Assert.Equal(10, burden.TopCodes.Count);
        Assert.Equal(new AlertShare(AlertCode.ZoneHigh, 12, 15.38), burden.TopCodes[0]); // 12 of 78
        Assert.Equal(96.15, burden.TopTenPercent.Value); // 75 of 78
    }

    [Fact]
    public void Taken_note_of_in_time_counts_high_in_half_a_minute_and_medium_in_two()
    {
        Answered("h1", AlertPriority.High, 30); // in time
        Answered("h2", AlertPriority.High, 31); // late
        Answered("m1", AlertPriority.Medium, 120); // in time
        Answered("l1", AlertPriority.Low, 900); // not asked for
        Raise("m2", 100, AlertPriority.Medium);
        Tell("m2", 150, AlertState.Shelved, 2, AlertPriority.Medium); // in time
        Raise("m3", 100, AlertPriority.Medium);
        Tell("m3", 110, AlertState.Cleared, 2, AlertPriority.Medium);
        Tell("m3", 110, AlertState.Closed, 3, AlertPriority.Medium); // a graver one took its place: does not count
        Raise("m4", 3500, AlertPriority.Medium); // its two minutes are not over
        Raise("h3", 3500, AlertPriority.High); // late: nobody came

        var figure = BurdenCount.Of(_items, Hour()).AcknowledgedInTimePercent;

        Assert.Equal((60.0, (bool?)false), (figure.Value, figure.Met)); // 3 of 5
    }

    [Fact]
    public void A_higher_priority_and_a_return_ask_anew()
    {
        Raise("a", 100, AlertPriority.Medium);
        Tell("a", 110, AlertState.Acknowledged, 2, AlertPriority.Medium, by: "staff1"); // in time
        Tell("a", 500, AlertState.Escalated, 3, AlertPriority.High);
        Tell("a", 525, AlertState.Acknowledged, 4, AlertPriority.High, by: "staff1"); // in time
        Raise("b", 100, AlertPriority.Medium);
        Tell("b", 110, AlertState.Shelved, 2, AlertPriority.Medium); // in time
        Tell("b", 400, AlertState.Returned, 3, AlertPriority.Medium);
        Tell("b", 520, AlertState.Escalated, 4, AlertPriority.Medium); // by time: the same demand
        Tell("b", 521, AlertState.Acknowledged, 5, AlertPriority.Medium, by: "staff1"); // late

        Assert.Equal(75, BurdenCount.Of(_items, Hour()).AcknowledgedInTimePercent.Value);
    }

    private static BurdenWindow Hour(double sessionHours = 8, int staff = 1) => new(Start, Start.AddHours(1), sessionHours, staff);

    private static double Seconds(DateTimeOffset at) => (at - Start).TotalSeconds;

    private void Raise(string id, double at, AlertPriority priority = AlertPriority.Low, AlertCode code = AlertCode.ContactLost) =>
        _items.Add(new("s_1", Event(id, at, AlertState.Raised, 1, priority, code)));

    private void Answered(string id, AlertPriority priority, double after)
    {
        Raise(id, 100, priority);
        Tell(id, 100 + after, AlertState.Acknowledged, 2, priority, by: "staff1");
    }

    private void Tell(string id, double at, AlertState state, int rev = 1, AlertPriority priority = AlertPriority.Low, string? by = null) =>
        _items.Add(new("s_1", Event(id, at, state, rev, priority, AlertCode.ContactLost) with { AckedBy = by }));

    private static AlertEvent Event(string id, double at, AlertState state, int rev, AlertPriority priority, AlertCode code) => new()
    {
        T = at,
        At = Start.AddSeconds(at),
        Id = id,
        Code = code,
        Priority = priority,
        Nature = AlertNature.Technical,
        State = state,
        Rev = rev,
        Text = "words",
        Because = [],
    };
}
