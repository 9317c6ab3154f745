using System.Globalization;
using System.Xml.Linq;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tests.Support;
using Xunit;

namespace HeartMonitor.Research.Tests.Exports;

/// <summary>TCX: the order and ranges of Garmin's TrainingCenterDatabasev2.xsd, and the reader of <c>monitor replay</c>.</summary>
public sealed class TcxExportTests
{
    private static readonly XNamespace Tcx = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2";
    private static readonly XNamespace Extension = "http://www.garmin.com/xmlschemas/ActivityExtension/v2";

    /// <summary>Elements in the order of the schema's sequences; a name with <c>!</c> must be there.</summary>
    private static readonly Dictionary<string, string[]> Sequences = new()
    {
        ["TrainingCenterDatabase"] = ["Folders", "Activities!", "Workouts", "Courses", "Author", "Extensions"],
        ["Activities"] = ["Activity!", "MultiSportSession"],
        ["Activity"] = ["Id!", "Lap!", "Notes", "Training", "Creator", "Extensions"],
        ["Lap"] = ["TotalTimeSeconds!", "DistanceMeters!", "MaximumSpeed", "Calories!", "AverageHeartRateBpm", "MaximumHeartRateBpm", "Intensity!", "Cadence", "TriggerMethod!", "Track", "Notes", "Extensions"],
        ["Track"] = ["Trackpoint!"],
        ["Trackpoint"] = ["Time!", "Position", "AltitudeMeters", "DistanceMeters", "HeartRateBpm", "Cadence", "SensorState", "Extensions"],
        ["AverageHeartRateBpm"] = ["Value!"],
        ["MaximumHeartRateBpm"] = ["Value!"],
        ["HeartRateBpm"] = ["Value!"],
        ["Extensions"] = ["TPX"],
        ["TPX"] = ["Speed", "RunCadence", "Watts", "Extensions"],
    };

    [Fact]
    public async Task Monitor_replay_reads_the_rates_of_the_journal_at_their_times()
    {
        using var text = new StringReader(await Exported.TextAsync(Exported.Canary, ExportFormat.Tcx));
        var recording = RecordingReader.Read(text, "x.tcx").Recording!;
        var told = Exported.Canary.Samples.Where(IsTold).ToList();
        Assert.Equal(told.Select(s => (int?)s.Bpm), recording.Rows.Select(r => r.HeartRateBpm));
        Assert.All(told.Zip(recording.Rows), pair => Assert.Equal(pair.First.At, recording.Start!.Value + pair.Second.Offset, TimeSpan.FromMilliseconds(1)));
        Assert.Contains(recording.Rows, r => r.PowerW == 50);
        Assert.Contains(recording.Rows, r => r.SpeedMps is { } speed && Math.Abs(speed - 1.5) < 1e-9);
    }

    [Fact]
    public async Task Elements_stand_in_the_order_of_the_schema()
    {
        var root = XDocument.Parse(await Exported.TextAsync(Exported.Canary, ExportFormat.Tcx)).Root!;
        foreach (var element in root.DescendantsAndSelf())
        {
            if (!Sequences.TryGetValue(element.Name.LocalName, out var sequence)) { Assert.False(element.HasElements, element.Name.LocalName); continue; }
            var places = element.Elements().Select(e => Array.FindIndex(sequence, s => s.TrimEnd('!') == e.Name.LocalName)).ToList();
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
            Assert.All(sequence.Where(s => s.EndsWith('!')), needed => Assert.Contains(element.Elements(), e => e.Name.LocalName == needed.TrimEnd('!')));
            Assert.All(element.Elements(), e => Assert.Equal(e.Name.LocalName is "TPX" or "Speed" or "Watts" ? Extension : Tcx, e.Name.Namespace));
        }
    }

    [Fact]
    public async Task Values_are_of_the_schemas_types()
    {
        var root = XDocument.Parse(await Exported.TextAsync(Exported.Canary, ExportFormat.Tcx)).Root!;
        Assert.All(root.Descendants(Tcx + "Value"), v => Assert.InRange(int.Parse(v.Value, NumberStyles.None, CultureInfo.InvariantCulture), 1, 255));
        Assert.All(root.Descendants(Tcx + "Time"), t => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", t.Value));
        Assert.All(root.Descendants(Tcx + "Intensity"), i => Assert.Contains(i.Value, new[] { "Active", "Resting" }));
        Assert.All(root.Descendants(Tcx + "TriggerMethod"), i => Assert.Equal("Manual", i.Value));
        Assert.Equal("Other", root.Descendants(Tcx + "Activity").Single().Attribute("Sport")!.Value);
        Assert.Equal(["before the first phase", "warm-up", "work", "cool-down", "recovery"], root.Descendants(Tcx + "Lap").Select(l => l.Element(Tcx + "Notes")!.Value));
        Assert.Equal(420, root.Descendants(Tcx + "TotalTimeSeconds").Sum(t => double.Parse(t.Value, CultureInfo.InvariantCulture)), 1e-9);
    }

    [Fact]
    public async Task No_track_goes_across_a_gap_and_the_notes_state_it()
    {
        var root = XDocument.Parse(await Exported.TextAsync(Exported.Canary, ExportFormat.Tcx)).Root!;
        foreach (var track in root.Descendants(Tcx + "Track"))
        {
            var times = track.Descendants(Tcx + "Time").Select(t => DateTimeOffset.Parse(t.Value, CultureInfo.InvariantCulture)).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 0.0005, 2.999));
        }

        Assert.Contains("s silence", root.Descendants(Tcx + "Activity").Single().Element(Tcx + "Notes")!.Value, StringComparison.Ordinal);
    }

    private static bool IsTold(SeriesSample sample) => sample.Bpm is >= 1 and <= 254 && (sample.IsLate || sample.Label.Quality >= Core.Signal.SignalQuality.Suspect)
        && sample.IsReading && !sample.Label.Reasons.HasFlag(Core.Signal.SignalReasons.Duplicate);
}
