using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>The bounds of <c>config/alarms.json</c> and <c>config/planner.json</c> as a page.</summary>
internal static partial class BoundsPage
{
    private const string Preface = """
        # Bounds of `alarms.json` and `planner.json`

        Written from `src/HeartMonitor.Core/Alarms/AlarmBounds.cs`, `Intensity/RuleOptions.cs`, `Intensity/RuleAdvice.cs` and
        `Medications/PlannerNumber.cs` by a test; run it with
        `HEARTMONITOR_WRITE_DOCS=1` to write it anew. Outside what is allowed the service does not start (exit code 78); outside what is recommended
        `monitor check-config` and the start warn. No alert can be left out or switched off. A high alert is never made lower; a medium one made
        low is warned of; any other may be made higher, save that a zone alert is never high.

        """;

    internal static string Write()
    {
        var page = new StringBuilder(Preface.ReplaceLineEndings("\n"));
        page.Append("\n## `alarms.json`, `alerts`: allowed (recommended)\n\n| alert | lowest priority | `onDelaySeconds` | `clearDelaySeconds` | `hysteresis` |\n| --- | --- | --- | --- | --- |\n");
        foreach (var code in Enum.GetValues<AlertCode>())
        {
            var bounds = AlarmBounds.Of(code);
            page.Append(CultureInfo.InvariantCulture, $"| `{KebabCase.Of(code)}` | {KebabCase.Of(bounds.Priority)} | {Cell(bounds.OnDelay)} | {Cell(bounds.ClearDelay)} | {Cell(bounds.Hysteresis)} |\n");
        }

        page.Append("\n## `alarms.json`, `rules`\n\n| member | default | allowed | recommended |\n| --- | --- | --- | --- |\n");
        foreach (var property in Members())
        {
            var (lowest, highest) = Absolute(property.Name);
            var advice = RuleAdvice.Ranges.FirstOrDefault(range => range.Name == property.Name);
            var recommended = advice is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{advice.From} to {advice.To}");
            page.Append(CultureInfo.InvariantCulture, $"| `{RuleAdvice.Member(property.Name)}` | {property.GetValue(new RuleOptions())} | {lowest} to {highest} | {recommended} |\n");
        }

        page.Append("\n## `planner.json`, `rules`\n\n");
        page.Append("`predictedMaximum` is one of tanaka, fox, gellish, gulati, nes, sydo; `predictedMaximumForWomen` is one of them or null.\n\n");
        page.Append("| member | default | allowed | recommended | unit |\n| --- | --- | --- | --- | --- |\n");
        foreach (var number in PlannerNumber.All)
        {
            var bounds = number.Bounds;
            page.Append(CultureInfo.InvariantCulture, $"| `{number.Name}` | {number.Written(PlannerOptions.Default)} | {bounds.AbsoluteFrom} to {bounds.AbsoluteTo} | {bounds.RecommendedFrom} to {bounds.RecommendedTo} | {bounds.Unit} |\n");
        }

        return page.ToString();
    }

    /// <summary>The absolute bounds, as the refusal of a value far outside tells them, with everything else at its default.</summary>
    internal static (double Lowest, double Highest) Absolute(string name)
    {
        var property = typeof(RuleOptions).GetProperty(name)!;
        var options = new RuleOptions();
        property.SetValue(options, Convert.ChangeType(-1_000_000, property.PropertyType, CultureInfo.InvariantCulture));
        var fault = options.Validate().Select(f => Told().Match(f)).First(m => m.Success && m.Groups[1].Value == RuleAdvice.Member(name));
        return (double.Parse(fault.Groups[2].Value, CultureInfo.InvariantCulture), double.Parse(fault.Groups[3].Value, CultureInfo.InvariantCulture));
    }

    private static IEnumerable<PropertyInfo> Members() =>
        typeof(RuleOptions).GetProperties().Where(p => p.CanWrite && (p.PropertyType == typeof(int) || p.PropertyType == typeof(double)));

    private static string Cell(Bounds bounds) => bounds.From.Equals(bounds.To)
        ? string.Create(CultureInfo.InvariantCulture, $"{bounds.Lowest} to {bounds.Highest} ({bounds.From})")
        : string.Create(CultureInfo.InvariantCulture, $"{bounds.Lowest} to {bounds.Highest} ({bounds.From} to {bounds.To})");

    [GeneratedRegex(@"^rules\.(\w+): \S+ is outside (\S+) to (\S+)$")]
    private static partial Regex Told();
}
