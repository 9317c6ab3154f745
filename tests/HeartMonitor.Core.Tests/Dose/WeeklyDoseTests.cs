using HeartMonitor.Core.Dose;
using Xunit;

namespace HeartMonitor.Core.Tests.Dose;

/// <summary>Weeks of the clinic's calendar (product.md, decision 10) and the arithmetic of domain-facts 6.4.</summary>
public sealed class WeeklyDoseTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Auckland = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland");
    private static readonly DoseOptions Options = new();

    [Theory]
    [InlineData("2026-03-02T09:00:00Z", 2026, 10)]
    [InlineData("2026-03-01T22:59:59Z", 2026, 9)] // Sunday, one second to midnight in Berlin
    [InlineData("2026-03-01T23:00:00Z", 2026, 10)] // Monday there, Sunday in Greenwich
    [InlineData("2026-12-31T12:00:00Z", 2026, 53)]
    [InlineData("2027-01-03T12:00:00Z", 2026, 53)] // the new year's first Sunday is of the old year's week 53
    [InlineData("2027-01-04T12:00:00Z", 2027, 1)]
    [InlineData("2024-12-30T12:00:00Z", 2025, 1)] // the old year's last Monday is of the new year's first week
    [InlineData("2026-03-29T00:59:59Z", 2026, 13)] // the night in which summer time begins
    [InlineData("2026-03-29T22:00:00Z", 2026, 14)] // midnight is an hour earlier in Greenwich from then on
    [InlineData("2026-10-25T22:59:59Z", 2026, 43)]
    [InlineData("2026-10-25T23:00:00Z", 2026, 44)]
    public void An_instant_is_in_the_week_of_the_clinics_calendar(string at, int year, int week) =>
        Assert.Equal(new(year, week), ClinicWeek.Of(At(at), Berlin));

    [Fact]
    public void The_same_instant_may_be_in_two_weeks_in_two_clinics()
    {
        var at = At("2026-03-01T12:00:00Z");
        Assert.Equal((new ClinicWeek(2026, 9), new ClinicWeek(2026, 10)), (ClinicWeek.Of(at, Berlin), ClinicWeek.Of(at, Auckland)));
    }

    [Fact]
    public void Three_brisk_walks_and_two_times_resistance_are_572()
    {
        DoseOfSession[] week =
        [
            new(At("2026-03-02T09:00:00Z"), 30 * 4.8, 30 * 4.8), new(At("2026-03-04T09:00:00Z"), 30 * 4.8, 30 * 4.8), new(At("2026-03-06T09:00:00Z"), 30 * 4.8, 30 * 4.8),
            new(At("2026-03-03T09:00:00Z"), 20 * 3.5, 20 * 3.5), new(At("2026-03-08T09:00:00Z"), 20 * 3.5, 20 * 3.5),
        ];

        var sum = Assert.Single(WeeklyDose.Of(week.Reverse(), Berlin, Options));

        Assert.Equal(572, sum.MetMinutes, 9);
        Assert.Equal((5, 0, WeekStanding.InTarget), (sum.Sessions, sum.SessionsWithoutDose, sum.Standing));
    }

    [Theory]
    [InlineData(150 * 3.3, WeekStanding.Building)]
    [InlineData(75 * 6.5, WeekStanding.Building)]
    [InlineData(150 * 4.0, WeekStanding.InTarget)]
    [InlineData(500, WeekStanding.InTarget)]
    [InlineData(1000, WeekStanding.InTarget)]
    [InlineData(1000.5, WeekStanding.AboveTarget)]
    public void A_week_stands_somewhere_against_500_to_1000(double metMinutes, WeekStanding standing) => Assert.Equal(standing, WeeklyDose.StandingOf(metMinutes, Options));

    [Fact]
    public void A_session_whose_dose_is_not_known_is_counted_and_not_as_nothing_done()
    {
        var weeks = WeeklyDose.Of([new(At("2026-03-02T09:00:00Z"), null, null), new(At("2026-03-03T09:00:00Z"), 100, 80), new(At("2026-03-09T09:00:00Z"), 50, 0)], Berlin, Options);

        Assert.Equal([(10, 100.0, 80.0, 1, 1), (11, 50.0, 0.0, 1, 0)], weeks.Select(w => (w.Week.Week, w.MetMinutes, w.Moderate, w.Sessions, w.SessionsWithoutDose)));
    }

    private static DateTimeOffset At(string iso) => DateTimeOffset.Parse(iso, global::System.Globalization.CultureInfo.InvariantCulture);
}
