using System.Text.Json;
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
public sealed record Scenario(
    string Name,
    DateTimeOffset Start,
    Participant Participant,
    IReadOnlyList<SessionInput> Inputs,
    IReadOnlyList<JsonElement> Expect,
    IReadOnlyList<JsonElement> Never)
{
    /// <summary>Language of the story's words; null for the language that whoever plays it speaks.</summary>
    public string? Language { get; init; }
}
