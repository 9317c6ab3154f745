namespace HeartMonitor.Simulator.BlueZ;

/// <summary>What becomes of a call of Connect.</summary>
public enum ConnectBehaviour
{
    /// <summary>A link, as soon as the strap is on air; <c>le-connection-abort-by-local</c> when it is not for 20 s.</summary>
    Connects,

    /// <summary>No answer until Disconnect is called.</summary>
    Hangs,

    /// <summary><c>org.bluez.Error.Failed</c>, <c>le-connection-abort-by-local</c>.</summary>
    Aborts,
}
