using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// What a participant file says about the person and no rule needs: a name, whom to call, where somebody lives. It is let go before a session begins, so that
/// the journal and all that is fed from it know the pseudonym only (product.md, decision 16). A member that the planner reads anything out of, or does not
/// understand, stays: the plan is the same with and without what goes.
/// </summary>
public static class PersonalDetails
{
    /// <summary>The participant without them.</summary>
    public static Participant Without(Participant participant, MedicationCatalogue catalogue)
    {
        if (participant.Elsewhere.Count == 0) return participant;
        var bare = Doubts(participant with { Elsewhere = [] }, catalogue);
        return participant with { Elsewhere = [.. participant.Elsewhere.Where(member => IsNeeded(member, participant, bare, catalogue))] };
    }

    /// <summary>What stands beside a medicine is about its dose, and the planner reads it with the entry.</summary>
    private static bool IsNeeded(OtherMember member, Participant participant, string bare, MedicationCatalogue catalogue) =>
        member.Place == OtherPlace.Medicine || Doubts(participant with { Elsewhere = [member] }, catalogue) != bare;

    private static string Doubts(Participant participant, MedicationCatalogue catalogue)
    {
        Classified[] listed = [.. participant.Medications.Select(catalogue.Classify)];
        var doubts = FileDoubts.In(participant, listed, catalogue);
        return string.Join('\n', doubts.Medicines.Select(m => $"medicine {m.Entry.Atc} {m.Entry.Name}")
            .Concat(doubts.Conditions.Select(c => $"condition {c.Code}")).Concat(doubts.Members.Select(m => $"member {m}")).Concat(doubts.Entries.Select(e => $"entry {e.Code}")));
    }
}
