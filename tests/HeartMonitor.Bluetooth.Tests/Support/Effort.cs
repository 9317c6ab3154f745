using System.Globalization;

namespace HeartMonitor.Bluetooth.Tests.Support;

/// <summary>
/// How often a generated test repeats itself. <c>HEARTMONITOR_TEST_EFFORT</c> is a share from 0 to 1, default 1: mutation testing runs every
/// test thousands of times and sets a small one.
/// </summary>
internal static class Effort
{
    private static readonly double Share =
        Environment.GetEnvironmentVariable("HEARTMONITOR_TEST_EFFORT") is { Length: > 0 } given ? double.Parse(given, CultureInfo.InvariantCulture) : 1;

    /// <summary>True when nothing was cut: only then can a test assert how often something rare came up.</summary>
    internal static bool IsFull => Share >= 1;

    /// <summary>The first of <paramref name="all"/>, as many as the share gives.</summary>
    internal static IEnumerable<T> Some<T>(IEnumerable<T> all)
    {
        var list = all.ToList();
        return list.Take(Of(list.Count));
    }

    /// <summary>The share of <paramref name="full"/> repetitions, at least one.</summary>
    internal static int Of(int full) => Math.Max(1, (int)(full * Share));
}
