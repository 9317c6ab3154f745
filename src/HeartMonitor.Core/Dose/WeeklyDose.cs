using System.Globalization;

namespace HeartMonitor.Core.Dose;

/// <summary>Where a week stands against its target.</summary>
public enum WeekStanding
{
    /// <summary>Below the target: building.</summary>
    Building,
    InTarget,

    /// <summary>Above the target: review the load.</summary>
    AboveTarget,
}

/// <summary>What one session adds to a week.</summary>
/// <param name="StartedAt">Start of the session; the week it started in has all of it.</param>
/// <param name="MetMinutes">All MET-minutes; null when not known, which is not zero.</param>
/// <param name="Moderate">Those at 3 METs or more.</param>
public sealed record DoseOfSession(DateTimeOffset StartedAt, double? MetMinutes, double? Moderate);

/// <summary>An ISO week, Monday to Sunday.</summary>
/// <param name="Year">ISO year: 1 January may belong to the year before.</param>
/// <param name="Week">1 to 53.</param>
public readonly record struct ClinicWeek(int Year, int Week)
{
    /// <summary>The week of an instant as the clinic's calendar shows it (product.md, decision 10).</summary>
    public static ClinicWeek Of(DateTimeOffset at, TimeZoneInfo zone)
    {
        var day = TimeZoneInfo.ConvertTime(at, zone).Date;
        return new(ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day));
    }
}

/// <summary>MET-minutes of one week, both totals, not rounded (product.md, decision 10).</summary>
/// <param name="Week">Which week.</param>
/// <param name="MetMinutes">All that is known.</param>
/// <param name="Moderate">At 3 METs or more.</param>
/// <param name="Sessions">Sessions with a known dose.</param>
/// <param name="SessionsWithoutDose">Sessions whose dose is not known and not in the totals.</param>
/// <param name="Standing">All MET-minutes against the target.</param>
public sealed record WeeklyDose(ClinicWeek Week, double MetMinutes, double Moderate, int Sessions, int SessionsWithoutDose, WeekStanding Standing)
{
    /// <summary>Weeks that have a session, oldest first; a pure function of its input, in any order.</summary>
    /// <param name="sessions">Sessions of one person.</param>
    /// <param name="zone">The clinic's time zone.</param>
    /// <param name="options">The week's target (domain-facts 6.4).</param>
    public static IReadOnlyList<WeeklyDose> Of(IEnumerable<DoseOfSession> sessions, TimeZoneInfo zone, DoseOptions options) =>
    [
        .. sessions.GroupBy(s => ClinicWeek.Of(s.StartedAt, zone))
            .OrderBy(g => g.Key.Year).ThenBy(g => g.Key.Week)
            .Select(g => Sum(g.Key, [.. g.OrderBy(s => s.StartedAt)], options)),
    ];

    /// <summary>Where a number of MET-minutes stands.</summary>
    public static WeekStanding StandingOf(double metMinutes, DoseOptions options) =>
        metMinutes < options.WeekFromMetMinutes ? WeekStanding.Building
        : metMinutes <= options.WeekToMetMinutes ? WeekStanding.InTarget
        : WeekStanding.AboveTarget;

    private static WeeklyDose Sum(ClinicWeek week, IReadOnlyList<DoseOfSession> sessions, DoseOptions options)
    {
        var all = sessions.Sum(s => s.MetMinutes ?? 0);
        var known = sessions.Count(s => s.MetMinutes is not null);
        return new(week, all, sessions.Sum(s => s.Moderate ?? 0), known, sessions.Count - known, StandingOf(all, options));
    }
}
