using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Core.Dose;

namespace HeartMonitor.Host.Query;

/// <summary>MET-minutes of one person's ISO week against the target (product.md, decision 10; domain-facts 6.4). Not rounded.</summary>
/// <param name="Participant">Pseudonym.</param>
/// <param name="Week">ISO week, such as <c>2026-W10</c>.</param>
/// <param name="From">Monday.</param>
/// <param name="To">Sunday.</param>
/// <param name="TimeZone">The clinic's: a session belongs to the week that it started in there.</param>
/// <param name="MetMinutes">All that is known.</param>
/// <param name="MetMinutesModerate">At 3 METs or more.</param>
/// <param name="TargetFrom">Lower end of the target.</param>
/// <param name="TargetTo">Upper end.</param>
/// <param name="Standing"><c>building</c>, <c>in-target</c> or <c>above-target</c>.</param>
/// <param name="Percent">Of the lower end of the target, 0 and more.</param>
/// <param name="Sessions">Its sessions, oldest first.</param>
/// <param name="SessionsWithoutDose">Those whose dose is not known: it is not zero, and not in the totals.</param>
/// <param name="Source">Sections that the arithmetic and the target are written in.</param>
/// <param name="ActivitiesVersion">Activities in force today, with the target's numbers.</param>
internal sealed record PersonWeek(
    string Participant,
    string Week,
    DateOnly From,
    DateOnly To,
    string TimeZone,
    double MetMinutes,
    double MetMinutesModerate,
    double TargetFrom,
    double TargetTo,
    string Standing,
    double Percent,
    IReadOnlyList<WeekSession> Sessions,
    int SessionsWithoutDose,
    string Source,
    string ActivitiesVersion)
{
    internal static PersonWeek Of(string participant, ClinicWeek week, IReadOnlyList<SessionCard> cards, TimeZoneInfo zone, ActivityTable activities)
    {
        var options = activities.Options;
        var doses = cards.Select(c => new DoseOfSession(c.Stored.Started, c.Summary?.MetMinutes, c.Summary?.MetMinutesModerate));
        var sum = WeeklyDose.Of(doses, zone, options).SingleOrDefault() ?? new(week, 0, 0, 0, 0, WeeklyDose.StandingOf(0, options));
        var monday = DateOnly.FromDateTime(ISOWeek.ToDateTime(week.Year, week.Week, DayOfWeek.Monday));
        return new(
            participant, NameOf(week), monday, monday.AddDays(6), zone.Id, sum.MetMinutes, sum.Moderate, options.WeekFromMetMinutes, options.WeekToMetMinutes,
            KebabCase.Of(sum.Standing), Math.Round(100 * sum.MetMinutes / options.WeekFromMetMinutes, 1), [.. cards.Select(WeekSession.Of)], sum.SessionsWithoutDose,
            "domain-facts 6.4", activities.Version);
    }

    /// <summary>Such as <c>2026-W10</c>.</summary>
    internal static string NameOf(ClinicWeek week) => string.Create(CultureInfo.InvariantCulture, $"{week.Year}-W{week.Week:00}");

    /// <summary>The week of a name; null for one that no year has.</summary>
    internal static ClinicWeek? Read(string name)
    {
        if (name.Length != 8 || name[4] != '-' || name[5] != 'W') return null;
        if (!int.TryParse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1970 or > 2199) return null;
        if (!int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week)) return null;
        return week >= 1 && week <= ISOWeek.GetWeeksInYear(year) ? new(year, week) : null;
    }
}

/// <summary>What one session adds to the week.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Started">UTC.</param>
/// <param name="State"><c>open</c> or <c>ended</c>; the dose of an open one is told when it ends.</param>
/// <param name="MetMinutes">Null when not known.</param>
/// <param name="MetMinutesModerate">Null when not known.</param>
/// <param name="CoveragePercent">Time with METs of the time in phases of work.</param>
/// <param name="Sources">Where its METs come from.</param>
/// <param name="Why">Why they are not known; null where they are.</param>
internal sealed record WeekSession(
    string Session, DateTimeOffset Started, string State, double? MetMinutes, double? MetMinutesModerate, double? CoveragePercent, IReadOnlyList<string> Sources, string? Why)
{
    internal static WeekSession Of(SessionCard card) => new(
        card.Stored.Session, card.Stored.Started, card.State, card.Summary?.MetMinutes, card.Summary?.MetMinutesModerate, card.Summary?.MetCoveragePercent,
        card.Summary is { } told ? [.. told.MetSources.Where(s => s.MetMinutes is not null).Select(s => KebabCase.Of(s.Source)).Distinct()] : [],
        card.Summary is { MetMinutes: null } none ? none.Reasons.GetValueOrDefault("metMinutes") : null);
}
