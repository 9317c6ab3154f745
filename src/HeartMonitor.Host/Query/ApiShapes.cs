using System.ComponentModel;
using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.People;

namespace HeartMonitor.Host.Query;

/// <summary>
/// Forms of bodies and answers that are read and written member by member, for the API's document alone: a person's file keeps what it does not know, so no type
/// stands between it and the wire. A test sends and receives them and compares the members.
/// </summary>
internal static class ApiShapes
{
    internal sealed record Problem(string Type, string Title, int Status, string Detail)
    {
        [Description("A word that programs read, where one status has several causes.")]
        public string? Code { get; init; }

        [Description("With code wait: no secret is looked at before so many seconds.")]
        public int? WaitSeconds { get; init; }

        [Description("With code faults: every fault with its place in the file.")]
        public IReadOnlyList<Fault>? Faults { get; init; }

        [Description("With code changed: the revision of now, by whom, when, what of it, and the person as they are.")]
        public int? Rev { get; init; }

        public string? By { get; init; }

        public DateTimeOffset? At { get; init; }

        public IReadOnlyList<string>? Changed { get; init; }

        public PersonFull? Person { get; init; }

        [Description("With code hold: why nobody starts.")]
        public MonitoringPlan? Plan { get; init; }

        public IReadOnlyList<Gate>? Gates { get; init; }
    }

    internal sealed record Fault(string Path, string Text);

    internal sealed record Gate(string Code, GateState State);

    internal record PersonRow(string Id, int Rev, string Source, string? Name, DateTimeOffset? At, string By);

    internal sealed record PersonShort(string Id, int Rev, string Source, string? Name, DateTimeOffset? At, string By, int? Age) : PersonRow(Id, Rev, Source, Name, At, By);

    internal sealed record PersonFull(string Id, int Rev, string Source, string? Name, DateTimeOffset? At, string By, string? Contact, ParticipantFile Participant) : PersonRow(Id, Rev, Source, Name, At, By);

    internal sealed record PersonRevisionRow(string Id, int Rev, string Source, string? Name, DateTimeOffset? At, string By, string Part, ParticipantFile Participant) : PersonRow(Id, Rev, Source, Name, At, By);

    internal record OwnMembers
    {
        [Description("Years; or born.")]
        public int? Age { get; init; }

        public DateOnly? Born { get; init; }

        public string? Sex { get; init; }

        [Description("Kilograms.")]
        public double? BodyMassKg { get; init; }

        [Description("1/min.")]
        public int? RestingHr { get; init; }

        public bool? HideHeartRate { get; init; }
    }

    [Description("A participant file (contracts 3). Members that are not known are kept.")]
    internal sealed record ParticipantFile : OwnMembers
    {
        public string? Id { get; init; }

        public int? PersonalRestingHr { get; init; }

        public IReadOnlyList<MedicationEntry>? Medications { get; init; }

        public IReadOnlyList<Condition>? Conditions { get; init; }

        public IReadOnlyList<ExerciseTest>? Tests { get; init; }

        public Prescription? Prescription { get; init; }
    }

    internal sealed record PersonBody(string Name, string? Contact, OwnMembers? Participant);

    internal sealed record PersonPatchBody(string? Name, string? Contact, ParticipantFile? Participant)
    {
        [Description("Places in the list of tests, from 0, that are signed.")]
        public IReadOnlyList<int>? Sign { get; init; }

        [Description("The clinician's password, where something is signed.")]
        public string? Secret { get; init; }
    }

    internal sealed record MedicationsBody(IReadOnlyList<MedicationEntry> Medications);

    internal sealed record ConditionsBody(IReadOnlyList<Condition> Conditions);

    internal sealed record TestsBody(IReadOnlyList<ExerciseTest> Tests, IReadOnlyList<int>? Sign, string? Secret);

    internal sealed record PrescriptionBody(Prescription? Prescription, string? Secret);

    internal sealed record RunningRow(string? Session)
    {
        [Description("Since when the file counts that the session uses.")]
        public DateTimeOffset? PlanOf { get; init; }

