namespace HeartMonitor.Core.Sessions;

/// <summary>Who signs what staff do: a pseudonym.</summary>
internal static class StaffName
{
    private const int Longest = 40;

    /// <summary>True for one that can be read: characters without width sign nothing.</summary>
    internal static bool Signs(string? by) => by?.Length <= Longest && by.Any(char.IsLetterOrDigit);
}
