using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Medications;

/// <summary>What of a plan may ask for less care than before.</summary>
public enum PlanPart
{
    /// <summary>Zones in place of RPE, or a start where none was allowed.</summary>
    Mode,

    /// <summary>A zone that lies higher.</summary>
    Zone,

    /// <summary>A ceiling that lies higher, or none.</summary>
    Ceiling,

    /// <summary>A target RPE that lies higher.</summary>
    Rpe,

    /// <summary>Prompts further apart, or none.</summary>
    Prompts,

    /// <summary>A loss of signal that is less urgent, or a ceiling that alarms later.</summary>
    Signal,

    /// <summary>A gate that is gone or milder.</summary>
    Gate,
}

/// <summary>In what one plan asks for less care than another. Ours: what must never happen by itself while somebody exercises.</summary>
public static class PlanLoosening
{
    /// <summary>
    /// What is looser in <paramref name="after"/>; empty when nothing is. A mode that asks for more care (zones to RPE, anything to hold) is never
    /// looser, whatever else changes with it: it must not wait for a second thought (product.md, decision 4).
    /// </summary>
    public static IReadOnlyList<PlanPart> Of(MonitoringPlan before, MonitoringPlan after) =>
        Care(after.Mode) > Care(before.Mode) ? [] : [.. Enum.GetValues<PlanPart>().Where(part => IsLooser(part, before, after))];

    private static bool IsLooser(PlanPart part, MonitoringPlan before, MonitoringPlan after) => part switch
    {
        PlanPart.Mode => Care(after.Mode) < Care(before.Mode),
        PlanPart.Zone => before.Zone is { } zone && after.Zone is { } next && (next.From > zone.From || next.Below > zone.Below),
        PlanPart.Ceiling => before.Ceiling is { } ceiling && !(after.Ceiling is { } next && next.Alarm <= ceiling.Alarm && next.Warn <= ceiling.Warn),
        PlanPart.Rpe => after.Rpe.To > before.Rpe.To || after.Rpe.From > before.Rpe.From,
        PlanPart.Prompts => before.PromptEverySeconds is { } seconds && !(after.PromptEverySeconds <= seconds),
        PlanPart.Signal => (before.Facts.NeedsContinuousHr && !after.Facts.NeedsContinuousHr) || (before.Facts.HasIcd && !after.Facts.HasIcd),
        _ => before.Facts.Gates.Any(gate => gate.State > StateOf(gate.Code, after)),
    };

    private static int Care(MonitoringMode mode) => mode switch { MonitoringMode.Hold => 2, MonitoringMode.Rpe => 1, _ => 0 };

    private static GateState StateOf(string code, MonitoringPlan plan) => plan.Facts.Gates.FirstOrDefault(g => g.Code == code)?.State ?? GateState.Open;
}
