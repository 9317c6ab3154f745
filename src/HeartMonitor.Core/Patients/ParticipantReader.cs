using System.Text.Json;

namespace HeartMonitor.Core.Patients;

/// <summary>A participant file (contracts section 3) in; the participant, or every fault at once, out.</summary>
public static class ParticipantReader
{
    /// <param name="json">Content of the file.</param>
    /// <param name="on">Day to check dates against; null leaves that to the planner.</param>
    public static ParticipantReading Read(string json, DateOnly? on = null) => throw new NotImplementedException();

    /// <summary>Reads a participant that stands inside another document, such as a scenario.</summary>
    public static ParticipantReading Read(JsonElement element, string path, DateOnly? on = null) => throw new NotImplementedException();
}

/// <param name="Participant">Null when there are faults.</param>
/// <param name="Faults">Values outside the absolute bounds, wrong types, missing members.</param>
/// <param name="Remarks">Accepted, but outside what is usual: worth a second look.</param>
public sealed record ParticipantReading(Participant? Participant, IReadOnlyList<InputFault> Faults, IReadOnlyList<InputFault> Remarks);
