using HeartMonitor.Core.Alarms.Burden;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Host.Composition;

/// <summary>The burden of alerts from the journal.</summary>
/// <param name="journal">Committed rows.</param>
/// <param name="timeZone">The clinic's: its day is the default time.</param>
/// <param name="rules">What counts as in time.</param>
internal sealed class BurdenReport(JournalReader journal, TimeZoneInfo timeZone, RuleOptions rules)
{
    /// <summary>The last <paramref name="hours"/>, or today so far when null.</summary>
    internal AlertBurden Of(double? hours, int staff, DateTimeOffset now)
    {
        var from = hours is { } back ? now.AddHours(-back) : Midnight(now);
        var watched = journal.Sessions().Sum(s => Hours(Later(s.Started, from), Earlier(s.Ended ?? now, now)));
        var alerts = journal.AlertsSince(from, now).Select(a => new BurdenItem(a.Session, a.Alert));
        return BurdenCount.Of(alerts, new(from, now, watched, staff, rules.EscalateHighSeconds, rules.EscalateMediumSeconds));
    }

    private DateTimeOffset Midnight(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, timeZone);
        return new DateTimeOffset(local.Date, timeZone.GetUtcOffset(local.Date)).ToUniversalTime();
    }

    private static double Hours(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (to - from).TotalHours);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
