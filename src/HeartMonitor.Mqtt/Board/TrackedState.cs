namespace HeartMonitor.Mqtt.Board;

/// <summary>The newest known revision of one alert or prompt.</summary>
/// <param name="Rev">Highest revision seen.</param>
/// <param name="IsOpen">Retained until it is not.</param>
/// <param name="Message">What to say about it.</param>
internal sealed record TrackedState(int Rev, bool IsOpen, StateMessage Message);
