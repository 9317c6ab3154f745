using HeartMonitor.Core.Medications;

namespace HeartMonitor.Core.Patients;

/// <summary>An entry of <c>tests</c>. A test that contradicts itself is kept: the planner makes no zone from it.</summary>
internal static class TestPart
{
    internal static ExerciseTest Read(JsonPart part, DateOnly? on)
    {
        var test = new ExerciseTest
        {
            Date = part.Date("date"),
            OnMedication = part.Flag("onMedication") ?? false,
            RestingHr = part.Whole("restingHr", PersonBounds.RestingHr),
            PeakHr = part.Whole("peakHr", PersonBounds.PeakHr),
            PeakMet = part.Number("peakMet", PersonBounds.PeakMet),
            HoursAfterDose = part.Number("hoursAfterDose", PersonBounds.HoursAfterDose),
            SignedBy = part.Text("signedBy", 100),
        };
        if (part.Has("signedBy") && !Signature.IsGiven(test.SignedBy)) part.Remark("signedBy", "is no signature: no zone is made from this test");
        if (!part.Has("date")) part.Remark("date", "is missing: no zone is made from this test");
        if (test.Date > on) part.Remark("date", "lies after the day of the plan: no zone is made from this test");
        if (test.PeakHr <= test.RestingHr) part.Remark("peakHr", "is not above restingHr: no zone is made from this test");
        return test;
    }
}
