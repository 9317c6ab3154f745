using HeartMonitor.Core.Alarms.Burden;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Host.SignIn;
using HeartMonitor.Host.Straps;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Host.Query;

/// <summary>What the API's document says of one endpoint.</summary>
/// <param name="Summary">One line.</param>
/// <param name="Description">What a caller must know: units, time, what is left out.</param>
/// <param name="Answer">Type of the answer with status 200; null where it is no JSON of one type.</param>
/// <param name="Body">Type of the body; null for none.</param>
/// <param name="Query">Parameters of the query.</param>
internal sealed record ApiNote(string Summary, string Description, Type? Answer, Type? Body = null, params IReadOnlyList<ApiParameter> Query)
{
    /// <summary>Media types of the answer where it is not JSON alone.</summary>
    internal IReadOnlyList<string> MediaTypes { get; init; } = ["application/json"];

    /// <summary>Media types of the body.</summary>
    internal IReadOnlyList<string> BodyTypes { get; init; } = ["application/json"];

    /// <summary>Status of the answer.</summary>
    internal string Status { get; init; } = "200";

    /// <summary>It acts, and carries a key against acting twice.</summary>
    internal bool IsCommand { get; init; }

    /// <summary>Statuses beside 200 and those that every request may meet, with their meaning.</summary>
    internal IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();
}

/// <summary>A parameter of the query.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, with its default.</param>
/// <param name="Type"><c>string</c>, <c>integer</c> or <c>number</c>.</param>
/// <param name="Choices">The values that it may have; none for any.</param>
internal sealed record ApiParameter(string Name, string Description, string Type = "string", params IReadOnlyList<string> Choices);

/// <summary>The words of the API's document, by the name of the endpoint. A test holds them against what is mapped.</summary>
internal static class ApiNotes
{
    private static readonly Dictionary<string, string> OfCommands = new()
    {
        ["404"] = "No such session, alert, prompt or strap.",
        ["409"] = "stale: the alert has moved on; expired: the prompt is closed. The body has the state of now.",
        ["413"] = "The body is over 16 KiB.",
        ["415"] = "The body is no application/json.",
        ["422"] = "invalid: a value out of range, or a fact that this session cannot take now; detail says which.",
        ["503"] = "not-stored: the journal did not take it. Nothing was acknowledged; try again with the same Idempotency-Key.",
    };

    private static readonly Dictionary<string, string> OfReading = new()
    {
        ["304"] = "Nothing has changed since the ETag that If-None-Match names.",
        ["404"] = "No such session.",
        ["503"] = "Others are reading; Retry-After says when to try again.",
    };

    private static readonly Dictionary<string, string> OfSecrets = new() { ["401"] = "The secret is wrong.", ["429"] = "Tried too often; Retry-After says when to try again." };

    private static readonly Dictionary<string, string> OfPeople = new() { ["404"] = "Nobody of that pseudonym.", ["409"] = "Taken, or in no session; detail says which.", ["412"] = "Changed by somebody else since the revision that If-Match names; the answer has the person as they are now.", ["422"] = "The form is another one, or the file has faults; detail names them.", ["428"] = "If-Match is missing." };

    private static readonly Dictionary<string, string> OfRunning = new() { ["404"] = "No such session runs." };

    private static readonly Dictionary<string, string> IfBusy = new() { ["503"] = "Others are reading; Retry-After says when to try again." };

