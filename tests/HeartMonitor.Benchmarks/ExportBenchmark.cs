using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Exports;
using HeartMonitor.Research.Series;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.Benchmarks;

/// <summary>What an export of one session of 45 minutes takes, from the journal on disk to the bytes of all its files: the first in a process, and again.</summary>
internal static class ExportBenchmark
{
    private const int Minutes = 45;
    private const int Again = 5;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal static async Task<int> RunAsync(EngineSetup setup, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("heartmonitor-benchmark-");
        try
        {
            await using (var journal = SqliteJournal.Open(new() { Folder = folder.FullName }, TimeProvider.System, NullLogger.Instance)) Store(journal, setup);
            var reader = new JournalReader(folder.FullName);
            var session = reader.Sessions()[0].Session;
            var clock = Stopwatch.StartNew();
            var series = SessionReading.Of(reader.ReadSession(session), setup).Series;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Minutes} minutes: {series.Samples.Count} packets, {series.Beats.Count} intervals, {series.Alerts.Count} revisions of alerts"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read from the journal, with the fold: {clock.Elapsed.TotalMilliseconds:0} ms the first time, {Median(() => SessionReading.Of(reader.ReadSession(session), setup)):0} ms again"));
            output.WriteLine("format        first ms    again ms    files       bytes   bytes/packet");
            foreach (var format in Enum.GetValues<ExportFormat>())
            {
                clock.Restart();
                var bundle = await SessionExport.WriteAsync(series, format);
                var first = clock.Elapsed.TotalMilliseconds;
                var again = Median(() => SessionExport.WriteAsync(series, format).GetAwaiter().GetResult());
                var bytes = bundle.Files.Sum(f => (long)f.Content.Length);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ExportFormats.NameOf(format),-10} {first,11:0} {again,11:0.0} {bundle.Files.Count,8} {bytes,11} {bytes / (double)series.Samples.Count,14:0.0}"));
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Median(Action run)
    {
        var times = Enumerable.Range(0, Again).Select(_ =>
        {
            var clock = Stopwatch.StartNew();
            run();
            return clock.Elapsed.TotalMilliseconds;
        }).Order().ToList();
        return times[Again / 2];
    }

    /// <summary>Three phases, an answer every five minutes, a heart of 100 to 140 whose every beat is told.</summary>
    internal static void Store(SqliteJournal journal, EngineSetup setup, string person = "p_1", DateTimeOffset? from = null)
    {
        var begin = from ?? Start;
        var start = new SessionStarted { Participant = new() { Id = person, Age = 58, RestingHr = 60, Medications = [new() { Atc = "C07AB02" }] }, Device = "strap-1", Sensor = SensorClass.Chest };
        var engine = new SessionEngine(Identity.OfSession("gym1", person, begin), start, begin, setup);
        var step = new SessionStep();
        Say(0, start);
        var beat = 0.2;
        for (var second = 1; second <= Minutes * 60; second++)
        {
            if (second == 10) Say(second, new PhaseEntered(SessionPhase.WarmUp));
            if (second == 300) Say(second, new PhaseEntered(SessionPhase.Work));
            if (second == 2400) Say(second, new PhaseEntered(SessionPhase.CoolDown));
            if (second % 300 == 200) Say(second, new RpeAnswered(12));
            var bpm = 120 + (20 * Math.Sin(second / 400.0));
            var intervals = new List<RrInterval>();
            for (var raw = Raw(bpm, beat); beat + (raw / 1024.0) <= second; raw = Raw(bpm, beat))
            {
                beat += raw / 1024.0;
                intervals.Add(RrInterval.FromRaw(raw));
            }

            var packet = HeartRateMeasurementCodec.Encode(HeartRate.FromBpm((int)bpm), SensorContact.Detected, [.. intervals]);
            var at = begin.AddSeconds(second);
            engine.Apply(SessionInput.OfPacket(at, packet), step.ForSample(engine.Id, engine.Person.Id, at, packet));
            journal.Append(step);
        }

        Say((Minutes * 60) + 1, new SessionEnded());

        void Say(int second, SessionFact fact)
        {
            var at = begin.AddSeconds(second);
            engine.Apply(SessionInput.OfFact(at, fact), step.ForFact(engine.Id, engine.Person.Id, at, fact));
            journal.Append(step);
        }
    }

    private static ushort Raw(double bpm, double beat) => (ushort)(61_440 / bpm * (1 + (0.03 * Math.Sin(beat * 1.5))));
}
