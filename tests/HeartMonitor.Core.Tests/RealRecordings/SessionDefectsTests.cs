using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Recordings;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using Xunit;

namespace HeartMonitor.Core.Tests.RealRecordings;

/// <summary>
/// Twenty-one recorded activities with the defects that their devices left in them, counted once by others (<c>quality_cases.json</c>) and once here:
/// what each one is called, and that no rule by heart rate speaks because of it.
/// </summary>
public sealed class SessionDefectsTests(ITestOutputHelper log)
{
    private const double HeldFor = 5; // domain-facts 5.1: after 5 s a value is no longer shown
    private const double NewWearAfter = 10; // domain-facts 5.1: after a silence so long the first seconds are display only

    private static readonly Participant InZones = new() { Id = "p_zones", Age = 25, RestingHr = 55, BodyMassKg = 75 };

    private static readonly Participant OnMetoprolol = InZones with { Id = "p_rpe", Medications = [new() { Atc = "C07AB02", Name = "metoprolol" }] };

    private static readonly ConcurrentDictionary<(RecordedFile File, Participant Person), RecordedPlay> Plays = new();

    private static readonly Dictionary<string, DefectKind> Words = new()
    {
        ["rows with no HR"] = DefectKind.NoRate,
        ["time gaps over 5 s"] = DefectKind.Gap,
        ["rows with HR 0"] = DefectKind.Zero,
        ["one-second HR steps over 15 bpm"] = DefectKind.Step,
        ["duplicate timestamps"] = DefectKind.SameTime,
    };

    /// <summary>Sixteen files have defects, in five kinds; what nobody counted must not be there either.</summary>
    [Fact]
    public void Counted_again_the_defects_are_as_many()
    {
        var counted = Counted();
        Assert.Equal(21, RecordedFile.Sessions.Count);
        Assert.Equal(16, counted.Count);
        foreach (var file in RecordedFile.Sessions)
        {
            var here = RecordedDefect.In(file.Rows).CountBy(d => d.Kind).ToDictionary();
            Assert.Equal(counted.GetValueOrDefault(file.Name, []).OrderBy(d => d.Key), here.OrderBy(d => d.Key));
        }
    }

    /// <summary>Rows without a rate and rows of the same time too: nothing is left out, moved or filled in. A row with a rate becomes a packet.</summary>
    [Fact]
    public void The_reader_has_every_row_as_it_is_in_the_file()
    {
        foreach (var file in RecordedFile.Sessions.Concat(RecordedFile.GradedTests))
        {
            Assert.Equal(file.Rows.Select(r => (r.Time, r.Bpm)), file.Recording.Rows.Select(r => (r.Offset.TotalSeconds, r.HeartRateBpm)));
            Assert.Equal(file.Rows.Where(r => r.Bpm is not null).Select(r => r.Time), RecordingPackets.Of(file.Recording).Select(p => p.Offset.TotalSeconds));
        }
    }

    /// <summary>What is stale, zero, out of step or lost is called so, whoever wears the strap.</summary>
    [Fact]
    public void Every_defect_carries_its_label()
    {
        foreach (var file in RecordedFile.Sessions)
        {
            var labels = Labels(file, InZones);
            Assert.Equal(labels, Labels(file, OnMetoprolol));
            foreach (var kind in labels.GroupBy(l => l.Kind))
                log.WriteLine($"{file.Name}: {kind.Count()} {Words.Single(w => w.Value == kind.Key).Key}: {string.Join(", ", kind.CountBy(l => l.Label).OrderByDescending(l => l.Value).Select(l => $"{l.Value} {l.Key}"))}");
        }
    }

    /// <summary>At every second of every recording: a rate only while a reading is under 5 s old, and its age beside it to the millisecond.</summary>
    [Fact]
    public void Nothing_old_is_shown_as_live()
    {
        foreach (var (file, person) in Everything(RecordedFile.Sessions.Concat(RecordedFile.GradedTests)))
        {
            var seconds = Played(file, person).Seconds;
            var (next, last) = (0, double.NaN);
            for (var second = 0; second < seconds.Count; second++)
            {
                for (; next < file.Rows.Count && file.Rows[next].Time < second; next++) last = file.Rows[next].IsReading ? file.Rows[next].Time : last;
                var age = second - last;
                Assert.Equal(double.IsNaN(age) ? null : (long)Math.Round(1000 * age), seconds[second].AgeMs);
                if (!(age >= HeldFor) && !double.IsNaN(age)) continue;
                Assert.Null(seconds[second].Bpm);
                Assert.Equal(SignalQuality.None, seconds[second].Quality);
            }
        }
    }

