using System.Globalization;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Research.Hrv;

namespace HeartMonitor.Benchmarks;

/// <summary>What <c>monitor hrv</c> does after its start: RR text to JSON, for an hour of beats and for more. A sample is an interval; the row of two hours costs as much a sample when the work is linear.</summary>
internal static class VariabilityBenchmark
{
    private const int BeatsAnHour = 5_400; // 90 a minute

    internal static void Run(TextWriter output)
    {
        foreach (var hours in (int[])[1, 2, 4])
        {
            var text = Text(hours * BeatsAnHour);
            var cost = Cost.Of(() => Judge(text));
            Benchmarks.Report(output, $"hrv: {hours} h of RR text to JSON", cost);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {cost.Microseconds * cost.Samples / 1_000:0.0} ms in all"));
        }
    }

    private static long Judge(string text)
    {
        using var reader = new StringReader(text);
        var series = RrSeriesReader.Read(reader, "benchmark").IntervalsMs!;
        return HrvJson.Write(HrvReport.Of(series)).Length > 0 ? series.Count : 0;
    }

    /// <summary>A breathing heart with a beat out of turn now and then; always the same.</summary>
    private static string Text(int beats)
    {
        var random = new Random(1);
        return string.Join('\n', Enumerable.Range(0, beats).Select(i =>
            (667 + (30 * Math.Sin(i / 4.0)) + (20 * random.NextDouble()) - (i % 97 == 50 ? 250 : 0)).ToString("F1", CultureInfo.InvariantCulture)));
    }
}
