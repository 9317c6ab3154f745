using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Patients;

/// <summary>
/// A participant file (contracts section 3) as written. Only <see cref="Id"/>, <see cref="Age"/> or <see cref="Born"/> and a resting heart
/// rate (here or at check-in) are required. <c>ParticipantReader</c> checks ranges; this type only carries.
/// </summary>
public sealed record Participant
{
    /// <summary>Pseudonym, <c>[a-z0-9_-]{1,40}</c>; the name used outside the people store.</summary>
    public required string Id { get; init; }

    /// <summary>Years. Beside <see cref="Born"/> it only has to fit: more than a year apart there are no zones.</summary>
    public int? Age { get; init; }

    public DateOnly? Born { get; init; }

    /// <summary><c>male</c>, <c>female</c> or null.</summary>
    public string? Sex { get; init; }

    public double? BodyMassKg { get; init; }

    /// <summary>Beats per minute, seated or supine at rest on the usual medicines; null when it is measured at check-in.</summary>
    public int? RestingHr { get; init; }

    /// <summary>Recorded personal baseline in bpm; counts with clozapine only (decisions 21).</summary>
    public int? PersonalRestingHr { get; init; }

    public IReadOnlyList<MedicationEntry> Medications { get; init; } = [];

    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    public IReadOnlyList<ExerciseTest> Tests { get; init; } = [];

    /// <summary>Members of the file that are not ours and say something: a medicine may hide there.</summary>
    public IReadOnlyList<OtherMember> Elsewhere { get; init; } = [];

    /// <summary>Null means the default of decisions 19, in <c>planner.json</c>.</summary>
    public Prescription? Prescription { get; init; }

    public bool HideHeartRate { get; init; }

    /// <summary>Sessions stored for this person; under 3 means closer prompts (decisions 43).</summary>
    public int SessionsDone { get; init; } = 99;
}

/// <summary>One medicine as listed for a participant.</summary>
public sealed record MedicationEntry
{
    /// <summary>ATC code; null when only the name is known.</summary>
    public string? Atc { get; init; }

    public string? Name { get; init; }

    /// <summary>Milligrams a day; null when not known.</summary>
    public double? DoseMg { get; init; }

    public DateOnly? StartedOn { get; init; }

    public DateOnly? ChangedOn { get; init; }

    /// <summary>Day of the last dose, day 0 of the window after stopping (decisions 13).</summary>
    public DateOnly? StoppedOn { get; init; }

    public bool AsNeeded { get; init; }

    /// <summary>For an as-needed medicine: true, false, or null for not known.</summary>
    public bool? TakenToday { get; init; }

    public DateTimeOffset? LastTaken { get; init; }
}

/// <summary>A condition code of contracts section 3 with its particulars. Unknown codes are kept.</summary>
public sealed record Condition
{
    public required string Code { get; init; }

    /// <summary>For atrial fibrillation: present now. Null counts as present (decisions 18).</summary>
    public bool? Present { get; init; }

    /// <summary>For a pacemaker: its mode, such as VVIR.</summary>
    public string? Mode { get; init; }

    /// <summary>For a pacemaker: upper rate, bpm.</summary>
    public int? UpperRate { get; init; }

    /// <summary>For an ICD: detection rate, bpm. Missing means no start.</summary>
    public int? DetectionRate { get; init; }
}

/// <summary>A symptom-limited exercise test.</summary>
public sealed record ExerciseTest
{
    public DateOnly? Date { get; init; }

    public bool OnMedication { get; init; }

    public int? RestingHr { get; init; }

    public int? PeakHr { get; init; }

    public double? PeakMet { get; init; }

    public double? HoursAfterDose { get; init; }

    /// <summary>Who signed; null or blank means unsigned, and then the test makes no zones.</summary>
    public string? SignedBy { get; init; }
}

/// <summary>What the clinician asked for.</summary>
public sealed record Prescription
{
    /// <summary>Classification scheme; <c>acsm</c> is the default (domain-facts 2.3).</summary>
    public string Scheme { get; init; } = "acsm";

    /// <summary>Lower bound as a fraction of heart-rate reserve, inclusive; null, as in the next three: the default of <c>planner.json</c>.</summary>
    public double? ReserveFrom { get; init; }

    /// <summary>Upper bound as a fraction of heart-rate reserve, exclusive.</summary>
    public double? ReserveTo { get; init; }

    public int? RpeFrom { get; init; }

    public int? RpeTo { get; init; }

    /// <summary>The clinician's ceiling in bpm.</summary>
    public int? HrCeiling { get; init; }

    /// <summary>Opts in to zones from a signed test on the same medicine (product.md, decision 3).</summary>
    public bool ZonesFromOnDrugTest { get; init; }

    public string? Programme { get; init; }

    public int? SessionsPerWeek { get; init; }

    public int? Minutes { get; init; }
}
