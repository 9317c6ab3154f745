namespace HeartMonitor.Core.Medications;

/// <summary>Seconds between prompts in steady work (product.md, decision 7; decisions 25 and 43).</summary>
internal static class PromptSpacing
{
    internal static int? Of(MonitoringMode mode, bool onDrugZones, PlanContext context) => mode switch
    {
        MonitoringMode.Hold => null,
        MonitoringMode.Zones => onDrugZones ? context.Options.OnDrugZonesPromptSeconds : null,
        MonitoringMode.Rpe => IsNew(context) || IsTitrated(context) ? context.Options.ClosePromptSeconds : context.Options.PromptSeconds,
    };

    private static bool IsNew(PlanContext context) => context.Participant.SessionsDone < context.Options.FirstSessions;

    private static bool IsTitrated(PlanContext context) => context.Medicines.Any(m =>
        m.State != MedicineState.Away
        && (m.Effect != EffectClass.Minor || context.Pairs.Any(pair => pair.Inhibitor == m))
        && m.What.Entry.ChangedOn is { } changed
        && context.On.DayNumber - changed.DayNumber is >= 0 and var days && days <= context.Options.TitrationDays);
}
