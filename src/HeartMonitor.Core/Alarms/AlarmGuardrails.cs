using System.Globalization;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms;

/// <summary>Holds a configured alert against its <see cref="AlarmBounds"/>: absolute ones refuse, recommended ones warn.</summary>
internal static class AlarmGuardrails
{
    /// <summary>Adds a sentence for every number that may not be, and one for every number that should not be.</summary>
    internal static void Check(string name, AlarmDefinition definition, List<string> faults, List<string> warnings)
    {
        if (KebabCase.Parse<AlertCode>(name) is not { } code) return; // the reader says that there is no such alert
        var bounds = AlarmBounds.Of(code);
        Number("onDelaySeconds", definition.OnDelaySeconds, bounds.OnDelay);
        Number("clearDelaySeconds", definition.ClearDelaySeconds, bounds.ClearDelay);
        Number("hysteresis", definition.Hysteresis, bounds.Hysteresis);
        if (code is AlertCode.ZoneHigh or AlertCode.ZoneLow && definition.Priority == AlertPriority.High)
            faults.Add($"alerts.{name}.priority: a zone alert is never high, as it must be able to end with the zones");
        if (definition.Priority >= bounds.Priority) return;
        var lower = $"alerts.{name}.priority: {KebabCase.Of(definition.Priority)} is lower than {KebabCase.Of(bounds.Priority)}";
        if (bounds.Priority == AlertPriority.High) faults.Add(lower + "; a high alert is never made lower");
        else warnings.Add(lower);

        void Number(string member, double value, Bounds of)
        {
            if (!(value >= of.Lowest && value <= of.Highest)) faults.Add(Outside(member, value, of.Lowest, of.Highest, ""));
            else if (value < of.From || value > of.To) warnings.Add(Outside(member, value, of.From, of.To, " the recommended"));
        }

        string Outside(string member, double value, double from, double to, string kind) =>
            string.Create(CultureInfo.InvariantCulture, $"alerts.{name}.{member}: {value} is outside{kind} {from} to {to}");
    }
}
