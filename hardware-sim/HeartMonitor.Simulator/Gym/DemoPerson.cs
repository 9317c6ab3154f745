using HeartMonitor.Core.Patients;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>A participant and the strap they wear, as in the people file.</summary>
/// <param name="Participant">Contracts section 3.</param>
/// <param name="Strap">Strap id.</param>
/// <param name="IsBlunted">A medicine or condition keeps this heart rate down; the simulator does not judge that itself.</param>
public sealed record DemoBinding(Participant Participant, string Strap, bool IsBlunted);

/// <summary>Somebody on the virtual gym floor.</summary>
public sealed record DemoPerson
{
    public required Participant Participant { get; init; }

    /// <summary>Strap id.</summary>
    public required string Strap { get; init; }

    public required VirtualPerson Heart { get; init; }

    public required StrapProfile Profile { get; init; }

    public required DemoScript Script { get; init; }

    /// <summary>How the person answers prompts.</summary>
    public required PerceivedExertion Exertion { get; init; }
}
