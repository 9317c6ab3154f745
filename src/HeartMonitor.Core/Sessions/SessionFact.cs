using System.Text.Json.Serialization;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Service;

namespace HeartMonitor.Core.Sessions;

/// <summary>Part of a session.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SessionPhase>))]
public enum SessionPhase
{
    /// <summary>Nobody has said yet. Never sent.</summary>
    None,
    WarmUp,
    Work,
    CoolDown,
    Recovery,
}

/// <summary>Who gave an answer.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<AnsweredBy>))]
public enum AnsweredBy
{
    Participant,
    Staff,
}

/// <summary>
/// Something that was said or entered about a session, as opposed to a packet. The same JSON in scenario files, over HTTP and in the
/// journal: the member <c>event</c> names it (contracts section 4).
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(SessionStarted), "session-start")]
[JsonDerivedType(typeof(SessionEnded), "session-end")]
[JsonDerivedType(typeof(SessionPaused), "pause")]
[JsonDerivedType(typeof(SessionResumed), "resume")]
[JsonDerivedType(typeof(PhaseEntered), "phase")]
[JsonDerivedType(typeof(WorkloadSet), "workload")]
[JsonDerivedType(typeof(RpeAnswered), "rpe")]
[JsonDerivedType(typeof(RpeWithdrawn), "rpe-withdraw")]
[JsonDerivedType(typeof(NoteWritten), "note")]
[JsonDerivedType(typeof(ParticipantChanged), "participant-changed")]
[JsonDerivedType(typeof(TalkTestAnswered), "talk-test")]
[JsonDerivedType(typeof(SymptomsReported), "symptoms")]
[JsonDerivedType(typeof(HelpRequested), "help")]
[JsonDerivedType(typeof(AlertAcknowledged), "ack")]
[JsonDerivedType(typeof(AlertShelved), "shelve")]
[JsonDerivedType(typeof(AlertUnshelved), "unshelve")]
[JsonDerivedType(typeof(MedicationTaken), "medication-taken")]
[JsonDerivedType(typeof(RestingHeartRateMeasured), "resting-hr")]
[JsonDerivedType(typeof(TemperatureMeasured), "temperature")]
[JsonDerivedType(typeof(RoomMeasured), "room")]
[JsonDerivedType(typeof(SubstanceReported), "substance")]
[JsonDerivedType(typeof(GateReleased), "release")]
[JsonDerivedType(typeof(MonitoringInterrupted), "monitoring-interrupted")]
[JsonDerivedType(typeof(StrapConnected), "strap-connected")]
[JsonDerivedType(typeof(IdentityDoubted), "identity-doubt")]
[JsonDerivedType(typeof(StrapBound), "strap-bound")]
[JsonDerivedType(typeof(StrapConfirmed), "strap-confirmed")]
[JsonDerivedType(typeof(StrapUnbound), "strap-unbound")]
[JsonDerivedType(typeof(StrapDoubted), "strap-doubt")]
[JsonDerivedType(typeof(StrapBatteryTold), "strap-battery")]
[JsonDerivedType(typeof(LossExplained), "loss-explained")]
[JsonDerivedType(typeof(SinkTold), "sink")]
[JsonDerivedType(typeof(AdapterTold), "adapter")]
[JsonDerivedType(typeof(StorageTold), "storage")]
[JsonDerivedType(typeof(JournalSetAside), "journal-set-aside")]
[JsonDerivedType(typeof(ClockStepped), "clock-step")]
[JsonDerivedType(typeof(SignalsLostTogether), "signals-lost")]
[JsonDerivedType(typeof(CertificateTold), "certificate")]
public abstract record SessionFact;

/// <summary>The session begins. Carries all that a rebuild from the journal needs.</summary>
public sealed record SessionStarted : SessionFact
{
    /// <summary>Null in a scenario file, where the participant stands beside the inputs.</summary>
    public Participant? Participant { get; init; }

    /// <summary>Strap bound to the person.</summary>
    public string? Device { get; init; }

