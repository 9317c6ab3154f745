using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Storage.Straps;

/// <summary>A strap that was heard, listed or bound here. Holds no address: only the id that stands for it.</summary>
/// <param name="Id">Strap id, as sources and sessions name it.</param>
public sealed record StrapRecord(string Id)
{
    /// <summary>Product and number of the advertised name (<see cref="Core.Signal.StrapLabel"/>): the rest may be a person's name.</summary>
    public string? Name { get; init; }

    public string? Serial { get; init; }

    public string? Firmware { get; init; }

    /// <summary>Where it says that it is worn.</summary>
    public BodySensorLocation Location { get; init; }

    /// <summary>How it reads the pulse; null when nobody knows.</summary>
    public SensorClass? Sensor { get; init; }

    /// <summary>Participant whose strap it is; null for a spare.</summary>
    public string? Owner { get; init; }

    /// <summary>Who said whose it is; null for the people file.</summary>
    public string? OwnerBy { get; init; }

    public DateTimeOffset? FirstSeen { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>When it was bound to a session last, and by whom.</summary>
    public DateTimeOffset? BoundAt { get; init; }

    public string? BoundBy { get; init; }
}
