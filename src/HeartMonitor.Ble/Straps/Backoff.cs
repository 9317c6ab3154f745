namespace HeartMonitor.Ble.Straps;

/// <summary>
/// Waits after failures: between half an upper end and the whole of it, the upper end doubling from the first wait to the longest. The half that
/// is certain keeps a strap that refuses from being hammered; the half that is drawn keeps straps that dropped together from coming back together.
/// </summary>
internal static class Backoff
{
    private const int MostDoublings = 20;

    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="first">Upper end after the first.</param>
    /// <param name="longest">The upper end never passes this.</param>
    /// <param name="random">0 to below 1.</param>
    internal static TimeSpan Wait(int failures, TimeSpan first, TimeSpan longest, double random)
    {
        var upperEnd = first * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings));
        return (upperEnd < longest ? upperEnd : longest) * (0.5 + (random / 2));
    }
}
