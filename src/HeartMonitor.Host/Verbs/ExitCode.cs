namespace HeartMonitor.Host.Verbs;

/// <summary>Exit codes of contracts 1.</summary>
internal static class ExitCode
{
    internal const int Fine = 0;

    /// <summary>A check or an expectation failed, or an input file is empty, unreadable or has a wrong header.</summary>
    internal const int Failed = 1;

    /// <summary>Wrong usage, or an input file that is missing.</summary>
    internal const int Usage = 2;

    internal const int Internal = 70;

    /// <summary>Configuration refused.</summary>
    internal const int Configuration = 78;
}
