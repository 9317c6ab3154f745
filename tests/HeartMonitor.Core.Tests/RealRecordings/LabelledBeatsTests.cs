using System.Globalization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.RealRecordings;

public sealed class LabelledBeatsTests(ITestOutputHelper log)
{
    private static readonly Participant Anybody = new() { Id = "p_beats", Age = 25, RestingHr = 55, BodyMassKg = 75 };

    [Fact]
    public void Explore()
    {
        var mit = RecordedFile.Beats.Single(f => f.Name == "mitdb_100.csv");
        var labels = File.ReadLines(RecordedFile.PathOf("rr", mit.Name)).Skip(1).Select(line => line.Split(',')[1]).ToList();
        var intervals = mit.Recording.Rows.SelectMany(r => r.RrMs).ToList();
        Tell("mitdb_100", [(intervals, labels.Select(l => l == "N" ? null : l).ToList())]);
        foreach (var activity in Gudb().GroupBy(f => f.Name[9..^4]))
        {
            Tell($"gudb {activity.Key} as annotated", activity.Select(f => (f.Recording.Rows.SelectMany(r => r.RrMs).ToList(), (List<string?>?)null)));
            Tell($"gudb {activity.Key} with faults", activity.Select(f => WithFaults([.. f.Recording.Rows.SelectMany(r => r.RrMs)], 30)));
        }
    }

    private void Tell(string name, IEnumerable<(List<double> Intervals, List<string?>? Faults)> series)
    {
        var table = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (all, odd, near) = (0, 0, 0);
        foreach (var (intervals, given) in series)
        {
            var faults = given ?? [.. intervals.Select(_ => (string?)null)];
            var text = new StringReader(string.Join('\n', intervals.Select(i => i.ToString(CultureInfo.InvariantCulture))));
            var recording = RecordingReader.Read(text, name).Recording!;
            var kinds = Kinds(recording);
            var play = RecordedPlay.Of(recording, Anybody);
            var summary = play.Events.OfType<SummaryEvent>().Single().Signal;
            var percent = 100.0 * kinds.Count(k => k != BeatKind.Fine) / kinds.Count;
            if (Math.Abs(percent - summary.ArtefactPercent!.Value) > 0.005) log.WriteLine($"   {name} {percent} {summary}");
            for (var i = 0; i < kinds.Count; i++)
            {
                all++;
                var key = $"{faults[i] ?? "regular"}={kinds[i]}";
                table[key] = table.GetValueOrDefault(key) + 1;
                if (kinds[i] == BeatKind.Fine) continue;
                odd++;
                if (faults.Skip(i - 1).Take(3).Any(f => f is not null)) near++;
            }
        }

        log.WriteLine($"{name}: {all} beats, {odd} odd, {near} near a fault: {string.Join(", ", table.Select(t => $"{t.Key} {t.Value}"))}");
    }

    private static List<BeatKind> Kinds(Recording recording)
    {
        var window = new BeatWindow(Shipped.Setup.Alarms.Rules);
        var kinds = new List<BeatKind>();
        Span<BeatKind> newest = stackalloc BeatKind[64];
        Span<float> ms = stackalloc float[64];
        foreach (var (offset, packet) in RecordingPackets.Of(recording))
        {
            var m = HeartRateMeasurementCodec.Decode(packet).Measurement;
            window.Add(m.Rr, m.HeartRate.Bpm, DateTimeOffset.UnixEpoch + offset);
            for (var i = 0; i < m.Rr.Count; i++) kinds.Add(default);
            var count = window.CopyNewest(ms, newest);
            for (var i = 0; i < count; i++) kinds[kinds.Count - count + i] = newest[i];
        }

        return kinds;
    }

    private static (List<double>, List<string?>?) WithFaults(List<double> clean, int every)
    {
        var intervals = new List<double>();
        var faults = new List<string?>();
        for (var i = 0; i < clean.Count; i++)
        {
            var kind = i % every == every / 2 && i + 1 < clean.Count ? (i / every % 3) : -1;
            switch (kind)
            {
                case 0: Add(clean[i] + clean[++i], "missed"); break;
                case 1: Add(0.4 * clean[i], "extra"); Add(0.6 * clean[i], "extra"); break;
                case 2: Add(0.7 * clean[i], "ectopic"); Add(clean[i + 1] + (0.3 * clean[i]), "ectopic"); i++; break;
                default: Add(clean[i], null); break;
            }
        }

        return (intervals, faults);
        void Add(double ms, string? fault) { intervals.Add(ms); faults.Add(fault); }
    }

    private static IEnumerable<RecordedFile> Gudb() => RecordedFile.Beats.Where(f => f.Name.StartsWith("gudb_", StringComparison.Ordinal));
}