    /// <summary>
    /// In the graded tests too, whose rates are those of single beats and leap with every breath: no two good readings that follow each other within a
    /// second differ by more than 12 bpm, and no good one is a rate that no heart has (domain-facts 5.1).
    /// </summary>
    [Fact]
    public void Good_readings_follow_each_other_as_a_heart_can()
    {
        var (leaps, outOfRange) = (0, 0);
        foreach (var (file, person) in Everything(RecordedFile.Sessions.Concat(RecordedFile.GradedTests)))
        {
            var packets = Played(file, person).Packets;
            foreach (var (before, after) in packets.Zip(packets.Skip(1)).Where(pair => pair.Second.At - pair.First.At <= 1))
            {
                var differ = Math.Abs(after.Bpm - before.Bpm);
                if (differ > 12) leaps++;
                if (before.Label.Quality == SignalQuality.Good && after.Label.Quality == SignalQuality.Good) Assert.InRange(differ, 0, 12);
            }

            outOfRange += packets.Count(p => p.Bpm is > 0 and (< 30 or > 230));
            Assert.All(packets.Where(p => p.Label.Quality == SignalQuality.Good), p => Assert.InRange(p.Bpm, 30, 230));
        }

        log.WriteLine($"{leaps} leaps over 12 bpm, {outOfRange} rates out of range, in {RecordedFile.Sessions.Count + RecordedFile.GradedTests.Count} recordings for two people");
        Assert.True(leaps > 100 && outOfRange > 0);
    }

    /// <summary>Stretches of 3 s and more without a reading, at the start and the end too: what the summary tells is in the file.</summary>
    [Fact]
    public void The_summary_counts_the_gaps_of_the_file()
    {
        foreach (var file in RecordedFile.Sessions)
        {
            double[] readings = [0, .. file.Rows.Where(r => r.IsReading).Select(r => r.Time), file.Rows[^1].Time];
            var gaps = readings.Zip(readings.Skip(1), (from, to) => Math.Floor(to) - from).Where(gap => gap >= 3).ToList();
            var told = Played(file, InZones).Events.OfType<SummaryEvent>().Single().Signal;
            log.WriteLine($"{file.Name}: {gaps.Count} gaps, {gaps.Sum()} s, longest {gaps.DefaultIfEmpty().Max()}; told {told}");
            Assert.Equal((gaps.Count, gaps.Sum(), gaps.DefaultIfEmpty().Max()), (told.Gaps, told.GapSeconds, told.LongestGapSeconds));
        }
    }

    [Fact]
    public void In_no_second_of_a_defect_a_heart_rate_rule_is_raised()
    {
        var raised = 0;
        foreach (var (file, person) in Everything(RecordedFile.Sessions))
        {
            var alerts = ByHeartRate(Played(file, person)).ToList();
            raised += alerts.Count;
            foreach (var defect in RecordedDefect.In(file.Rows)) Assert.DoesNotContain(alerts, a => a.T > defect.From && a.T <= defect.To);
        }

        log.WriteLine($"{raised} alerts by heart rate, none in a defect");
        Assert.True(raised > 100);
    }

    /// <summary>
    /// The other way round: with the rates of the leaping rows taken out of the file, the same rules speak, at the same seconds or the next: without
    /// the first row of a new level that is real, the second is the leap, and the level is believed a row later.
    /// </summary>
    [Fact]
    public void Without_the_leaping_rows_the_same_rules_speak()
    {
        foreach (var (file, person) in Everything(RecordedFile.Sessions))
        {
            var leaps = RecordedDefect.In(file.Rows).Where(d => d.Kind == DefectKind.Step).Select(d => d.Row).ToHashSet();
            if (leaps.Count == 0) continue;
            var without = file.Recording with { Rows = [.. file.Recording.Rows.Select((row, i) => leaps.Contains(i) ? row with { HeartRateBpm = null } : row)] };
            var (whole, thinned) = (Told(Played(file, person)).ToList(), Told(RecordedPlay.Of(without, person)).ToList());
            Assert.Equal(whole.Select(a => a.Code), thinned.Select(a => a.Code));
            Assert.All(whole.Zip(thinned), pair => Assert.InRange(pair.Second.T - pair.First.T, 0, 1));
        }
    }

    /// <summary>Played once for all of these tests.</summary>
    private static RecordedPlay Played(RecordedFile file, Participant person) => Plays.GetOrAdd((file, person), key => RecordedPlay.Of(key.File.Recording, key.Person));

    private static IEnumerable<(AlertCode Code, double T)> Told(RecordedPlay play) => ByHeartRate(play).Select(a => (a.Code, a.T));

    private static List<(DefectKind Kind, string Label)> Labels(RecordedFile file, Participant person)
    {
        var play = Played(file, person);
        return [.. RecordedDefect.In(file.Rows).Select(defect => (defect.Kind, LabelOf(defect, file, play)))];
    }

