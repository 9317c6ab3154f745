namespace HeartMonitor.Research.Tests.Support;

/// <summary>Made-up heart rhythms; the same seed gives the same intervals.</summary>
internal static class Rhythm
{
    /// <summary>Around 800 ms, breathing every dozen beats, and 2 ms of noise without tails: the method takes what stands out for an artefact.</summary>
    internal static double[] AtRest(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => 800 + (25 * Math.Sin(i / 2.0)) + (4 * random.NextDouble()) - 2)];
    }

    internal static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
