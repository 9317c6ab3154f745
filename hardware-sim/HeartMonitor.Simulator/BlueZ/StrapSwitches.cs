namespace HeartMonitor.Simulator.BlueZ;

/// <summary>
/// How a strap, or BlueZ's picture of it, misbehaves. Each may be changed at any time and counts from the next time it matters. The default is
/// a strap that behaves.
/// </summary>
public sealed class StrapSwitches
{
    public ConnectBehaviour OnConnect { get; set; }

    /// <summary>The link drops so long after each connection; null for never.</summary>
    public TimeSpan? DropsAfter { get; set; }

    /// <summary>From the link until services are known; null for <see cref="BlueZTimings.ResolveDelay"/>.</summary>
    public TimeSpan? ResolveDelay { get; set; }

    public bool NeverResolves { get; set; }

    /// <summary>BlueZ sends no PropertiesChanged for Connected; who reads the property sees it.</summary>
    public bool HidesConnected { get; set; }

    /// <summary>The same for ServicesResolved.</summary>
    public bool HidesResolved { get; set; }

    /// <summary>Pair fails with <c>org.bluez.Error.AuthenticationFailed</c>, as it does without an agent.</summary>
    public bool RefusesPairing { get; set; }

    /// <summary>Reading and notifying fail with <c>org.bluez.Error.NotPermitted</c>, "Not paired", until Pair has succeeded.</summary>
    public bool RequiresPairing { get; set; }

    /// <summary>BlueZ knows it from before: its object is there whether the strap is or not, and is never forgotten.</summary>
    public bool IsRemembered { get; set; }

    /// <summary>A second object with the same address, which leads nowhere.</summary>
    public bool IsListedTwice { get; set; }

    /// <summary>StartNotify fails so many times more, as with a GATT cache that the strap has outgrown.</summary>
    public int StaleNotifies { get; set; }

    /// <summary>StartNotify fails with this error of <c>org.bluez.Error</c>: <c>InProgress</c>, <c>NotPermitted</c>; null for none.</summary>
    public string? NotifyError { get; set; }

    /// <summary>Services are at other paths after each connection.</summary>
    public bool MovesGatt { get; set; }

    /// <summary>Service objects stay when the link drops.</summary>
    public bool KeepsGatt { get; set; }

    /// <summary>Only <c>org.bluez.Battery1</c> shows the battery, and no service 0x180F.</summary>
    public bool HidesBatteryService { get; set; }

    /// <summary>It is no strap: neither advertised nor found is 0x180D.</summary>
    public bool LacksHeartRate { get; set; }
}
