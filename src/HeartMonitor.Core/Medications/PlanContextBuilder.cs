using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Works out what the parts of the planner look at.</summary>
internal static class PlanContextBuilder
{
    /// <summary>A personal resting rate never counts above this, bpm (decisions 21).</summary>
    private const int HighestBaseline = 120;

    internal static PlanContext Build(
        Participant participant,
        CheckIn checkIn,
        DateOnly on,
        DateTimeOffset? sessionAt,
        MedicationCatalogue catalogue,
        PlannerOptions options)
    {
        var restingToday = checkIn.RestingHr ?? participant.RestingHr;
        IReadOnlyList<MedicineToday> medicines =
        [
            .. participant.Medications.Concat(Unlisted(participant, checkIn))
                .Select(entry => MedicineStates.Of(catalogue.Classify(entry), checkIn, on, sessionAt, restingToday)),
        ];
        IReadOnlyList<(Condition, ConditionRule?)> conditions = [.. participant.Conditions.Select(c => (c, catalogue.Condition(c.Code)))];
        var pairs = InteractionPair.Among(medicines);
        var circumstances = new RestCircumstances(Baseline(participant, medicines), UpTo(conditions), pairs.Count > 0);
        var rest = RestingRate.Of(participant, checkIn, circumstances);
        var age = Years.Age(participant, on);
        return new PlanContext
        {
            Participant = participant,
            CheckIn = checkIn,
            On = on,
            SessionAt = sessionAt,
            Catalogue = catalogue,
            Options = options,
            Medicines = medicines,
            Conditions = conditions,
            Pairs = pairs,
            Rest = rest,
            Test = TestChoice.Among(participant.Tests, medicines, on, rest.InForce),
            Age = age,
            Predicted = Predict(age, participant.Sex, options),
        };
    }

    /// <summary>Doses reported of medicines that the file does not list: they act all the same.</summary>
    private static IEnumerable<MedicationEntry> Unlisted(Participant participant, CheckIn checkIn)
    {
        var listed = participant.Medications.Select(m => AtcCode.Normalise(m.Atc)).ToHashSet();
        return checkIn.Taken
            .Where(dose => AtcCode.Normalise(dose.Key) is not { } code || !listed.Contains(code))
            .Select(dose => new MedicationEntry { Atc = dose.Key, AsNeeded = true, TakenToday = true, LastTaken = dose.Value });
    }

    private static MaximalHeartRate? Predict(int? age, string? sex, PlannerOptions options)
    {
        var equation = sex == "female" ? options.PredictedMaximumForWomen ?? options.PredictedMaximum : options.PredictedMaximum;
        return age is { } years ? MaximalHeartRateEquations.Predict(equation, years, sex) : null;
    }

    private static int? Baseline(Participant participant, IReadOnlyList<MedicineToday> medicines)
    {
        var counts = medicines.Any(m => m is { State: MedicineState.Acting, What.Known.AllowsPersonalBaseline: true });
        if (!counts || participant.PersonalRestingHr is not { } bpm || PersonBounds.RestingHr.Refuses(bpm)) return null;
        return Math.Min(bpm, HighestBaseline);
    }

    private static double? UpTo(IReadOnlyList<(Condition Written, ConditionRule? Rule)> conditions) =>
        conditions.Max(c => c.Rule?.RestingUpToBpm);
}
