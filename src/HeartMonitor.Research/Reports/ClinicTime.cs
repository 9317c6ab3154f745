using System.Globalization;

namespace HeartMonitor.Research.Reports;

/// <summary>
/// An instant on the clinic's clock. In the hour that comes twice, and over any change of that clock, its time alone does not say when it was: a session would end
/// before it began. There the offset from UTC stands beside it.
/// </summary>
public static class ClinicTime
{
    /// <summary>Written in <paramref name="format"/>, with the offset where it is needed.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="zone">The clinic's.</param>
    /// <param name="format">Of the date and the time.</param>
    /// <param name="from">Start of what it is a time of.</param>
    /// <param name="to">Its end, or how far it is known.</param>
    public static string Text(DateTimeOffset at, TimeZoneInfo zone, string format, DateTimeOffset from, DateTimeOffset to)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var needsOffset = zone.GetUtcOffset(from) != zone.GetUtcOffset(to) || zone.IsAmbiguousTime(local);
        return local.ToString(needsOffset ? format + " zzz" : format, CultureInfo.InvariantCulture);
    }
}
