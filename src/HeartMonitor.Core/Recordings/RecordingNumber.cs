using System.Globalization;

namespace HeartMonitor.Core.Recordings;

/// <summary>Numbers as recordings write them: invariant, finite, exponents allowed, no thousands separators.</summary>
internal static class RecordingNumber
{
    /// <summary>Exact, so that a stamp such as 0.7 s does not become 0.6999999.</summary>
    internal static bool TryParse(ReadOnlySpan<char> cell, out decimal value) =>
        decimal.TryParse(cell.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    internal static TimeSpan Seconds(decimal seconds) => TimeSpan.FromTicks((long)decimal.Round(seconds * TimeSpan.TicksPerSecond));

    internal static TimeSpan Milliseconds(decimal milliseconds) =>
        TimeSpan.FromTicks((long)decimal.Round(milliseconds * TimeSpan.TicksPerMillisecond));

    /// <summary>What was found, for a message: quoted, cut, no control characters.</summary>
    internal static string Quote(ReadOnlySpan<char> found, int most = 40)
    {
        var cut = found.Length > most ? string.Concat(found[..most], "...") : found.ToString();
        return "'" + string.Concat(cut.Select(c => char.IsControl(c) ? ' ' : c)) + "'";
    }
}
