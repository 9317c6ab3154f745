using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>A timed story about one participant (contracts section 4).</summary>
/// <param name="Name">What the story is called.</param>
/// <param name="Start">Instant of second 0.</param>
/// <param name="Participant">Whom it is about.</param>
/// <param name="Inputs">Inputs in the order of their stamps; inputs of one second keep the order of the file.</param>
/// <param name="Expect">Entries that must match.</param>
/// <param name="Never">Entries that must match nothing.</param>
/// <param name="Faults">Entries of the two that could never match anything, each named with its index; empty when all is well.</param>
/// <param name="End">Last instant of the story: time runs up to it although nothing comes any more.</param>
public sealed record Scenario(
    string Name,
    DateTimeOffset Start,
    Participant Participant,
    IReadOnlyList<SessionInput> Inputs,
    IReadOnlyList<Expectation> Expect,
    IReadOnlyList<Expectation> Never,
    IReadOnlyList<string> Faults,
    DateTimeOffset End)
{
    /// <summary>Language of the story's words; null for the language that whoever plays it speaks.</summary>
    public string? Language { get; init; }
}
