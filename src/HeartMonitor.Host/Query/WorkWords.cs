using System.Globalization;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Query;

/// <summary>Work in figures with their units.</summary>
internal static class WorkWords
{
    /// <param name="work">What was told.</param>
    /// <param name="withCode">The activity's code too where there are figures; it stands alone where there are none.</param>
    internal static string Of(WorkloadSet work, bool withCode = true)
    {
        var parts = new (double? Value, string Unit)[] { (work.Watts, "W"), (work.SpeedKmh, "km/h"), (work.GradePercent, "%"), (work.StepsPerMinute, "/min"), (work.Mets, "MET") };
        var figures = string.Join(' ', parts.Where(p => p.Value is not null).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Value:0.#} {p.Unit}")));
        return figures.Length > 0 && !withCode ? figures : $"{figures} {work.Activity}".Trim();
    }
}
