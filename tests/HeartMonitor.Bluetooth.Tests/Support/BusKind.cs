namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>Which bus a test runs on.</summary>
public enum BusKind
{
    /// <summary>Our own, in this process.</summary>
    Own,

    /// <summary>A real dbus-daemon.</summary>
    Daemon,
}
