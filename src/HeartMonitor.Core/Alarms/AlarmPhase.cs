namespace HeartMonitor.Core.Alarms;

/// <summary>Where one alert code of one session is in its life (domain-facts 8.1).</summary>
public enum AlarmPhase
{
    /// <summary>Nothing to say.</summary>
    Idle,

    /// <summary>The condition holds, not yet for long enough.</summary>
    Pending,

    /// <summary>Raised, and nobody took note.</summary>
    ActiveUnacknowledged,

    /// <summary>Raised, and somebody took note.</summary>
    ActiveAcknowledged,

    /// <summary>The condition ended before anybody took note, and the alert waits for that.</summary>
    ClearedUnacknowledged,
}