        [Description("False: the file was changed since and is not applied yet.")]
        public bool? IsCurrent { get; init; }

        public DateTimeOffset? ChangedAt { get; init; }

        public string? By { get; init; }

        public MonitoringPlan? Plan { get; init; }
    }

    internal sealed record ApplyBody
    {
        [Description("The new plan asks for less care than the one in force, and that is wanted.")]
        public bool? Confirmed { get; init; }
    }

    internal sealed record RosterRow(DateOnly Day, IReadOnlyList<string> People, int Rev, string? By);

    internal sealed record RosterBody(IReadOnlyList<string> People);

    internal sealed record PlanBody(ParticipantFile Participant, CheckInBody? CheckIn);

    internal sealed record PlanAnswer(MonitoringPlan? Plan, IReadOnlyList<Gate> Gates, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Remarks);

    internal sealed record CheckInRequest(string Participant)
    {
        public string? Strap { get; init; }

        public string? Sensor { get; init; }

        public CheckInBody? CheckIn { get; init; }

        [Description("Codes of gates that a clinician releases.")]
        public IReadOnlyList<string>? Release { get; init; }

        [Description("The clinician's password, with release.")]
        public string? Secret { get; init; }
    }

    internal sealed record CheckInAnswer(string Session, MonitoringPlan Plan, IReadOnlyList<Gate> Gates, IReadOnlyList<string> Refused);

    internal sealed record MedicineRow(string Name, string? Atc, IReadOnlyList<string> Codes, string? Group, EffectClass Class, string Match);

    internal sealed record ProgrammeRow(string Code, string Name, IReadOnlyList<string>? Conditions, IReadOnlyList<int> SessionsPerWeek, IReadOnlyList<int> Minutes, IReadOnlyList<int>? Rpe, string Intensity, string Type, string? Note, string Source);

    internal sealed record StartBody
    {
        [Description("A pseudonym of the people store or the people file; a clinician may send a whole participant file in its place.")]
        public required string Participant { get; init; }

        public string? Strap { get; init; }

        public string? Sensor { get; init; }

        public string? By { get; init; }
    }

    [Description("An event of contracts 4 without at: which other members it has hangs on event.")]
    internal sealed record EventBody
    {
        [Description("session-end pause resume phase workload rpe rpe-withdraw note talk-test symptoms help ack shelve unshelve medication-taken resting-hr temperature room substance release strap-bound strap-confirmed strap-unbound")]
        public required string Event { get; init; }

        [Description("rpe: 6 to 20; talk-test: yes, equivocal or no.")]
        public JsonElement? Value { get; init; }

        public string? By { get; init; }

        public string? Prompt { get; init; }

        public string? Alert { get; init; }

        public string? Code { get; init; }

        public string? Text { get; init; }

        public string? Reason { get; init; }

        public int? Seconds { get; init; }

        public SessionPhase? Phase { get; init; }

        public IReadOnlyList<string>? Symptoms { get; init; }

        public int? Grade { get; init; }

        public string? Atc { get; init; }

        public DateTimeOffset? TakenAt { get; init; }

        public int? Bpm { get; init; }

        public double? Celsius { get; init; }

        public string? Name { get; init; }

        public double? HoursAgo { get; init; }

        public string? Strap { get; init; }

        public string? Sensor { get; init; }

        public bool? TakeOver { get; init; }

        public string? Activity { get; init; }

        public double? Watts { get; init; }

        public double? SpeedKmh { get; init; }

        public double? GradePercent { get; init; }

        public double? StepsPerMinute { get; init; }

        public double? StepHeightM { get; init; }

        public double? Mets { get; init; }

        public bool? Handrail { get; init; }

        public bool? Planned { get; init; }
    }

    [Description("Nothing needs to be said.")]
    internal sealed record EmptyBody;

    internal sealed record SeriesAnswer(IReadOnlyList<SeriesColumn> Columns, IReadOnlyList<IReadOnlyList<JsonElement>> Rows);

    internal sealed record SeriesColumn(string Name, string Type, string? Unit, string Meaning);
}