    internal static IReadOnlyDictionary<string, ApiNote> ByName { get; } = new Dictionary<string, ApiNote>(StringComparer.Ordinal)
    {
        ["stream"] = new("Everything live, as server-sent events",
            "A snapshot on every connection, then live, alert, prompt and session events as on MQTT (contract at /contract/asyncapi.yaml), and a heartbeat each second.", null)
        { MediaTypes = ["text/event-stream"], Others = new Dictionary<string, string> { ["503"] = "Too many clients are connected." } },
        ["participants"] = new("Everybody who has a session, by pseudonym", "Sessions on the board by id, how many are stored, and when the newest began.", typeof(IReadOnlyList<ParticipantRow>)) { Others = IfBusy },
        ["week"] = new("MET-minutes of a person's ISO week",
            "All stored sessions that started in the week, in the clinic's time zone, against the target of 500 to 1000 MET-minutes (gross, pauses left out, not rounded; domain-facts 6.4). A dose that is not known is not zero: such sessions are counted apart.",
            typeof(PersonWeek), null, new ApiParameter("week", "ISO week such as 2026-W10; this week when left out."))
        { Others = new Dictionary<string, string>(IfBusy) { ["404"] = "Nobody of that pseudonym has a session." } },
        ["sessions"] = new("Sessions on the board and in the store",
            "A page of the newest, oldest first; the header Link (rel=\"next\") leads to the page before it in time, X-Total-Count says how many there are. Heart rate in beats per minute, lengths in seconds, times in UTC.",
            typeof(IReadOnlyList<SessionRow>), null,
            new ApiParameter("from", "Started then or later: an instant in UTC, or a date, its beginning in the clinic's time zone."),
            new ApiParameter("to", "Started before: as from."),
            new ApiParameter("participant", "Pseudonym."),
            new ApiParameter("state", "What became of it.", "string", "open", "ended", "active", "paused", "recovery", "aborted"),
            new ApiParameter("limit", "Most on a page, 1 to 1000; 100 when left out.", "integer"),
            new ApiParameter("before", "Older than this session: its id."))
        { Others = IfBusy },
        ["session"] = new("One session without its samples",
            "Plans as numbers and codes, phases, pauses, gaps of 3 s and more, straps by number, rules and medicines in force, and the summary of its end. Pseudonymous.", typeof(SessionDetail))
        { Others = OfReading },
        ["series"] = new("The series of a session",
            "raw: a row a packet with the quality that the rules saw then; beats: a row an interval; 1s, 10s, 1m: means of the good values weighted by the time to the next packet (at most 5 s), with coverage, a row for every stretch, empty ones too. "
            + "Heart rate in 1/min, intervals in ms, times in UTC and in seconds from the session's start; gaps, versions and the columns' units stand in the answer (JSON) or the file's metadata (Parquet, Arrow), versions in the headers HeartMonitor-Rules and HeartMonitor-Catalogue too. Stored rows that cannot be read (a damaged disk, packets deleted after their time) are told in rowsLost and in the header HeartMonitor-Rows-Lost, which is there only then. The answer is streamed and has an ETag.",
            typeof(ApiShapes.SeriesAnswer), null,
            new ApiParameter("resolution", "What a row is; raw when left out.", "string", SeriesEndpoint.Resolutions),
            new ApiParameter("fields", "Columns, with commas between them; all when left out."),
            new ApiParameter("format", "Stronger than the header Accept; json when neither says anything.", "string", "json", "csv", "parquet", "arrow"))
        { MediaTypes = [.. SeriesEndpoint.MediaTypes], Others = new Dictionary<string, string>(OfReading) { ["406"] = "The header Accept names no format of ours." } },
        ["dictionary"] = new("What the columns mean",
            "Every column of the tables samples (raw), rr (beats), means (1s, 10s, 1m), events and segments: type, unit, values, meaning. The API, the exports and their dictionary.csv are written by this one list; an answer as CSV links to it (rel=\"describedby\").",
            typeof(IReadOnlyList<DictionaryRow>), null,
            new ApiParameter("table", "One table; all when left out.", "string", [.. TableGuide.All.Select(r => r.Table).Distinct()]),
            new ApiParameter("format", "json when left out.", "string", "json", "csv"))
        { MediaTypes = ["application/json", "text/csv"] },
        ["events"] = new("What was said and decided in a session",
            "Plans, phases, work, answers, prompts and alerts in all their revisions, with the numbers that were used. Codes and numbers, no words: pseudonymous. Times in UTC and in seconds from the start.",
            typeof(IReadOnlyList<EventRow>), null, new ApiParameter("kinds", $"Kinds, with commas between them; all when left out: {string.Join(", ", EventRows.Kinds)}."))
        { Others = OfReading },
        ["chart"] = new("A session as a console shows it",
            "While it runs and after its end: heart rate by the second (means of good values, null in gaps), minutes, plans as numbers, phases, pauses, work, answers, questions that nobody answered, and every alert with its words, its reasons and what became of it. Staff are named by id, and notes told, to staff alone; a researcher reads roles. Heart rate in 1/min, times in UTC.",
            typeof(SessionChart), null, new ApiParameter("language", "Language of the alerts' words; the service's when left out."))
        { Others = OfReading },
        ["report"] = new("The page about a session that a clinician hands over", "The same bytes as monitor report. It names medicines: not for researchers.", null, null,
            new ApiParameter("format", "html when left out.", "string", "html", "pdf"), new ApiParameter("language", "en or de; the service's when left out."))
        { MediaTypes = ["text/html", "application/pdf"], Others = OfReading },
        ["start"] = new("Starts a session", "{\"participant\": id of the people file or a participant (contracts 3), \"strap\", \"sensor\", \"by\"}. The answer names the session.", typeof(CommandReply), typeof(ApiShapes.StartBody)) { IsCommand = true, Others = OfCommands },
        ["enter"] = new("Enters an event into a session", "An event of contracts 4 without at: {\"event\":\"rpe\",\"value\":13,\"by\":\"staff\"}, a phase, a workload, symptoms, the end.", typeof(CommandReply), typeof(ApiShapes.EventBody)) { IsCommand = true, Others = OfCommands },
        ["acknowledge"] = new("Takes note of an alert", "rev is the revision that was on the screen; by a pseudonym of staff.", typeof(CommandReply), typeof(AckBody)) { IsCommand = true, Others = OfCommands },
        ["answer"] = new("Answers a prompt", "value is the perceived exertion, Borg 6 to 20.", typeof(CommandReply), typeof(AnswerBody)) { IsCommand = true, Others = OfCommands },
        ["alert-burden"] = new("What the alerts ask of staff", "Today, or the last hours: alerts per 10 minutes and member of staff, floods, priorities, acknowledged in time, each with its target.",
            typeof(AlertBurden), null, new ApiParameter("hours", "How far back, above 0 and at most 744; today when left out.", "number"), new ApiParameter("staff", "Members of staff, 1 to 100; 1 when left out.", "integer")),
        ["straps"] = new("How every strap fares", "Link, age of the last packet in milliseconds, battery in percent, gaps and attempts; no address.", typeof(IReadOnlyList<StrapRow>)),
        ["knownStraps"] = new("The straps that are known here", "By id, never by address; owner by pseudonym.", typeof(IReadOnlyList<KnownStrapRow>)),
        ["strapOwner"] = new("Says whose a strap is", "owner is a participant's pseudonym, or null for a spare.", typeof(CommandReply), typeof(OwnerBody)) { IsCommand = true, Others = OfCommands },
        ["strapForget"] = new("Forgets a strap", "One that is not worn.", typeof(CommandReply), typeof(ForgetBody)) { IsCommand = true, Others = OfCommands },
        ["signIn"] = new("Signs in", "id is the account's, secret its PIN or password. The answer sets the cookie.", typeof(MeRow), typeof(SignInBody)) { Others = OfSecrets },
        ["signOut"] = new("Signs out", "The cookie ends.", null) { MediaTypes = [] },
        ["lock"] = new("Locks this browser", "Watching goes on; everything else asks for the PIN or password first.", null) { Status = "204", MediaTypes = [] },
        ["unlock"] = new("Unlocks this browser", "With the PIN or the password of whoever is signed in.", typeof(MeRow), typeof(UnlockBody)) { Others = OfSecrets },
        ["firstRun"] = new("Makes the first admin", "With the code that the service printed at its start, once.", typeof(MeRow), typeof(FirstRunBody)) { Others = OfSecrets },
        ["ownSecret"] = new("Changes one's own PIN or password", "current is the one of now.", null, typeof(NewSecretBody)) { MediaTypes = [], Others = OfSecrets },
        ["me"] = new("Who is signed in here", "And whether this browser is locked.", typeof(MeRow)),
        ["accounts"] = new("Accounts", "Names of staff: for admins alone.", typeof(IReadOnlyList<AccountRow>)),
        ["addAccount"] = new("Makes an account", "role is staff, clinician, researcher or admin.", typeof(AccountRow), typeof(AccountBody)) { Others = new Dictionary<string, string> { ["409"] = "This id is taken." } },
        ["changeAccount"] = new("Changes an account", "What is left out stays.", typeof(AccountRow), typeof(AccountBody)) { Others = new Dictionary<string, string> { ["404"] = "No such account." } },
        ["tokens"] = new("Tokens of scripts and gateways", "Without their secrets.", typeof(IReadOnlyList<TokenRow>)),
        ["addToken"] = new("Makes a token", "Its secret is told this once. days is 1 to 3650.", typeof(MadeToken), typeof(TokenBody)) { Status = "201", Others = new Dictionary<string, string> { ["409"] = "This id is taken." } },
        ["revokeToken"] = new("Ends a token", "At once, for what is open too.", null) { Status = "204", MediaTypes = [], Others = new Dictionary<string, string> { ["404"] = "No such token." } },
        ["audit"] = new("Who did what", "The newest first.", typeof(IReadOnlyList<AuditLine>), null,
            new ApiParameter("before", "Older than the line of this number.", "integer"), new ApiParameter("most", "Lines, 100 when left out.", "integer")),
        ["names"] = new("What everybody is called on the floor", "Pseudonym to alias (\"Hilde K.\"), for whoever is signed in and not locked; never for a token or a researcher. Not to be kept: names stand in the people store and nowhere else.", typeof(IReadOnlyDictionary<string, string>)),
        ["people"] = new("People of the clinic", "Names stand here and nowhere else: for the floor alone.", typeof(IReadOnlyList<ApiShapes.PersonShort>)),
        ["person"] = new("One person's file", "As contracts 3, with the name and who signed what.", typeof(ApiShapes.PersonFull)) { Others = OfPeople },
        ["personHistory"] = new("What was changed in a person's file", "The newest first, each change with who made it.", typeof(IReadOnlyList<ApiShapes.PersonRevisionRow>)) { Others = OfPeople },
        ["addPerson"] = new("Makes a person's file", "A participant as contracts 3, with the name.", typeof(ApiShapes.PersonFull), typeof(ApiShapes.PersonBody)) { IsCommand = true, Status = "201", Others = OfPeople },
        ["changePerson"] = new("Writes who somebody is", "Name, contact and the members that staff write are replaced as a whole; everything else of the file stays. PATCH changes only what it names.", typeof(ApiShapes.PersonFull), typeof(ApiShapes.PersonBody)) { Others = OfPeople },
        ["forgetPerson"] = new("Forgets a person", "The file and the name go; the series stay under their pseudonym.", null) { Status = "204", MediaTypes = [], Others = OfPeople },
        ["patchPerson"] = new("Changes what is named, and nothing else", "A JSON merge patch (RFC 7396) of {name, contact, participant}, on top of the revision that If-Match names: what it leaves out stays, null takes a member away, a list is replaced whole. Staff write who somebody is and add medicines; the rest is a clinician's, signed with secret where it is the prescription, or tests whose places stand in sign.", typeof(ApiShapes.PersonFull), typeof(ApiShapes.PersonPatchBody)) { BodyTypes = ["application/merge-patch+json", "application/json"], Others = OfPeople },
        ["personSession"] = new("The session that the person is in just now", "By which plan, and whether that is of the file as it is.", typeof(ApiShapes.RunningRow)) { Others = OfPeople },
        ["applyPerson"] = new("Puts the file in force in the running session", "A new plan at once, journalled. One that asks for less care than the one in force needs confirmed.", typeof(CommandReply), typeof(ApiShapes.ApplyBody)) { IsCommand = true, Others = OfPeople },
        ["change-medications"] = new("Changes the list of medicines", "A list as contracts 3, signed by the clinician who is signed in.", typeof(ApiShapes.PersonFull), typeof(ApiShapes.MedicationsBody)) { Others = OfPeople },
        ["change-conditions"] = new("Changes the list of conditions", "A list as contracts 3, signed by the clinician who is signed in.", typeof(ApiShapes.PersonFull), typeof(ApiShapes.ConditionsBody)) { Others = OfPeople },
        ["change-tests"] = new("Changes the exercise tests", "A list as contracts 3; which of them are signed is said by their numbers.", typeof(ApiShapes.PersonFull), typeof(ApiShapes.TestsBody)) { Others = OfPeople },
        ["change-prescription"] = new("Changes the prescription", "An object as contracts 3; null takes it away.", typeof(ApiShapes.PersonFull), typeof(ApiShapes.PrescriptionBody)) { Others = OfPeople },
        ["roster"] = new("Who comes on a day", "Pseudonyms in their order; the revision as ETag and rev.", typeof(ApiShapes.RosterRow), null, new ApiParameter("day", "A date such as 2026-03-02; today when left out.")),
        ["setRoster"] = new("Says who comes on a day", "{\"people\": pseudonyms}, on top of the revision that was seen (If-Match): 412 with the list as it is now when somebody was quicker.", typeof(ApiShapes.RosterRow), typeof(ApiShapes.RosterBody), new ApiParameter("day", "A date such as 2026-03-02; today when left out.")),
        ["plan"] = new("The plan of a file that is being written", "As monitor plan prints it, with faults and remarks.", typeof(ApiShapes.PlanAnswer), typeof(ApiShapes.PlanBody)),
        ["findMedicines"] = new("Medicines by what was typed", "Names, trade names and codes of the catalogue.", typeof(IReadOnlyList<ApiShapes.MedicineRow>), null, new ApiParameter("q", "What was typed.")),
        ["conditions"] = new("Codes of conditions", "As a participant's file names them.", typeof(IReadOnlyList<string>)),
        ["programmes"] = new("Programmes of exercise", "With their words in the clinic's language.", typeof(IReadOnlyList<ApiShapes.ProgrammeRow>)),
        ["checkIn"] = new("Checks somebody in", "Opens the session and enters what was asked before the start: resting heart rate in 1/min, medicines taken, symptoms.", typeof(ApiShapes.CheckInAnswer), typeof(ApiShapes.CheckInRequest)) { IsCommand = true, Others = OfCommands },
        ["card"] = new("What staff open from a tile", "One session as it runs: curve, plan with its reasons, answers and alerts. Heart rate in 1/min.", typeof(Tablet.SessionCard)) { Others = OfRunning },
        ["tablet"] = new("A console tells whether its sound is on", "Every 20 s, for /health/alarm-path. tablet is an id that the page draws for itself.", null, typeof(TabletBody)) { Status = "204", MediaTypes = [] },
        ["install"] = new("How a tablet comes to trust this console", "The address for tablets and phones, and the site's CA with its SHA-256, as /install shows them; null where there is none.", typeof(Lan.InstallAnswer)),
        ["code"] = new("The code of the participant's page", "It opens one session, and ends with it.", typeof(CodeAnswer)) { Others = OfRunning },
        ["codePicture"] = new("The same as a picture to be photographed", "A QR code.", null) { MediaTypes = ["image/svg+xml"], Others = OfRunning },
        ["participantPage"] = new("What the participant's page shows", "The code is the key. No name, no alert, no limit.", typeof(ParticipantView)) { Others = OfRunning },
        ["participantAnswer"] = new("The participant answers", "value is the perceived exertion, Borg 6 to 20.", typeof(CommandReply), typeof(AnswerBody)) { IsCommand = true, Others = OfCommands },
        ["participantTalk"] = new("The participant answers the talk test", "value is yes, equivocal or no.", typeof(CommandReply), typeof(TalkBody)) { IsCommand = true, Others = OfCommands },
        ["participantHelpMistake"] = new("The participant says that the call for help was a mistake", "A note at its alert; the alert stands until staff took note.", typeof(CommandReply), typeof(ApiShapes.EmptyBody)) { IsCommand = true, Others = OfCommands },
        ["participantHelp"] = new("The participant calls for help", "Raises a high alert.", typeof(CommandReply), typeof(ApiShapes.EmptyBody)) { IsCommand = true, Others = OfCommands },
    };
}
