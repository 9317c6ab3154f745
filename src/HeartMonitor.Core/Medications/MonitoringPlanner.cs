using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// Decides how a person is watched: pure, total, the same answer for the same input whatever the order of its lists. The rule follows the
/// medicine: in doubt RPE, never zones (product.md, decisions 1 to 5).
/// </summary>
public static class MonitoringPlanner
{
    /// <summary>Version of the rules, named in every plan, alert and export.</summary>
    public const string RulesVersion = "1.3.2";

    /// <summary>The plan for one person on one day.</summary>
    /// <param name="participant">Who.</param>
    /// <param name="checkIn">What was learnt today; <see cref="CheckIn.Nothing"/> before the check-in.</param>
    /// <param name="on">The clinic's date.</param>
    /// <param name="sessionAt">
    /// Instant of the session or of the check-in fact; null when hours since a dose are not to be judged (decisions 17).
    /// </param>
    /// <param name="catalogue">Medicines, conditions and words.</param>
    /// <param name="options">Numbers.</param>
    public static MonitoringPlan Plan(
        Participant participant,
        CheckIn checkIn,
        DateOnly on,
        DateTimeOffset? sessionAt,
        MedicationCatalogue catalogue,
        PlannerOptions options)
    {
        var context = PlanContextBuilder.Build(participant, checkIn, on, sessionAt, catalogue, options);
        var reasons = new PlanReasons(catalogue.Texts);
        var gates = GateRules.Find(context, reasons);
        MedicineReasons.Tell(context, OnDrugZones.Hold(context, reasons), reasons);
        ConditionReasons.Tell(context, reasons);
        if (context.Rest.InForce is null) reasons.Because(PlanCode.RestingHrMissing, null, "decisions 45");

        var ceiling = CeilingRule.Of(context);
        var refused = gates.Any(g => g.State == GateState.Refused);
        var zone = refused || reasons.ForceRpe ? null : ZoneRule.Make(context, ceiling, reasons);
        var mode = refused ? MonitoringMode.Hold : zone is null ? MonitoringMode.Rpe : MonitoringMode.Zones;
        if (zone is null) reasons.PromoteBlunting();
        var onDrugZones = zone is not null && context.Test.OnDrug;
        var spacing = PromptSpacing.Of(mode, onDrugZones, context);
        if (spacing is not null) MedicineReasons.TellPerception(context, reasons);
        var target = TargetRule.Of(context, reasons);
        return new MonitoringPlan
        {
            Participant = participant.Id,
            Mode = mode,
            Zone = zone,
            Ceiling = ceiling,
            Rpe = target,
            PromptEverySeconds = spacing,
            Reasons = reasons.Reasons,
            Notes = reasons.Notes,
            CatalogueVersion = catalogue.Version,
            RulesVersion = RulesVersion,
            Facts = FactsRule.Of(context, onDrugZones, gates),
        };
    }
}
