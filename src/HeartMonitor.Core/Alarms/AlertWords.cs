using System.Text;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Wording;

namespace HeartMonitor.Core.Alarms;

/// <summary>
/// The words of an alert in any language, from its evidence alone: whoever has the numbers can say it. A number in a sentence is as whole as what it counts,
/// and never contradicts what is said of it: a rate above a limit is not rounded onto it.
/// </summary>
public static class AlertWords
{
    private static readonly string[] Observed = ["median10s", "mean30s"];

    /// <summary>What was seen and what to do.</summary>
    /// <param name="definition">The alert's entry of the catalogue.</param>
    /// <param name="because">The numbers that were used.</param>
    /// <param name="language">Language; English where the alert has no words in it.</param>
    /// <param name="words">Names and forms of that language.</param>
    public static string Of(AlarmDefinition definition, IReadOnlyList<Evidence> because, string language, StaffWords words)
    {
        var texts = Variant(definition, because) ?? definition.Text;
        var text = new StringBuilder(texts.TryGetValue(language, out var template) ? template : texts["en"]);
        text.Replace("{symptoms}", string.Join(", ", because.Where(e => e.Unit == "symptom").Select(e => words.Symptom(e.What))));
        foreach (var unit in Evidence.Lists) text.Replace($"{{{unit}s}}", string.Join(", ", because.Where(e => e.Unit == unit).Select(e => e.What)));
        foreach (var number in because)
            text.Replace($"{{{number.What}}}", words.Number(Shown(number, because)));
        return text.ToString();
    }

    /// <summary>A number as it is shown: beats, seconds, answers and counts are whole; METs and degrees keep a decimal.</summary>
    internal static double Shown(Evidence number, IReadOnlyList<Evidence> because) => number switch
    {
        _ when !double.IsFinite(number.Value) => number.Value,
        { Unit: "bpm" } => Beats(number, because),
        { Unit: "s" or "rpe" or "%" or "MB" or "days" } => Half(number.Value),
        _ => number.Value,
    };

    private static double Beats(Evidence number, IReadOnlyList<Evidence> because)
    {
        var seen = because.FirstOrDefault(e => Observed.Contains(e.What));
        var (limit, from, below) = (Named("limit"), Named("from"), Named("below"));
        var (low, high) = below is null ? (limit, limit) : (from, below); // outside of which the rate is told of
        return number.What switch
        {
            "below" => Math.Ceiling(number.Value) - 1, // the last whole beat of the zone: its upper bound is out
            "from" when below is not null => Math.Ceiling(number.Value),
            "limit" when seen?.Value > number.Value => Math.Floor(number.Value),
            "limit" when seen?.Value < number.Value => Math.Ceiling(number.Value),
            _ when number == seen && high is not null && number.Value > high => Math.Ceiling(number.Value),
            _ when number == seen && low is not null && number.Value < low => Math.Floor(number.Value),
            _ => Half(number.Value),
        };

        double? Named(string what) => because.FirstOrDefault(e => e.What == what && e.Unit == "bpm")?.Value;
    }

    private static double Half(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    private static IReadOnlyDictionary<string, string>? Variant(AlarmDefinition definition, IReadOnlyList<Evidence> because)
    {
        foreach (var circumstance in because)
            if (circumstance.Unit == Evidence.Circumstance && definition.Variants?.GetValueOrDefault(circumstance.What) is { } texts) return texts;
        return null;
    }
}
