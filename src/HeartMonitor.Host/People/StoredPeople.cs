using System.Text.Json;
using HeartMonitor.Core.Patients;
using HeartMonitor.Storage.People;

namespace HeartMonitor.Host.People;

/// <summary>The people store's files as participants.</summary>
/// <param name="store">People.</param>
/// <param name="today">The clinic's date.</param>
internal sealed class StoredPeople(PersonStore store, Func<DateOnly> today)
{
    /// <summary>
    /// As a session, and so the journal, may know somebody: the age in place of the date of birth. Null when the store does not know them, or holds a
    /// file that cannot be read any more.
    /// </summary>
    internal Participant? ForSession(string id)
    {
        if (id.Length > 40 || store.Find(id) is not { } record) return null;
        var day = today();
        return ParticipantReader.Read(record.File, day).Participant is { } person ? WithoutBirthday(person, day) : null;
    }

    internal static Participant WithoutBirthday(Participant person, DateOnly day) =>
        person.Born is null ? person : person with { Age = Years.Age(person, day), Born = null };

    /// <summary>A participant of the people file as a participant file.</summary>
    internal static string FileOf(Participant person)
    {
        var file = JsonSerializer.SerializeToNode(person, Core.MonitorJson.Context.Participant)!.AsObject();
        foreach (var empty in file.Where(m => m.Value is null || m.Value is System.Text.Json.Nodes.JsonArray { Count: 0 }).Select(m => m.Key).ToArray()) file.Remove(empty);
        return file.ToJsonString();
    }
}
