using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Works out what the parts of the planner look at.</summary>
internal static class PlanContextBuilder
{
    internal static PlanContext Build(
        Participant participant,
        CheckIn checkIn,
        DateOnly on,
        DateTimeOffset? sessionAt,
        MedicationCatalogue catalogue,
        PlannerOptions options)
    {
        var restingToday = checkIn.RestingHr ?? participant.RestingHr;
        var age = Years.Age(participant, on);
        IReadOnlyList<Classified> listed = [.. participant.Medications.Select((entry, i) => Listed(entry, i, participant, catalogue)), .. Unlisted(participant, checkIn).Select(catalogue.Classify)];
        var doubts = FileDoubts.In(participant, listed, catalogue);
        listed = [.. listed, .. doubts.Medicines, .. doubts.Members.Select(Member)];
        var day = new MedicineDay(listed, checkIn, on, sessionAt, restingToday, age, options);
        IReadOnlyList<MedicineToday> medicines = [.. listed.Select(what => MedicineStates.Of(what, day))];
        IReadOnlyList<(Condition, ConditionRule?)> conditions = [.. participant.Conditions.Select(c => (c, catalogue.Condition(c.Code)))];
        var pairs = InteractionPair.Among(medicines);
        var watched = medicines.Where(m => IsWatched(m, on)).MinBy(m => m.What.Name, StringComparer.Ordinal);
        var baseline = watched is null ? Baseline(participant, medicines, options) : null;
        var circumstances = new RestCircumstances(baseline, UpTo(conditions), pairs.Count > 0, options);
        var rest = RestingRate.Of(participant, checkIn, circumstances);
        var predicted = Predict(age, participant.Sex, options);
        return new PlanContext
        {
            Participant = participant,
            CheckIn = checkIn,
            On = on,
            SessionAt = sessionAt,
            Catalogue = catalogue,
            Options = options,
            Medicines = medicines,
            Doubts = doubts,
            Conditions = conditions,
            Pairs = pairs,
            Rest = rest,
            Test = TestChoice.Among(participant.Tests, new TestCircumstances(medicines, on, rest.InForce, age, predicted?.Bpm, options)),
            RestWatchedFor = watched,
            Age = age,
            Predicted = predicted,
        };
    }

    private static Classified Listed(MedicationEntry entry, int index, Participant participant, MedicationCatalogue catalogue)
    {
        OtherMember[] beside = [.. participant.Elsewhere.Where(m => m.Place == OtherPlace.Medicine && m.Index == index)];
        return catalogue.Classify(DoseInDoubt.Without(entry, beside, catalogue.Everyday)) with { IsTakenAgain = TakenAgain.IsSaidOf(entry, beside, catalogue.Everyday) };
    }

    /// <summary>What nobody understands may be any medicine.</summary>
    private static Classified Member(string name) =>
        new(new MedicationEntry { Name = name }, null, null, Quoted.Of(name) ?? "?", false) { IsMember = true };

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

    /// <summary>In its first weeks, when a fast pulse is news and no habit (domain-facts 3.5).</summary>
    private static bool IsWatched(MedicineToday medicine, DateOnly on) =>
        medicine is { State: MedicineState.Acting, What: { Known.WatchRestFirstDays: { } days, Entry.StartedOn: { } start } }
        && on.DayNumber - start.DayNumber <= days;

    private static int? Baseline(Participant participant, IReadOnlyList<MedicineToday> medicines, PlannerOptions options)
    {
        var counts = medicines.Any(m => m is { State: MedicineState.Acting, What.Known.AllowsPersonalBaseline: true });
        if (!counts || participant.PersonalRestingHr is not { } bpm || PersonBounds.RestingHr.Refuses(bpm)) return null;
        return Math.Min(bpm, options.BaselineHighestBpm);
    }

    private static double? UpTo(IReadOnlyList<(Condition Written, ConditionRule? Rule)> conditions) =>
        conditions.Max(c => c.Rule?.RestingUpToBpm);
}