    /// <summary>Staff who bound the strap at the start; null when the people file did, or nobody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? BoundBy { get; init; }

    /// <summary>The strap signed its owner in by itself: nobody has looked yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SignedIn { get; init; }

    /// <summary>How the strap reads the pulse; null when nobody knows.</summary>
    public Measurements.SensorClass? Sensor { get; init; }

    /// <summary>Date in the clinic's time zone; null means the UTC date of the stamp.</summary>
    public DateOnly? On { get; init; }
}

public sealed record SessionEnded : SessionFact
{
    /// <summary>Why a session ends that was written by a clock ahead of the present one.</summary>
    public const string ByClock = "clock";

    /// <summary>Null for an ordinary end; <c>interrupted</c> when the service found the session abandoned, <c>clock</c> by a clock ahead of its own.</summary>
    public string? Why { get; init; }
}

public sealed record SessionPaused : SessionFact;

public sealed record SessionResumed : SessionFact;

public sealed record PhaseEntered(SessionPhase Phase) : SessionFact;

/// <summary>The work that is being done, entered by staff, told by a machine or read from a recording.</summary>
public sealed record WorkloadSet : SessionFact
{
    /// <summary>Compendium code, such as <c>01214</c>: text, for the leading zero is part of it.</summary>
    [JsonConverter(typeof(ActivityCodeConverter))]
    public string? Activity { get; init; }

    public double? Watts { get; init; }

    public double? SpeedKmh { get; init; }

    public double? GradePercent { get; init; }

    public double? StepsPerMinute { get; init; }

    /// <summary>Height of the step in metres, for stepping.</summary>
    public double? StepHeightM { get; init; }

    /// <summary>The person holds the handrail: speed and steps then say too much.</summary>
    public bool Handrail { get; init; }

    public double? Mets { get; init; }

    /// <summary>A planned interval.</summary>
    public bool Planned { get; init; }

    /// <summary>A mean read off a machine or a recording; such a value is a new workload for the rules only when it is far from the last.</summary>
    public bool Measured { get; init; }
}

/// <summary>An RPE answer, Borg 6 to 20.</summary>
public sealed record RpeAnswered(int Value) : SessionFact
{
    public AnsweredBy By { get; init; } = AnsweredBy.Participant;

    /// <summary>Id of the prompt it answers; null for the open one, or none.</summary>
    public string? Prompt { get; init; }
}

/// <summary>Staff take the newest answer of the session back: it was somebody else's, or a slip. It stays in the journal, marked.</summary>
/// <param name="By">Staff pseudonym: taking back is signed.</param>
public sealed record RpeWithdrawn(string By = "") : SessionFact
{
    /// <summary>The answer that is meant, 6 to 20; null does not check.</summary>
    public int? Value { get; init; }

    /// <summary>Id of the prompt that it answered; null does not check.</summary>
    public string? Prompt { get; init; }

    /// <summary>Why, at most 200 characters; stays in the journal.</summary>
    public string? Reason { get; init; }
}

/// <summary>Staff wrote a line about the session or one of its alerts. Nothing is judged by it, and it is told on no other way than the console's.</summary>
/// <param name="Text">1 to 200 characters.</param>
/// <param name="By">Staff pseudonym: a note is signed.</param>
public sealed record NoteWritten(string Text = "", string By = "") : SessionFact
{
    /// <summary>Id of the alert that it is about; null for the session.</summary>
    public string? Alert { get; init; }
}

/// <summary>
/// The participant's file was changed while the session runs, and staff say that it counts from now on: a new plan at once. What was learnt in this
/// session (check-in, doses, releases) goes on counting.
/// </summary>
/// <param name="By">Staff pseudonym: it is signed.</param>
public sealed record ParticipantChanged(string By = "") : SessionFact
{
    /// <summary>The whole file as it stands now (contracts 3), of the same person; as at the start, without a name.</summary>
    public Participant? Participant { get; init; }

