namespace HeartMonitor.Storage.People;

/// <summary>A person as the store knows them.</summary>
/// <param name="Id">Pseudonym <c>p_...</c>: all that leaves the store.</param>
/// <param name="Revision">From 1; grows by one with every change.</param>
/// <param name="Name">Null for one of the people file whose name nobody entered.</param>
/// <param name="Contact">Whom to call, and how.</param>
/// <param name="File">Participant file of contracts 3, as JSON.</param>
/// <param name="At">When this revision was made.</param>
/// <param name="By">Who made it.</param>
public sealed record PersonRecord(string Id, int Revision, string? Name, string? Contact, string File, DateTimeOffset At, string By);

/// <summary>One change of a person.</summary>
/// <param name="Person">As it was after the change.</param>
/// <param name="Part">What was changed: <c>person medications conditions tests prescription</c>.</param>
public sealed record PersonRevision(PersonRecord Person, string Part);
