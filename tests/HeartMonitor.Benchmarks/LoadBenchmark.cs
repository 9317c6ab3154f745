using System.Globalization;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline;
using HeartMonitor.Simulator.Load;
using HeartMonitor.Storage.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace HeartMonitor.Benchmarks;

/// <summary>
/// The load of <c>strapsim load</c> without a network: the pipeline on its own thread and the journal on a real disk, packets at their due times on a real
/// clock, whatever is behind. Latency counts from due to decided; the account is exact.
/// </summary>
internal static class LoadBenchmark
{
    internal static async Task<int> RunAsync(int straps, int seconds, EngineSetup setup, TextWriter output)
    {
        var plan = new LoadPlan(7, straps, seconds, 1);
        var folder = Directory.CreateTempSubdirectory("heartmonitor-load-");
        var (oracle, latency, refused) = (new LoadOracle(plan), new LatencyHistogram(), 0L);
        var cpu = TimeSpan.Zero;
        await using (var journal = SqliteJournal.Open(new() { Folder = folder.FullName }, TimeProvider.System, NullLogger.Instance))
        {
            var time = new SteadyTimeProvider(TimeProvider.System.GetUtcNow(), 1);
            using var scheduler = new SteadyScheduler(time, "load");
            var door = new IngressDoor(scheduler, time);
            var zero = long.MaxValue;
            using var run = new MonitorPipeline(door, new SessionRegistry(setup), scheduler).Run([], static (_, _) => { }).Subscribe(step =>
            {
                journal.Append(step);
                if (!step.IsSample || LoadPlan.StrapOfPerson(step.Participant) is not { } strap) return;
                if (oracle.Take(strap, step.Packet.Span) is { } number) latency.Add(time.GetElapsedTime(zero) - plan.DueOf(strap, number));
            });
            await Task.WhenAll(Enumerable.Range(0, straps).Select(strap => StartAsync(door, strap)));

            cpu = Environment.CpuUsage.TotalTime;
            zero = time.GetTimestamp();
            refused = Send(plan, door, time, zero);
            while (oracle.Right + refused < plan.Packets && time.GetElapsedTime(zero).TotalSeconds < seconds + 30) await Task.Delay(20);
            cpu = Environment.CpuUsage.TotalTime - cpu;
        }

        folder.Delete(recursive: true);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{straps} straps, {plan.PacketsEach} packets each in process, {Environment.ProcessorCount} cores: {cpu.TotalMicroseconds / plan.Packets:0.0} us of a core a packet"));
        output.WriteLine($"due to decided {latency}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{oracle.Right} right, {oracle.Missing} missing, {oracle.Doubled} doubled, {oracle.Wrong} wrong, {refused} refused at the door"));
        return oracle.IsExact ? 0 : 1;
    }

    private static Task<CommandReceipt> StartAsync(IngressDoor door, int strap)
    {
        var request = new CommandRequest(new($"start-{strap}", null, new SessionStarted
        {
            Participant = new() { Id = LoadPlan.PersonOf(strap), Age = 50, RestingHr = 62 },
            Device = LoadPlan.StrapOf(strap),
        }));
        door.Enter(request);
        return request.Receipt;
    }

    /// <summary>Sends what is due and sleeps until the next is; what the door refused.</summary>
    private static long Send(LoadPlan plan, IngressDoor door, SteadyTimeProvider time, long zero)
    {
        var devices = Enumerable.Range(0, plan.Straps).Select(LoadPlan.StrapOf).ToArray();
        var refused = 0L;
        for (var number = 0; number < plan.PacketsEach; number++)
        {
            for (var strap = 0; strap < plan.Straps; strap++)
            {
                while (time.GetElapsedTime(zero) < plan.DueOf(strap, number)) Thread.Sleep(1);
                var packet = new byte[LoadPlan.PacketBytes];
                plan.Write(strap, number, packet);
                if (!door.TryEnter(new SourceEvent(SourceEventKind.Packet, devices[strap], time.GetUtcNow(), packet))) refused++;
            }
        }

        return refused;
    }
}
