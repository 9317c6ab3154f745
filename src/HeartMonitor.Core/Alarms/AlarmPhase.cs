namespace HeartMonitor.Core.Alarms;

/// <summary>Where one alert code of one session is in its life (domain-facts 8.1). What leads from one to the next: <see cref="AlarmLife"/>.</summary>
public enum AlarmPhase
{
    /// <summary>Nothing to say, or nothing more.</summary>
    Idle,

    /// <summary>The condition holds, not yet for long enough.</summary>
    Pending,

    /// <summary>Raised, and nobody took note.</summary>
    ActiveUnacknowledged,

    /// <summary>Raised, and somebody took note.</summary>
    ActiveAcknowledged,

    /// <summary>The condition ended before anybody took note, and the alert waits for that: it is latched.</summary>
    ClearedUnacknowledged,

    /// <summary>Somebody put it aside by name until a stated time.</summary>
    Shelved,

    /// <summary>The signal is lost, another alert says so, and nobody had taken note of this one.</summary>
    SuppressedUnacknowledged,

    /// <summary>The signal is lost, another alert says so, and somebody had taken note of this one.</summary>
    SuppressedAcknowledged,
}
