using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Alarms.Burden;

/// <summary>The time that a burden is computed for.</summary>
/// <param name="From">Included.</param>
/// <param name="To">Excluded.</param>
/// <param name="SessionHours">Hours of all sessions in it together.</param>
/// <param name="Staff">People on the floor, 1 or more.</param>
/// <param name="HighSeconds">Within this a high alert is acknowledged in time (domain-facts 8.1).</param>
/// <param name="MediumSeconds">The same for a medium one.</param>
public sealed record BurdenWindow(DateTimeOffset From, DateTimeOffset To, double SessionHours, int Staff = 1, int HighSeconds = 30, int MediumSeconds = 120);

/// <summary>An alert's event, and whose it is.</summary>
public sealed record BurdenItem(string Session, AlertEvent Alert);
