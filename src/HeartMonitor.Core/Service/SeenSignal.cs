namespace HeartMonitor.Core.Service;

/// <summary>What the watch over signals that are lost together sees of a session.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Participant">Pseudonym.</param>
/// <param name="LostAt">When the loss that lasts was told; null with a signal.</param>
/// <param name="IsExplained">The loss is told by one alert for many.</param>
public readonly record struct SeenSignal(string Session, string Participant, DateTimeOffset? LostAt, bool IsExplained);
