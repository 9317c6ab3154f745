using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Patients;

/// <summary>What is wrong between members of a participant file that are right by themselves.</summary>
internal static class PersonChecks
{
    /// <summary>A start further ahead than this is a slip of the pen, days.</summary>
    private const int LongestAheadDays = 366;

    internal static void Check(JsonPart part, Participant person, DateOnly? on)
    {
        Medicines(part, person, on);
        for (var i = 0; i < person.Tests.Count; i++)
            if (person.Tests[i].Date < EarliestDay(person, on)) part.Fault($"tests[{i}].date", "lies before birth");
        if (person.Prescription?.HrCeiling is { } ceiling) Ceiling(part, person, ceiling, on);
    }

    private static void Medicines(JsonPart part, Participant person, DateOnly? on)
    {
        for (var i = 0; i < person.Medications.Count; i++)
        {
            var entry = person.Medications[i];
            if (entry.StoppedOn < EarliestDay(person, on)) part.Fault($"medications[{i}].stoppedOn", "lies before birth");
            if (entry.StartedOn?.DayNumber - on?.DayNumber > LongestAheadDays) part.Fault($"medications[{i}].startedOn", "lies more than a year ahead");
        }
    }

    /// <summary>The birthday, or the earliest one that the age allows; null when neither is known.</summary>
    private static DateOnly? EarliestDay(Participant person, DateOnly? on) =>
        person.Born ?? (person.Age is { } age && on?.Year - age - 1 is { } year and > 1 ? new DateOnly(year, 1, 1) : null);

    /// <summary>A ceiling nobody's heart reaches is none; one that a signed test supports is a decision.</summary>
    private static void Ceiling(JsonPart part, Participant person, int ceiling, DateOnly? on)
    {
        if (ceiling <= person.RestingHr) part.Fault("prescription.hrCeiling", "must lie above restingHr");
        if ((on is { } day ? Years.Age(person, day) : person.Age) is not { } age || person.Tests.Any(t => t.PeakHr >= ceiling)) return;
        var predicted = MaximalHeartRateEquations.Tanaka(age);
        if (ceiling > predicted + PersonBounds.CeilingAbovePredictedBpm)
            part.Fault("prescription.hrCeiling", "lies above any maximal heart rate of that age, and no test supports it");
        else if (ceiling > predicted) part.Remark("prescription.hrCeiling", "lies above the maximal heart rate predicted for the age");
    }
}
