using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.Benchmarks;

/// <summary>
/// What a class takes on disk, as rows and packed, and how many rows a second go in and out; beside it what InfluxDB makes of the same samples where it is
/// installed. Rates, intervals and stamps scatter as those of people and radios do: a sample that says nothing new would cost nothing.
/// </summary>
internal static class StoreBenchmark
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal static async Task<int> RunAsync(int straps, int seconds, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("heartmonitor-store-");
        var samples = (long)straps * seconds;
        var file = Path.Combine(folder.FullName, "journal.db");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{straps} straps, {seconds} s at 1 Hz: {samples} samples, {PayloadBytes(straps, seconds) / (double)samples:0.0} B of packet each"));

        var options = new JournalOptions { Folder = folder.FullName, UpkeepEvery = TimeSpan.FromDays(1), BallastBytes = 0 };
        await using (var journal = SqliteJournal.Open(options, TimeProvider.System, NullLogger.Instance))
            await TimedAsync(output, "journal, in", samples, () => WriteAsync(journal, straps, seconds));
        Size(output, "journal, open", file, samples);
        await TimedAsync(output, "journal, out of rows", samples, () => Task.FromResult(ReadAll(folder.FullName)));

        await PackAsync(options, output, samples);
        Size(output, "journal, packed", file, samples);
        await TimedAsync(output, "journal, out of blocks", samples, () => Task.FromResult(ReadAll(folder.FullName)));
        await TimedAsync(output, "one session out of blocks", seconds, () => Task.FromResult(new JournalReader(folder.FullName).ReadSession(SessionOf(straps / 2)).LongCount(row => row.Entry.Kind == JournalKind.Sample)));
        await InfluxBenchmark.RunAsync(new(folder.FullName), samples, output);
        folder.Delete(recursive: true);
        return 0;
    }

    private static string SessionOf(int strap) => string.Create(CultureInfo.InvariantCulture, $"s_{strap:D12}");

    private static async Task<long> WriteAsync(SqliteJournal journal, int straps, int seconds)
    {
        var (step, rows) = (new SessionStep(), 0L);
        var people = Enumerable.Range(0, straps).Select(strap => new SomebodysHeart(strap)).ToArray();
        for (var second = 0; second <= seconds; second++)
        {
            for (var strap = 0; strap < straps; strap++)
            {
                var at = Start.AddTicks((second * TimeSpan.TicksPerSecond) + people[strap].LateTicks());
                var (session, person) = (SessionOf(strap), $"p_{strap}");
                if (second == 0) journal.Append(step.ForFact(session, person, at, new SessionStarted { Device = $"strap-{strap}" }));
                if (second == seconds) journal.Append(step.ForFact(session, person, at, new SessionEnded()));
                if (second == seconds) continue;
                step.ForSample(session, person, at, people[strap].Beat()).Label = new(SignalQuality.Good, SignalReasons.None);
                journal.Append(step);
                rows++;
            }

            while (journal.Health.PendingSteps > 20_000) await Task.Delay(1); // no more than the buffer holds
        }

        while (journal.Health.PendingSteps > 0) await Task.Delay(1);
        return rows;
    }

    private static long ReadAll(string folder)
    {
        var reader = new JournalReader(folder);
        var (seq, rows) = (0L, 0L);
        while (reader.ReadAfter(seq, 5_000) is { Count: > 0 } page)
        {
            seq = page[^1].Seq;
            rows += page.LongCount(row => row.Entry.Kind == JournalKind.Sample);
        }

        return rows;
    }

    private static async Task PackAsync(JournalOptions options, TextWriter output, long samples)
    {
        options = options with { UpkeepEvery = TimeSpan.FromSeconds(1), PackAfter = TimeSpan.Zero };
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await using (var journal = SqliteJournal.Open(options, TimeProvider.System, NullLogger.Instance))
            while (!journal.Health.IsTidy) await Task.Delay(50);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"packed beside the service",-28} {Stopwatch.GetElapsedTime(began).TotalSeconds,8:0.0} s, {(Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / samples:0.00} us of a core a sample"));
    }

    private static async Task TimedAsync(TextWriter output, string what, long expected, Func<Task<long>> run)
    {
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var rows = await run();
        var (took, used) = (Stopwatch.GetElapsedTime(began).TotalSeconds, Environment.CpuUsage.TotalTime - cpu);
        if (rows != expected) throw new InvalidOperationException($"{what}: {rows} of {expected}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-28} {rows / took,8:0} rows/s, {used.TotalMicroseconds / rows:0.00} us of a core a row"));
    }

    private static void Size(TextWriter output, string what, string file, long samples) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-28} {new FileInfo(file).Length / (double)samples,8:0.00} B a sample"));

    private static long PayloadBytes(int straps, int seconds)
    {
        var people = Enumerable.Range(0, Math.Min(straps, 20)).Select(strap => new SomebodysHeart(strap)).ToArray();
        return Enumerable.Range(0, 500).Sum(_ => people.Sum(p => (long)p.Beat().Length)) * straps * seconds / (500L * people.Length);
    }

    /// <summary>A heart that wanders and breathes, and a radio that is up to 30 ms late; always the same for a seed.</summary>
    private sealed class SomebodysHeart(int seed)
    {
        private readonly Random _random = new(seed);
        private double _bpm = 95 + (seed % 40);
        private double _toBeat;
        private int _beats;

        internal long LateTicks() => _random.NextInt64(30_000) * TimeSpan.TicksPerMicrosecond;

        internal byte[] Beat()
        {
            _bpm = Math.Clamp(_bpm + ((_random.NextDouble() - 0.5) * 1.5), 60, 185);
            var intervals = new List<RrInterval>();
            for (_toBeat -= 1_000; _toBeat < 0; _beats++)
            {
                var interval = RrInterval.FromMilliseconds((60_000 / _bpm) * (1 + (0.02 * Math.Sin(_beats / 4.0)) + (0.02 * (_random.NextDouble() - 0.5))));
                intervals.Add(interval);
                _toBeat += interval.Milliseconds;
            }

            return HeartRateMeasurementCodec.Encode(HeartRate.FromBpm((int)_bpm), SensorContact.Detected, [.. intervals]);
        }
    }
}
