using System.Globalization;

namespace HeartMonitor.Core.Tests.Support;

/// <summary>How many cases the laws try: <c>HEARTMONITOR_PROPERTY_ORDERS</c> for a big run, a small number otherwise.</summary>
internal static class PropertyRuns
{
    private static readonly long? Asked =
        long.TryParse(Environment.GetEnvironmentVariable("HEARTMONITOR_PROPERTY_ORDERS"), CultureInfo.InvariantCulture, out var orders) && orders > 0 ? orders : null;

    /// <summary>Cases for one of several laws that share the asked number.</summary>
    /// <param name="otherwise">Cases when nobody asked.</param>
    /// <param name="laws">Laws that share the number.</param>
    internal static long Of(int otherwise, int laws) => Asked is { } orders ? Math.Max(otherwise, (orders + laws - 1) / laws) : Effort.Of(otherwise);
}