    private static string LabelOf(in RecordedDefect defect, RecordedFile file, RecordedPlay play) => defect.Kind switch
    {
        DefectKind.NoRate => LabelOfNoRate(defect, file, play),
        DefectKind.Gap => LabelOfGap(defect, file, play),
        _ => LabelOfPacket(defect, file, play),
    };

    /// <summary>At the end of that second: held with its age, or gone.</summary>
    private static string LabelOfNoRate(in RecordedDefect defect, RecordedFile file, RecordedPlay play)
    {
        var second = play.Seconds[Math.Min((int)Math.Floor(defect.From) + 1, play.Seconds.Count - 1)];
        var reading = file.Rows.Take(defect.Row).LastOrDefault(r => r.IsReading);
        if (reading.Bpm is not null && defect.To - reading.Time < HeldFor) return "held, age told";
        Assert.Equal(SignalQuality.None, second.Quality);
        Assert.Null(second.Bpm);
        return second.AgeMs is null && second.Reasons.Length == 0 ? "none, nothing came yet" : "none: " + second.Reasons;
    }

    /// <summary>From the fifth second on until the next row; after a long one the first packet is display only.</summary>
    private static string LabelOfGap(in RecordedDefect defect, RecordedFile file, RecordedPlay play)
    {
        for (var second = (int)Math.Ceiling(defect.From); second <= defect.To; second++)
        {
            Assert.Null(play.Seconds[second].Bpm);
            Assert.Equal((SignalQuality.None, "stale"), (play.Seconds[second].Quality, play.Seconds[second].Reasons));
        }

        var after = PacketOf(defect.Row, file, play);
        if (after is null) return "stale, then no rate";
        if (file.Rows[defect.Row].Time - file.Rows[defect.Row - 1].Time > NewWearAfter) Assert.Equal(SignalReasons.StartOfWear, after.Value.Label.Reasons);
        return "stale, then " + Word(after.Value.Label);
    }

    private static string LabelOfPacket(in RecordedDefect defect, RecordedFile file, RecordedPlay play)
    {
        var label = PacketOf(defect.Row, file, play)!.Value.Label;
        if (defect.Kind == DefectKind.Zero) Assert.Equal(new(SignalQuality.None, SignalReasons.HrZero), label);
        if (defect.Kind == DefectKind.SameTime) Assert.Equal(new(SignalQuality.Suspect, SignalReasons.Duplicate), label);
        if (defect.Kind == DefectKind.Step) Assert.NotEqual(SignalQuality.Good, label.Quality);
        return Word(label);
    }

    /// <summary>Packets come in the order of the rows that have a rate.</summary>
    private static PlayedPacket? PacketOf(int row, RecordedFile file, RecordedPlay play) =>
        file.Rows[row].Bpm is null ? null : play.Packets[file.Rows.Take(row).Count(r => r.Bpm is not null)];

    private static string Word(SignalLabel label) => label.Reasons == SignalReasons.None ? $"{label.Quality}" : $"{label.Quality}/{label.Reasons}";

    /// <summary>What was raised by heart rate anew: an alert that is called again because the rate climbed on since somebody took note says nothing about a row.</summary>
    private static IEnumerable<AlertEvent> ByHeartRate(RecordedPlay play) =>
        play.Raised.Where(a => KebabCase.Of(a.Code) is var code && (code.StartsWith("hr-", StringComparison.Ordinal) || code.StartsWith("zone-", StringComparison.Ordinal)) && !IsFurtherUp(a, play));

    private static bool IsFurtherUp(AlertEvent raised, RecordedPlay play) =>
        play.Events.OfType<AlertEvent>()
            .LastOrDefault(a => a.Id == raised.Id && a.Rev < raised.Rev && a.State is AlertState.Raised or AlertState.Acknowledged or AlertState.Cleared)?.State == AlertState.Acknowledged;

    private static IEnumerable<(RecordedFile File, Participant Person)> Everything(IEnumerable<RecordedFile> files) =>
        from file in files from person in new[] { InZones, OnMetoprolol } select (file, person);

    private static Dictionary<string, Dictionary<DefectKind, int>> Counted()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(RecordedFile.PathOf("sessions", "quality_cases.json")));
        return cases.RootElement.GetProperty("cases").EnumerateArray().ToDictionary(
            one => Path.GetFileName(one.GetProperty("file").GetString()!),
            one => one.GetProperty("found").EnumerateArray().Select(f => f.GetString()!).Where(f => f != "no usable HR at all").ToDictionary(
                found => Words[found[(found.IndexOf(' ', StringComparison.Ordinal) + 1)..]],
                found => int.Parse(found[..found.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture)));
    }
}
