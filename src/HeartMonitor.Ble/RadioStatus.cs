namespace HeartMonitor.Ble;

/// <summary>A radio that straps are heard by.</summary>
/// <param name="Name">Such as <c>hci0</c>; <c>bluetooth</c> when there has been none yet.</param>
/// <param name="IsUsable">It is there and switched on.</param>
public sealed record RadioStatus(string Name, bool IsUsable);
