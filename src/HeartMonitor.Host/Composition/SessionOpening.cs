using System.Text.Json;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Host.Tablet;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Composition;

/// <summary>
/// A session that is asked for from outside: whose, and with which strap. The person is one of the people file, by id, or stands in the request as
/// a participant file does (contracts 3).
/// </summary>
/// <param name="people">Who is in the people file.</param>
/// <param name="straps">Products that a sensor may be named by.</param>
/// <param name="zone">The clinic's time zone: the session's date is its date.</param>
/// <param name="clock">The host's clock.</param>
/// <param name="nameOf">Id of a strap that may be named by its address.</param>
/// <param name="worn">Hears of every strap that may be worn from now on.</param>
internal sealed class SessionOpening(
    IReadOnlyList<StrapBinding> people, StrapCatalogue? straps, TimeZoneInfo zone, TimeProvider clock, Func<string, string> nameOf, Action<string> worn)
{
    /// <summary>Somebody of the people store; null for those whom it does not know.</summary>
    internal Func<string, Participant?> Stored { get; init; } = static _ => null;

    /// <summary>True for a strap that was ever heard or listed here, by id.</summary>
    internal Func<string, bool> IsHeard { get; init; } = static _ => true;

    /// <summary>The start, or one sentence that says what is wrong with the request.</summary>
    /// <param name="body">The request.</param>
    /// <param name="mustBeHeard">The strap is worn by somebody who stands there: one that nobody ever heard was mistyped.</param>
    internal (SessionStarted? Start, string? Fault) Read(JsonElement body, bool mustBeHeard = false)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("participant", out var whose)) return (null, "The body is {participant, strap, sensor, by}.");
        foreach (var other in body.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null && m.Name is not ("participant" or "strap" or "sensor" or "by")))
            return (null, $"\"{other.Name}\" is not read here; what is about the person stands inside participant.");
        var bound = whose.ValueKind == JsonValueKind.String ? people.FirstOrDefault(p => p.Person.Id == whose.GetString()) : null;
        var stored = whose.ValueKind == JsonValueKind.String ? Stored(whose.GetString()!) : null;
        if (whose.ValueKind == JsonValueKind.String && bound is null && stored is null) return (null, "There is no such participant, neither in the people store nor in the people file.");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
        var reading = bound is null && stored is null ? ParticipantReader.Read(whose, "participant", today) : null;
        if (reading is { Faults: { Count: > 0 } faults }) return (null, string.Join(' ', faults.Take(5).Select(f => $"{f.Path}: {f.Text}.")));

        if (!TryText(body, "strap", bound?.Strap, out var strap) || !(strap is null || strap == bound?.Strap || FactDoor.IsStrapId(strap) || StrapAddress.TryParse(strap, out _))) return (null, "strap is a strap id: letters, digits, _ and -, at most 60.");
        var by = TryText(body, "by", "staff", out var signed) ? signed : null;
        if (!FactDoor.IsPseudonym(by)) return (null, "by is a pseudonym: a-z, 0-9, _ and -, at most 40.");
        if (!TryText(body, "sensor", null, out var named)) return (null, "sensor is a text.");
        var (sensor, unknown) = named is null ? (bound?.Sensor, null) : SensorName.Read(named, straps);
        if (unknown is not null) return (null, $"sensor {unknown}.");
        if (strap is not null && mustBeHeard && strap != bound?.Strap && !IsHeard(nameOf(strap))) return (null, "No strap of that id was heard here: take the id of the list, or switch the strap on first.");
        if (strap is not null) worn(strap = nameOf(strap));
        return (new SessionStarted { Participant = stored ?? bound?.Person ?? reading!.Participant, Device = strap, Sensor = sensor, On = today, BoundBy = strap is null || strap == bound?.Strap ? null : by }, null);
    }

    private static bool TryText(JsonElement body, string member, string? otherwise, out string? text)
    {
        text = otherwise;
        if (!body.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null) return true;
        text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
        return text is not null;
    }
}
