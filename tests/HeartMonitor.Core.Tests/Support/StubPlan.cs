using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
namespace HeartMonitor.Core.Tests.Support;
internal static class StubPlan
{
    internal static MonitoringPlan Make(Participant p, CheckIn c, DateOnly on, DateTimeOffset? at)
    {
        var blunt = p.Medications.Count > 0; var max = 208 - 0.7 * (p.Age ?? 50); double rest = p.RestingHr ?? 60;
        var icd = p.Conditions.FirstOrDefault(x => x.Code == "icd");
        return new MonitoringPlan { Participant = p.Id, Mode = blunt ? MonitoringMode.Rpe : MonitoringMode.Zones,
            Zone = blunt ? null : new(rest + 0.4 * (max - rest), rest + 0.6 * (max - rest), "karvonen", new(max, "tanaka")),
            Ceiling = icd is not null ? new(155, 160) : blunt ? new(rest + 40, Math.Min(rest + 60, 130)) : new(0.85 * max - 5, 0.85 * max), Rpe = new(11, 13), PromptEverySeconds = blunt ? 300 : null,
            Reasons = [], Notes = [], CatalogueVersion = "x", RulesVersion = "y",
            Facts = new() { RestingHr = rest, Blunted = blunt, HasIcd = icd is not null, NeedsContinuousHr = p.Conditions.Count > 0, BodyMassKg = p.BodyMassKg } };
    }
}
