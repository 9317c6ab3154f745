using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Patients;

/// <summary>The member <c>prescription</c>; what it leaves out has the defaults of decisions 19.</summary>
internal static class PrescriptionPart
{
    private static readonly Prescription Default = new();

    /// <summary>What a half-written range is held against here; the planner holds it against the clinic's own numbers.</summary>
    private static readonly PlannerOptions Usual = PlannerOptions.Default;

    internal static Prescription Read(JsonPart part)
    {
        var prescription = new Prescription
        {
            Scheme = part.Text("scheme", 40) ?? Default.Scheme,
            ReserveFrom = part.Number("reserveFrom", PersonBounds.ReserveFrom),
            ReserveTo = part.Number("reserveTo", PersonBounds.ReserveTo),
            RpeFrom = part.Whole("rpeFrom", PersonBounds.RpeFrom),
            RpeTo = part.Whole("rpeTo", PersonBounds.RpeTo),
            HrCeiling = part.Whole("hrCeiling", PersonBounds.HrCeiling),
            ZonesFromOnDrugTest = part.Flag("zonesFromOnDrugTest") ?? false,
            Programme = part.Text("programme", 60),
            SessionsPerWeek = part.Whole("sessionsPerWeek", PersonBounds.SessionsPerWeek),
            Minutes = part.Whole("minutes", PersonBounds.Minutes),
        };
        if ((prescription.ReserveFrom ?? Usual.ReserveFrom) >= (prescription.ReserveTo ?? Usual.ReserveTo)) part.Fault("reserveFrom", "must be below reserveTo");
        if ((prescription.RpeFrom ?? Usual.RpeFrom) > (prescription.RpeTo ?? Usual.RpeTo)) part.Fault("rpeFrom", "must not be above rpeTo");
        return prescription;
    }
}
