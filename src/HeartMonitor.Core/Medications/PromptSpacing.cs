namespace HeartMonitor.Core.Medications;

/// <summary>Seconds between prompts in steady work (product.md, decision 7; decisions 25 and 43).</summary>
internal static class PromptSpacing
{
    private const int OrdinarySeconds = 300;
    private const int CloseSeconds = 180;
    private const int OnDrugZonesSeconds = 600;
    private const int FirstSessions = 3;
    private const int TitrationDays = 14;

    internal static int? Of(MonitoringMode mode, bool onDrugZones, PlanContext context) => mode switch
    {
        MonitoringMode.Hold => null,
        MonitoringMode.Zones => onDrugZones ? OnDrugZonesSeconds : null,
        MonitoringMode.Rpe => IsNew(context) || IsTitrated(context) ? CloseSeconds : OrdinarySeconds,
    };

    private static bool IsNew(PlanContext context) => context.Participant.SessionsDone < FirstSessions;

    private static bool IsTitrated(PlanContext context) => context.Medicines.Any(m =>
        m.State != MedicineState.Away
        && (m.Effect != EffectClass.Minor || context.Pairs.Any(pair => pair.Inhibitor == m))
        && m.What.Entry.ChangedOn is { } changed
        && context.On.DayNumber - changed.DayNumber is >= 0 and <= TitrationDays);
}
