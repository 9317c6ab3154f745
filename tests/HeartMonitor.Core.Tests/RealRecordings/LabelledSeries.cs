using System.Globalization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;

namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>Intervals of which somebody knows what each one is.</summary>
/// <param name="Name">For the log.</param>
/// <param name="Intervals">Milliseconds.</param>
/// <param name="Labels">For each interval what its last beat is; null for a regular one.</param>
internal sealed record LabelledSeries(string Name, IReadOnlyList<double> Intervals, IReadOnlyList<string?> Labels)
{
    internal Recording Recording { get; } =
        RecordingReader.Read(new StringReader(string.Join('\n', Intervals.Select(i => i.ToString(CultureInfo.InvariantCulture)))), Name).Recording!;

    /// <summary>Half an hour, each beat labelled by cardiologists: A atrial premature, V ventricular premature.</summary>
    internal static LabelledSeries MitBih100()
    {
        var rows = File.ReadLines(RecordedFile.PathOf("rr", "mitdb_100.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        return new("mitdb_100", [.. rows.Select(r => double.Parse(r[0], CultureInfo.InvariantCulture))], [.. rows.Select(r => r[1] == "N" ? null : r[1])]);
    }

    /// <summary>Two minutes of a chest strap each, R peaks annotated by hand: none is lost, none invented. By activity.</summary>
    internal static ILookup<string, LabelledSeries> Gudb() => RecordedFile.Beats
        .Where(f => f.Name.StartsWith("gudb_", StringComparison.Ordinal))
        .Select(f => (f.Name, Intervals: f.Recording.Rows.SelectMany(r => r.RrMs).ToList()))
        .ToLookup(f => f.Name[9..^4], f => new LabelledSeries(f.Name, f.Intervals, new string?[f.Intervals.Count]));

    /// <summary>The same with faults: in turn a beat lost, one invented in the middle of an interval, one that comes early with a pause after it.</summary>
    /// <param name="every">Beats from one fault to the next.</param>
    internal LabelledSeries WithFaults(int every = 30)
    {
        var faulty = new List<(double Ms, string? Label)>();
        for (var i = 0; i < Intervals.Count; i++)
        {
            var ms = Intervals[i];
            var isSpot = i % every == every / 2 && i + 1 < Intervals.Count;
            faulty.AddRange(isSpot ? (i / every % 3) switch
            {
                0 => [(ms + Intervals[++i], "missed")],
                1 => [(0.4 * ms, "extra"), (0.6 * ms, "extra")],
                _ => [(0.7 * ms, "early"), (Intervals[++i] + (0.3 * ms), "early")],
            } : ((double, string?)[])[(ms, null)]);
        }

        return new(Name, [.. faulty.Select(f => f.Ms)], [.. faulty.Select(f => f.Label)]);
    }

    /// <summary>What the gate's window makes of each interval, packet by packet as a strap would send them.</summary>
    internal IReadOnlyList<BeatKind> Kinds()
    {
        var window = new BeatWindow(Shipped.Setup.Alarms.Rules);
        var kinds = new List<BeatKind>();
        Span<BeatKind> newest = stackalloc BeatKind[64];
        Span<float> ms = stackalloc float[64];
        foreach (var (offset, packet) in RecordingPackets.Of(Recording))
        {
            var measurement = HeartRateMeasurementCodec.Decode(packet).Measurement;
            window.Add(measurement.Rr, measurement.HeartRate.Bpm, DateTimeOffset.UnixEpoch + offset);
            kinds.AddRange(Enumerable.Repeat(BeatKind.Fine, measurement.Rr.Count));
            var count = window.CopyNewest(ms, newest); // the newest beat may explain the one before it
            for (var i = 0; i < count; i++) kinds[kinds.Count - count + i] = newest[i];
        }

        return kinds;
    }
}
