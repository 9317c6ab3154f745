using System.Globalization;
using System.Reactive.Concurrency;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.Benchmarks;

/// <summary>
/// What one sample costs, stage by stage: CPU time of the process and bytes allocated on the measuring thread, divided by the samples. Every
/// stage holds the ones before it. Times vary with the machine and its neighbours: compare the rows of one run, not runs.
/// </summary>
internal static class Benchmarks
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    internal static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        if (arguments is ["load", var many, var length])
            return await LoadBenchmark.RunAsync(int.Parse(many, CultureInfo.InvariantCulture), int.Parse(length, CultureInfo.InvariantCulture), Setup(), output);
        if (arguments is ["store", var people, var time])
            return await StoreBenchmark.RunAsync(int.Parse(people, CultureInfo.InvariantCulture), int.Parse(time, CultureInfo.InvariantCulture), output);
        if (arguments is ["listing", var sessions, .. var rest]) return await ListingBenchmark.RunAsync(int.Parse(sessions, CultureInfo.InvariantCulture), rest.FirstOrDefault(), Setup(), output);
        if (arguments is ["export"]) return await ExportBenchmark.RunAsync(Setup(), output);
        var straps = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1_000;
        var seconds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 300;
        var packets = Packets(straps);
        var setup = Setup();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{straps} straps, {seconds} s at 1 Hz, half of them in RPE mode"));
        output.WriteLine("stage                                    us/sample   B/sample    samples");
        Report(output, "decode", Cost.Of(() => Decode(packets, seconds)));
        Report(output, "fold: decode, gate, rules, alarms", Cost.Of(() => Fold(packets, seconds, setup)));
        Report(output, "pipeline: door, routing, fold", Cost.Of(() => Pipeline(packets, seconds, setup, null)));
        var folder = Directory.CreateTempSubdirectory("heartmonitor-benchmark-");
        await using (var journal = SqliteJournal.Open(new() { Folder = folder.FullName }, TimeProvider.System, NullLogger.Instance))
            Report(output, "pipeline with journal (append)", Cost.Of(() => Pipeline(packets, seconds, setup, journal)));
        var bytes = new DirectoryInfo(folder.FullName).EnumerateFiles("journal.db*").Sum(f => f.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"journal at rest: {bytes / (double)(straps * (long)seconds):0.0} bytes per sample"));
        folder.Delete(recursive: true);
        VariabilityBenchmark.Run(output);
        return 0;
    }

    private static byte[][] Packets(int straps) =>
        [.. Enumerable.Range(0, straps).Select(i => HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(100 + (i % 40)), SensorContact.Detected, [RrInterval.FromMilliseconds(500)]))];

    private static EngineSetup Setup()
    {
        var medications = MedicationCatalogueReader.Read(Text("medications.json"), Text("texts.en.json")).Catalogue!;
        var planner = PlannerOptionsReader.Read(Text("planner.json")).Options!;
        return new(
            AlarmCatalogueReader.Read(Text("alarms.json")).Catalogue!,
            (participant, checkIn, on, at) => MonitoringPlanner.Plan(participant, checkIn, on, at, medications, planner))
        { Planner = planner };
    }

    private static SessionStarted StartOf(int strap) => new()
    {
        Participant = new()
        {
            Id = $"p_{strap}",
            Age = 40,
            RestingHr = 70,
            Medications = strap % 2 == 0 ? [] : [new MedicationEntry { Atc = "C07AB02" }],
        },
        Device = $"strap-{strap}",
    };

    private static long Decode(byte[][] packets, int seconds)
    {
        long sum = 0;
        for (var second = 0; second < seconds; second++)
            foreach (var packet in packets) sum += HeartRateMeasurementCodec.Decode(packet).Measurement.HeartRate.Bpm;
        return sum > 0 ? (long)packets.Length * seconds : 0;
    }

    private static long Fold(byte[][] packets, int seconds, EngineSetup setup)
    {
        var step = new SessionStep();
        var engines = packets.Select((_, i) => new SessionEngine($"s_{i}", StartOf(i), Start, setup)).ToArray();
        foreach (var engine in engines)
            foreach (var fact in (SessionFact[])[new SessionStarted(), new PhaseEntered(SessionPhase.Work)])
                engine.Apply(SessionInput.OfFact(Start, fact), step.ForFact(engine.Id, engine.Person.Id, Start, fact));
        for (var second = 0; second < seconds; second++)
        {
            var at = Start.AddSeconds(second + 0.5);
            for (var i = 0; i < engines.Length; i++)
                engines[i].Apply(SessionInput.OfPacket(at, packets[i]), step.ForSample(engines[i].Id, engines[i].Person.Id, at, packets[i]));
        }

        return (long)packets.Length * seconds;
    }

    private static long Pipeline(byte[][] packets, int seconds, EngineSetup setup, SqliteJournal? journal)
    {
        var clock = new HistoricalScheduler(Start);
        var door = new IngressDoor(clock, new VirtualTimeProvider(clock), capacity: packets.Length + 10);
        var devices = packets.Select((_, i) => $"strap-{i}").ToArray();
        var taken = 0L;
        using var run = new MonitorPipeline(door, new SessionRegistry(setup), clock).Run([], static (_, _) => { }).Subscribe(step =>
        {
            if (step.IsSample) taken++;
            journal?.Append(step);
        });
        for (var i = 0; i < packets.Length; i++) door.Enter(new CommandRequest(new Command($"start-{i}", null, StartOf(i))));
        clock.AdvanceBy(TimeSpan.FromMilliseconds(500));
        for (var second = 0; second < seconds; second++)
        {
            for (var i = 0; i < packets.Length; i++) door.TryEnter(new SourceEvent(SourceEventKind.Packet, devices[i], clock.Now, packets[i]));
            clock.AdvanceBy(TimeSpan.FromSeconds(1));
        }

        return taken;
    }

    internal static void Report(TextWriter output, string stage, Cost cost) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{stage,-40} {cost.Microseconds,9:0.000} {cost.Bytes,10:0.0} {cost.Samples,10}"));

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", name));
}
