using System.Globalization;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>How much a generated test plays: <c>HEARTMONITOR_TEST_EFFORT</c> is a share from 0 to 1, default 1.</summary>
internal static class Effort
{
    private static readonly double Share =
        Environment.GetEnvironmentVariable("HEARTMONITOR_TEST_EFFORT") is { Length: > 0 } given ? double.Parse(given, CultureInfo.InvariantCulture) : 1;

    /// <summary>The share of <paramref name="full"/> repetitions, at least one.</summary>
    internal static int Of(int full) => Math.Max(1, (int)(full * Share));
}
