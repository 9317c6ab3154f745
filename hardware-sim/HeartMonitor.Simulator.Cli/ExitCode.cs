namespace HeartMonitor.Simulator.Cli;

/// <summary>Exit codes, those of the service (contracts 1).</summary>
internal static class ExitCode
{
    internal const int Fine = 0;

    /// <summary>A check failed, or an input file is empty, unreadable or not what it should be.</summary>
    internal const int Failed = 1;

    /// <summary>Wrong usage, or an input file that is missing.</summary>
    internal const int Usage = 2;

    internal const int Internal = 70;
}
