using System.Text.Json.Serialization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Storage.Straps;

namespace HeartMonitor.Host.Straps;

/// <summary>A known strap as <c>GET /api/v1/straps/known</c> shows it: no address, and of its name only the product and number.</summary>
public sealed record KnownStrapRow
{
    /// <summary>Strap id.</summary>
    public required string Id { get; init; }

    /// <summary>Product and number as printed on it; null when its name says neither.</summary>
    public string? Label { get; init; }

    public string? Serial { get; init; }

    public string? Firmware { get; init; }

    public BodySensorLocation Location { get; init; }

    /// <summary>How it reads the pulse; null when nobody knows.</summary>
    public SensorClass? Sensor { get; init; }

    /// <summary>Participant whose strap it is; null for a spare.</summary>
    public string? Owner { get; init; }

    public DateTimeOffset? FirstSeen { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    public DateTimeOffset? BoundAt { get; init; }

    public string? BoundBy { get; init; }

    /// <summary>The open session that wears it; null when it is free.</summary>
    public string? Session { get; init; }

    /// <summary>Packets come from it now.</summary>
    public bool OnAir { get; init; }

    /// <summary>What it said last about contact.</summary>
    public SensorContact Contact { get; init; }

    internal static KnownStrapRow Of(StrapRecord strap, StrapCourse course, string? label, string? session, DateTimeOffset now) => new()
    {
        Id = strap.Id,
        Label = label,
        Serial = strap.Serial,
        Firmware = strap.Firmware,
        Location = strap.Location,
        Sensor = strap.Sensor,
        Owner = strap.Owner,
        FirstSeen = strap.FirstSeen,
        LastSeen = strap.LastSeen,
        BoundAt = strap.BoundAt,
        BoundBy = strap.BoundBy,
        Session = session,
        OnAir = course.IsOnAir(now),
        Contact = course.Contact,
    };
}

/// <summary>Body of <c>POST /api/v1/straps/{id}/owner</c>.</summary>
/// <param name="Owner">Participant; null makes it a spare.</param>
/// <param name="By">Staff pseudonym.</param>
public sealed record OwnerBody(string? Owner, string? By);

/// <summary>Body of <c>POST /api/v1/straps/{id}/forget</c>.</summary>
/// <param name="By">Staff pseudonym.</param>
public sealed record ForgetBody(string? By);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<KnownStrapRow>))]
[JsonSerializable(typeof(OwnerBody))]
[JsonSerializable(typeof(ForgetBody))]
internal sealed partial class StrapsJsonContext : JsonSerializerContext;
