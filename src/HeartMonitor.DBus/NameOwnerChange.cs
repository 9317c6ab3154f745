namespace HeartMonitor.DBus;

/// <summary>A name changed hands.</summary>
/// <param name="Name">The well-known name.</param>
/// <param name="OldOwner">Unique name of who had it; null when nobody had.</param>
/// <param name="NewOwner">Unique name of who has it now; null when nobody has.</param>
public readonly record struct NameOwnerChange(string Name, string? OldOwner, string? NewOwner);
