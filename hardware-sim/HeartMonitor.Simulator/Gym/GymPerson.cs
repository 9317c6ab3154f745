using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>A participant and the strap they wear, as in the people file.</summary>
/// <param name="Participant">Contracts section 3.</param>
/// <param name="Strap">Strap id.</param>
/// <param name="IsBlunted">A medicine or condition keeps this heart rate down; the simulator does not judge that itself.</param>
public sealed record GymBinding(Participant Participant, string Strap, bool IsBlunted);

/// <summary>Somebody on the virtual gym floor.</summary>
public sealed record GymPerson
{
    public required Participant Participant { get; init; }

    /// <summary>Strap id.</summary>
    public required string Strap { get; init; }

    /// <summary>What kind of strap it is.</summary>
    public required StrapModel Model { get; init; }

    public required VirtualPerson Heart { get; init; }

    public required GymScript Script { get; init; }

    /// <summary>How the person answers prompts.</summary>
    public required PerceivedExertion Exertion { get; init; }

    public required IReadOnlyList<PanicOverlay> Panic { get; init; }

    /// <summary>What goes wrong with the strap: the part's own; the model's habits and everybody's faults come on top.</summary>
    public required IReadOnlyList<FaultSpec> Faults { get; init; }

    /// <summary>How the sensor reads the pulse.</summary>
    public SensorClass Sensor => Model.Class;
}
