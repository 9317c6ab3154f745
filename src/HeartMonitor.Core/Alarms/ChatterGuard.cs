using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Alarms;

/// <summary>
/// Sees that an alert comes and goes (domain-facts 8.2: three cycles in a minute). From the third raise on it is kept open until its
/// condition has been gone for a quiet time, so that a loose strap makes three alerts and not a stream.
/// </summary>
internal sealed class ChatterGuard
{
    private readonly Queue<DateTimeOffset> _raised = [];

    public bool IsChattering { get; private set; }

    public void Raised(DateTimeOffset at, RuleOptions rules)
    {
        while (_raised.TryPeek(out var oldest) && (at - oldest).TotalSeconds > rules.ChatterWindowSeconds) _raised.Dequeue();
        _raised.Enqueue(at);
        while (_raised.Count > rules.ChatterCycles) _raised.Dequeue();
        IsChattering = IsChattering || _raised.Count >= rules.ChatterCycles;
    }

    /// <summary>It was quiet for long enough.</summary>
    public void Cleared()
    {
        if (IsChattering) _raised.Clear();
        IsChattering = false;
    }

    /// <summary>Its rule has no business just now: what was raised is remembered, or an alert that is turned off each time would never chatter.</summary>
    public void TurnedOff() => IsChattering = false;

    /// <summary>Seconds that the condition must be gone before the alert clears.</summary>
    public int ClearDelay(int clearDelaySeconds, RuleOptions rules) =>
        IsChattering ? Math.Max(clearDelaySeconds, rules.ChatterQuietSeconds) : clearDelaySeconds;
}
