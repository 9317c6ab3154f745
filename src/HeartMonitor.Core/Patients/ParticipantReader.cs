using System.Text.Json;

namespace HeartMonitor.Core.Patients;

/// <summary>
/// A participant file (contracts section 3) in; the participant, or every fault at once, out. Unknown members are kept beside it: the planner
/// decides what is harmless. Unknown condition codes are kept. Never throws, whatever the text.
/// </summary>
public static class ParticipantReader
{
    private const int LongestId = 40;
    private const int MostMedications = 100;
    private const int MostConditions = 50;
    private const int MostTests = 50;

    /// <param name="json">Content of the file.</param>
    /// <param name="on">Day to check dates against; null leaves that to the planner.</param>
    public static ParticipantReading Read(string json, DateOnly? on = null)
    {
        var findings = new InputFindings();
        using var document = JsonText.Parse(json, findings);
        return document is null
            ? new ParticipantReading(null, findings.Faults, findings.Remarks)
            : Read(document.RootElement, "$", findings, on);
    }

    /// <summary>Reads a participant that stands inside another document, such as a scenario.</summary>
    /// <param name="element">The participant's object.</param>
    /// <param name="path">Its path in the document, for the faults.</param>
    /// <param name="on">Day to check dates against; null leaves that to the planner.</param>
    public static ParticipantReading Read(JsonElement element, string path, DateOnly? on = null) =>
        Read(element, path, new InputFindings(), on);

    private static ParticipantReading Read(JsonElement element, string path, InputFindings findings, DateOnly? on)
    {
        var part = JsonPart.Of(element, path, findings);
        var participant = part is null ? null : Person(part, on);
        if (participant is not null) participant = participant with { Elsewhere = [.. OtherMembers.Read(findings), .. UnclearSex(part!)] };
        findings.FaultSlips();
        return new ParticipantReading(findings.Faults.Count == 0 ? participant : null, findings.Faults, findings.Remarks);
    }

    private static Participant Person(JsonPart part, DateOnly? on)
    {
        var participant = new Participant
        {
            Id = Pseudonym(part),
            Age = part.Whole("age", PersonBounds.AgeYears),
            Born = part.Date("born"),
            Sex = Sex(part),
            BodyMassKg = part.Number("bodyMassKg", PersonBounds.BodyMassKg),
            RestingHr = part.Whole("restingHr", PersonBounds.RestingHr),
            PersonalRestingHr = part.Whole("personalRestingHr", PersonBounds.RestingHr),
            Medications = [.. part.Objects("medications", MostMedications).Select(MedicationPart.Read)],
            Conditions = [.. part.Objects("conditions", MostConditions).Select(ConditionPart.Read)],
            Tests = [.. part.Objects("tests", MostTests).Select(test => TestPart.Read(test, on))],
            Prescription = part.Object("prescription") is { } prescription ? PrescriptionPart.Read(prescription) : null,
            HideHeartRate = part.Flag("hideHeartRate") ?? false,
            SessionsDone = part.Whole("sessionsDone", PersonBounds.SessionsDone) ?? 99,
        };
        CheckAge(part, participant, on);
        PersonChecks.Check(part, participant, on);
        return participant;
    }

    private static string Pseudonym(JsonPart part)
    {
        if (!part.Has("id"))
        {
            part.Fault("id", "is missing");
            return "";
        }

        var id = part.Text("id") ?? "";
        if (id.Length is 0 or > LongestId || !id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-'))
            part.Fault("id", $"must be a pseudonym of 1 to {LongestId} lower-case letters, digits, _ or -");
        return id;
    }

    /// <summary>What people write for a sex; anything else in its place is not understood, and may be a medicine.</summary>
    private static readonly string[] Sexes =
    [
        "male", "female", "m", "f", "w", "d", "x", "u", "man", "woman", "mann", "frau", "männlich", "weiblich", "divers", "diverse", "other", "unknown", "unbekannt", "intersex",
        "nonbinary", "non-binary", "masculin", "féminin", "hombre", "mujer", "uomo", "donna", "homme", "femme", "erkek", "kadın",
    ];

    private static IEnumerable<OtherMember> UnclearSex(JsonPart part) =>
        part.Text("sex") is { } sex && sex.Trim() is { Length: > 0 } told && !Sexes.Contains(told.ToLowerInvariant())
            ? [new(OtherPlace.Person, 0, "sex", [new(["sex"], sex)])]
            : [];

    private static string? Sex(JsonPart part)
    {
        var sex = part.Text("sex");
        if (sex is null or "male" or "female") return sex;
        part.Remark("sex", "is neither male nor female: equations for both are used");
        return null;
    }

    private static void CheckAge(JsonPart part, Participant participant, DateOnly? on)
    {
        if (!part.Has("age") && !part.Has("born")) part.Fault("age", "is missing: age or born is needed");
        if (participant.Born is not { } born || on is not { } today) return;

        if (born > today) part.Fault("born", "lies after the day of the plan");
        else if (PersonBounds.AgeYears.Refuses(Years.Between(born, today))) part.Fault("born", "gives an impossible age");
        else if (Years.Disagree(participant, today)) part.Remark("age", "does not fit born: no zones until one of them is corrected");
    }
}

/// <param name="Participant">Null when there are faults.</param>
/// <param name="Faults">Values outside the absolute bounds, wrong types, missing members.</param>
/// <param name="Remarks">Accepted, but outside what is usual: worth a second look.</param>
public sealed record ParticipantReading(Participant? Participant, IReadOnlyList<InputFault> Faults, IReadOnlyList<InputFault> Remarks);
