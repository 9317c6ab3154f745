namespace HeartMonitor.Simulator.ScenarioPlayer;

/// <summary>One thing to do in a story that is played against a live service.</summary>
/// <param name="After">Time of the service's clock since the session's start.</param>
/// <param name="Packet">Bytes for the strap to send, when <paramref name="FactJson"/> is null.</param>
/// <param name="FactJson">An event of contracts 4 without <c>at</c>, for <c>POST sessions/{sid}/events</c>.</param>
public readonly record struct StoryStep(TimeSpan After, ReadOnlyMemory<byte> Packet, string? FactJson);
