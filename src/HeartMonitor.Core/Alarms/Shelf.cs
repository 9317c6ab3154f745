namespace HeartMonitor.Core.Alarms;

/// <summary>An alert that somebody put aside.</summary>
/// <param name="Until">When it comes back by itself.</param>
/// <param name="By">Who signed.</param>
internal sealed record Shelf(DateTimeOffset Until, string By);