    /// <summary>Whoever signs has seen that the new plan asks for less care than the one in force (<see cref="Medications.PlanLoosening"/>), and wants it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Confirmed { get; init; }
}

/// <summary>Answer to "can you talk comfortably?": <c>yes</c>, <c>equivocal</c> or <c>no</c>.</summary>
public sealed record TalkTestAnswered(string Value) : SessionFact;

public sealed record SymptomsReported(IReadOnlyList<string> Symptoms) : SessionFact
{
    public int? Grade { get; init; }

    public AnsweredBy By { get; init; } = AnsweredBy.Participant;
}

/// <summary>The person asks for help or asks to stop, or staff do for the person (domain-facts 4.6).</summary>
public sealed record HelpRequested : SessionFact
{
    /// <summary>Who asked, in any words: a call for help is never refused for its signature.</summary>
    public string By { get; init; } = "participant";
}

/// <summary>Staff took note of an alert, named by its id, or by code for the open alert of that code.</summary>
/// <param name="By">Staff pseudonym.</param>
public sealed record AlertAcknowledged(string By = "staff") : SessionFact
{
    public string? Alert { get; init; }

    public Alarms.AlertCode? Code { get; init; }

    /// <summary>Revision that was on the screen; null does not check.</summary>
    public int? Rev { get; init; }
}

/// <summary>Staff put an open low or medium alert aside for a time; named by its id, or by code for the open alert of that code.</summary>
/// <param name="Seconds">For how long, from 1 to the longest that the rules allow.</param>
/// <param name="By">Staff pseudonym: a shelf is signed.</param>
public sealed record AlertShelved(int Seconds = 0, string By = "") : SessionFact
{
    public string? Alert { get; init; }

    public Alarms.AlertCode? Code { get; init; }

    /// <summary>Why, at most 200 characters; stays in the journal.</summary>
    public string? Reason { get; init; }
}

/// <summary>Staff bring an alert back from the shelf.</summary>
/// <param name="By">Staff pseudonym.</param>
public sealed record AlertUnshelved(string By = "") : SessionFact
{
    public string? Alert { get; init; }

    public Alarms.AlertCode? Code { get; init; }
}

public sealed record MedicationTaken(string Atc) : SessionFact
{
    public DateTimeOffset? TakenAt { get; init; }
}

public sealed record RestingHeartRateMeasured(int Bpm) : SessionFact;

public sealed record TemperatureMeasured(double Celsius) : SessionFact;

public sealed record RoomMeasured(double Celsius) : SessionFact;

public sealed record SubstanceReported(string Name) : SessionFact
{
    public double? HoursAgo { get; init; }
}

/// <summary>A clinician's signed override of a gate.</summary>
public sealed record GateReleased(string Code, string By = "") : SessionFact;

/// <summary>The service was down from <paramref name="From"/> until this fact's own stamp: no tick ran, nothing was judged.</summary>
public sealed record MonitoringInterrupted(DateTimeOffset From) : SessionFact;

/// <summary>The link to the strap came up anew while the session runs: what comes first is display only (domain-facts 5.1).</summary>
public sealed record StrapConnected : SessionFact;

/// <summary>The levels of this session and another one changed places: the two straps seem to be on each other's wearers (domain-facts 9.4).</summary>
/// <param name="Other">Pseudonym of the other person.</param>
public sealed record IdentityDoubted(string Other) : SessionFact
{
    /// <summary>This session's level before and after, bpm; null when nobody measured.</summary>
    public double? FromBpm { get; init; }

    public double? ToBpm { get; init; }
}

/// <summary>The strap told how full its battery is, and it is another level than the session knew.</summary>
/// <param name="Percent">0 to 100.</param>
public sealed record StrapBatteryTold(int Percent) : SessionFact;

/// <summary>The loss of this session's signal is one of many: an alert of the service says so, and the session's own stands under it.</summary>
/// <param name="Cause">Code of that alert; null when it does not stand for this session any more.</param>
public sealed record LossExplained(Alarms.AlertCode? Cause) : SessionFact;
