using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Medications;

/// <summary>
/// A gate before the start (decisions 20, 36): <see cref="GateState.Clinician"/> asks for a clinician's release and keeps the mode,
/// <see cref="GateState.Refused"/> makes the mode hold, <see cref="GateState.Open"/> was released by a clinician.
/// </summary>
/// <param name="Code">Reason code of decisions 11.</param>
/// <param name="State">Where it stands.</param>
public sealed record PlanGate(string Code, GateState State);
