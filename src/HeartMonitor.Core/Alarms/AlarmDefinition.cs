using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms;

/// <summary>One alert's entry in <c>config/alarms.json</c>.</summary>
public sealed record AlarmDefinition
{
    public required AlertPriority Priority { get; init; }

    public required AlertNature Nature { get; init; }

    /// <summary>Where the rule behind it is written: sections, not numbers of pages. Told with every alert.</summary>
    public string Source { get; set; } = "";

    /// <summary>Seconds that the condition must hold without a break before the alert is raised (domain-facts 8.3).</summary>
    public int OnDelaySeconds { get; init; }

    /// <summary>Seconds that the condition must be gone before the alert clears.</summary>
    public int ClearDelaySeconds { get; init; }

    /// <summary>How far inside the limit counts as gone, in the unit of the limit.</summary>
    public double Hysteresis { get; init; }

    /// <summary>Language to words: what was seen and what to do; <c>{name}</c> stands for the evidence of that name.</summary>
    public required IReadOnlyDictionary<string, string> Text { get; init; }

    /// <summary>Circumstance to language to words: said in place of <see cref="Text"/> when the evidence names that circumstance.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Variants { get; init; }
}
