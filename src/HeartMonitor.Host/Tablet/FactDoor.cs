using System.Text;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Host.Tablet;

/// <summary>
/// Facts that may come in over HTTP (contracts 4 without <c>at</c>). A session's start and the service's own interruptions are not asked
/// for from outside. Values out of range go through: the rules refuse them, and some refusals have consequences (decisions 28).
/// </summary>
internal static class FactDoor
{
    private const int LongestName = 100;

    /// <summary>The fact, or one sentence that says what is wrong.</summary>
    internal static (SessionFact? Fact, string? Fault) Read(JsonElement body)
    {
        try
        {
            var fact = MonitorJson.ReadFact(Encoding.UTF8.GetBytes(body.GetRawText()));
            MonitorJson.Write(fact); // 1e400 reads as infinity, which the journal cannot hold
            if (fact is MedicationTaken && body.EnumerateObject().Any(m => m.Name is not ("event" or "atc" or "takenAt"))) return (null, "A dose is {atc, takenAt}; what else is known of the medicine stands in the participant's list.");
            return FaultOf(fact) is { } fault ? (null, fault) : (Cleaned(fact), null);
        }
        catch (ArgumentException)
        {
            return (null, "A number is too large.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return (null, "This is not an event that a session takes, or a value has the wrong type.");
        }
    }

    /// <summary>True for a staff pseudonym: 1 to 40 of a-z, 0-9, underscore, hyphen. Names of people have no place here.</summary>
    internal static bool IsPseudonym(string? by) =>
        by is { Length: > 0 and <= 40 } && by.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');

    private static string? FaultOf(SessionFact fact) => fact switch
    {
        SessionStarted or ParticipantChanged or MonitoringInterrupted or StrapConnected or IdentityDoubted or StrapDoubted or StrapBatteryTold or LossExplained or ServiceFact => "This event comes from the service alone.",
        PhaseEntered { Phase: SessionPhase.None } => "The phase is missing.",
        TalkTestAnswered { Value: not ("yes" or "equivocal" or "no") } => "The talk test is yes, equivocal or no.",
        SymptomsReported { Symptoms: null or { Count: 0 or > 30 } } => "The symptoms are missing; none is an answer.",
        SymptomsReported symptoms when symptoms.Symptoms.Any(s => !IsName(s)) => "A symptom has no name.",
        AlertAcknowledged { Alert: null, Code: null } => "The alert is missing: its id or its code.",
        AlertAcknowledged ack when !IsPseudonym(ack.By ?? "staff") => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        AlertShelved { Alert: null, Code: null } or AlertUnshelved { Alert: null, Code: null } => "The alert is missing: its id or its code.",
        AlertShelved shelve when !IsPseudonym(shelve.By) => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        AlertUnshelved unshelve when !IsPseudonym(unshelve.By) => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        NoteWritten note when !IsPseudonym(note.By) => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        RpeWithdrawn withdrawn when !IsPseudonym(withdrawn.By) => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        StrapBound bound when !IsStrapId(bound.Strap) => "The strap is missing, or no strap id: letters, digits, _ and -, at most 60. An address is none: take the id of the list.",
        StrapBound { Sensor: not (null or Core.Measurements.SensorClass.Chest or Core.Measurements.SensorClass.Optical) } => "The sensor is chest or optical.",
        StrapBound bound when !IsPseudonym(bound.By) => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        StrapUnbound unbound when !IsPseudonym(unbound.By) => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        StrapConfirmed pulse when !IsPseudonym(pulse.By) => "The name of staff is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        GateReleased release when !IsName(release.Code) => "The gate's code is missing.",
        GateReleased release when !IsPseudonym(release.By) => "The clinician's name is a pseudonym: a-z, 0-9, _ and -, at most 40.",
        MedicationTaken taken when !IsName(taken.Atc) => "The ATC code is missing.",
        SubstanceReported substance when !IsSubstance(substance.Name) => "The substance is cannabis, alcohol, nicotine, caffeine or other.",
        WorkloadSet { Activity: { } activity } when !IsActivity(activity) => "An activity is a code of the Compendium: five digits.",
        _ => null,
    };

    /// <summary>Twelve hexadecimal digits are an address, whoever typed them.</summary>
    internal static bool IsStrapId(string? id) => id is { Length: > 0 and <= 60 }
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') && !Core.Ports.StrapAddress.TryParse(id, out _);

    /// <summary>One of the five of contracts 4: what else was typed would stand in every export.</summary>
    internal static bool IsSubstance(string? name) => name is "cannabis" or "alcohol" or "nicotine" or "caffeine" or "other";

    /// <summary>Words typed here would stand in every export: a code has a form.</summary>
    private static bool IsActivity(string code) => code.Length == 5 && code.All(char.IsAsciiDigit);

    private static bool IsName(string? name) => name is { Length: > 0 and <= LongestName };

    private static SessionFact Cleaned(SessionFact fact) => fact switch
    {
        // "interrupted" is the service's own finding.
        SessionEnded => new SessionEnded(),
        AlertAcknowledged { By: null } ack => ack with { By = "staff" },
        _ => fact,
    };
}
