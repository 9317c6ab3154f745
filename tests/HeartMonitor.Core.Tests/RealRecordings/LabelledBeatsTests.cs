using System.Globalization;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>What the gate says, packet by packet as it comes, where people have labelled the beats or where we know which ones are false.</summary>
public sealed class LabelledBeatsTests(ITestOutputHelper log)
{
    private static readonly Participant Anybody = new() { Id = "p_beats", Age = 25, RestingHr = 55, BodyMassKg = 75 };

    [Fact]
    public void Explore()
    {
        var mit = RecordedFile.Beats.Single(f => f.Name == "mitdb_100.csv");
        var labels = File.ReadLines(RecordedFile.PathOf("rr", mit.Name)).Skip(1).Select(line => line.Split(',')[1]).ToList();
        var intervals = mit.Recording.Rows.SelectMany(r => r.RrMs).ToList();
        Tell("mitdb_100", intervals, [.. labels.Select((l, i) => l == "N" ? null : l)]);
        foreach (var activity in Gudb().GroupBy(f => f.Name[9..^4]))
        {
            Tell($"gudb {activity.Key} as annotated", activity.Select(f => (f.Recording.Rows.SelectMany(r => r.RrMs).ToList(), (List<string?>?)null)));
            Tell($"gudb {activity.Key} with faults", activity.Select(f => WithFaults([.. f.Recording.Rows.SelectMany(r => r.RrMs)], 30)));
        }
    }

    private void Tell(string name, List<double> intervals, List<string?> faults) => Tell(name, [(intervals, faults)]);

    private void Tell(string name, IEnumerable<(List<double> Intervals, List<string?>? Faults)> series)
    {
        var counts = new SortedDictionary<string, (int All, int Caught)>(StringComparer.Ordinal);
        var (clean, doubted) = (0, 0);
        var reasons = new Dictionary<string, int>();
        foreach (var (intervals, given) in series)
        {
            var faults = given ?? [.. intervals.Select(_ => (string?)null)];
            var text = new StringReader(string.Join('\n', intervals.Select(i => i.ToString(CultureInfo.InvariantCulture))));
            var play = RecordedPlay.Of(RecordingReader.Read(text, name).Recording!, Anybody);
            var beat = 0;
            foreach (var packet in play.Packets)
            {
                var here = faults.Skip(beat).Take(packet.Beats).OfType<string>().ToList();
                beat += packet.Beats;
                if (packet.Label.Reasons == SignalReasons.StartOfWear) continue;
                var bad = packet.Label.Quality != SignalQuality.Good;
                if (bad) reasons[packet.Label.Reasons.ToString()] = reasons.GetValueOrDefault(packet.Label.Reasons.ToString()) + 1;
                foreach (var fault in here) { var c = counts.GetValueOrDefault(fault); counts[fault] = (c.All + 1, c.Caught + (bad ? 1 : 0)); }
                if (here.Count == 0) { clean++; if (bad) doubted++; }
            }
            Assert.Equal(intervals.Count, beat);
        }

        log.WriteLine($"{name}: {string.Join(", ", counts.Select(c => $"{c.Key} {c.Value.Caught}/{c.Value.All}"))}; clean packets doubted {doubted}/{clean} {string.Join(' ', reasons)}");
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
