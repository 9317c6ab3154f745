using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HeartMonitor.Simulator.Cli.Live;
using HeartMonitor.Simulator.Cli.Load;
using HeartMonitor.Simulator.Load;
using HeartMonitor.Storage.Journal;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim load</c>: many straps against a running service, and whether every packet is in its journal, once and as it was.</summary>
internal static class LoadVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal static Command Create()
    {
        var straps = new Option<int>("--straps") { Description = "How many, 1 to 1000000 (100)", HelpName = "N", DefaultValueFactory = _ => 100 };
        var people = new Option<string?>("--people") { Description = "Only writes the people file of so many straps, for the service's --People", HelpName = "FILE" };
        var seconds = new Option<int>("--seconds") { Description = "How long (10)", HelpName = "S", DefaultValueFactory = _ => 10 };
        var rate = new Option<double>("--rate") { Description = "Packets a second of a strap (1)", HelpName = "R", DefaultValueFactory = _ => 1 };
        var topic = new Option<string>("--topic") { Description = "raw or batch (batch)", DefaultValueFactory = _ => "batch" };
        var qos = new Option<int>("--qos") { Description = "0 or 1 (1)", DefaultValueFactory = _ => 1 };
        var gateways = new Option<int?>("--gateways") { Description = "Connections (one for 1000 straps, 4 to 64)", HelpName = "G" };
        var broker = new Option<string>("--broker") { Description = "The service's MQTT broker (mqtt://127.0.0.1:1883)", DefaultValueFactory = _ => "mqtt://127.0.0.1:1883" };
        var host = new Option<string>("--host") { Description = "Its console (http://localhost:5080)", DefaultValueFactory = _ => "http://localhost:5080" };
        var data = new Option<string?>("--data") { Description = "Its data folder, on this machine; without it nothing but acknowledgements is checked", HelpName = "DIR" };
        var site = new Option<string>("--site") { Description = "Its site (gym1)", DefaultValueFactory = _ => "gym1" };
        var seed = SeedOption.Create();
        var command = new Command("load", "Many straps, open-loop, with the latency from the instant at which a packet was due and an exact account of what came back")
        {
            straps, people, seconds, rate, topic, qos, gateways, broker, host, data, site, seed,
        };
        topic.AcceptOnlyFromAmong("raw", "batch");
        straps.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 1_000_000) r.AddError("--straps is a whole number from 1 to 1000000"); });
        seconds.Validators.Add(r => { if (r.GetValueOrDefault<int>() is < 1 or > 86_400) r.AddError("--seconds is a whole number from 1 to 86400"); });
        rate.Validators.Add(r => { if (!(r.GetValueOrDefault<double>() is > 0 and <= 100)) r.AddError("--rate is a number above 0, at most 100"); });
        qos.Validators.Add(r => { if (r.GetValueOrDefault<int>() is not (0 or 1)) r.AddError("--qos is 0 or 1"); });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (MqttAddress.Read(parsed.GetValue(broker), "mqtt") is not { } mqtt) return Wrong("--broker is an address such as mqtt://127.0.0.1:1883");
            if (MqttAddress.Read(parsed.GetValue(host), "http") is not { } console) return Wrong("--host is an address such as http://localhost:5080");
            var count = parsed.GetValue(straps);
            var plan = new LoadPlan(SeedOption.Tell(parsed, seed), count, parsed.GetValue(seconds), parsed.GetValue(rate));
            if (parsed.GetValue(people) is { } file)
            {
                await using var writer = File.CreateText(file);
                plan.WritePeople(writer);
                return ExitCode.Fine;
            }

            var load = new Load(plan, mqtt, console, parsed.GetValue(site)!, parsed.GetValue(topic) == "batch", parsed.GetValue(qos) == 1,
                Math.Min(count, parsed.GetValue(gateways) ?? Math.Clamp(count / 1_000, 4, 64)), parsed.GetValue(data));
            return await RunAsync(load, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Load load, CancellationToken cancellation)
    {
        try
        {
            await WaitForSessionsAsync(load, cancellation);
            var journal = load.Data is { } data ? new JournalReader(data) : null;
            if (journal is { Exists: false }) return Wrong($"--data: there is no journal in {load.Data}");
            var before = journal is null ? 0 : StoredLoad.LastSeq(journal);
            var (tally, zero) = await SendAsync(load, cancellation);
            var stored = journal is null ? null : await ReadAsync(journal, before, load, zero, cancellation);
            using var output = Output.Open();
            return Tell(output, load, tally, stored) ? ExitCode.Fine : ExitCode.Failed;
        }
        catch (Exception away) when (away is HttpRequestException or IOException or System.Net.Sockets.SocketException)
        {
            return Wrong($"The service at {load.Console} and {load.Broker} does not answer: {away.Message}");
        }
    }

    /// <summary>The service starts a session for each of its people; a packet before that is nobody's.</summary>
    private static async Task WaitForSessionsAsync(Load load, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = load.Console, Timeout = TimeSpan.FromSeconds(30) };
        for (var last = -1; ; await Task.Delay(500, cancellation))
        {
            using var health = JsonDocument.Parse(await client.GetStringAsync("health/ready", cancellation));
            var sessions = health.RootElement.GetProperty("sessions").GetInt32();
            var pending = health.RootElement.GetProperty("journalPending").GetInt64();
            if (sessions >= load.Plan.Straps && pending < 1_000) return;
            if (sessions != last) await Console.Error.WriteLineAsync($"{sessions} of {load.Plan.Straps} sessions have started");
            last = sessions;
        }
    }

    private static async Task<(LoadTally Tally, DateTimeOffset Zero)> SendAsync(Load load, CancellationToken cancellation)
    {
        var tally = new LoadTally();
        var senders = Enumerable.Range(0, load.Gateways).Select(g =>
        {
            var from = (int)((long)load.Plan.Straps * g / load.Gateways);
            var to = (int)((long)load.Plan.Straps * (g + 1) / load.Gateways);
            return new LoadSender(load.Plan, tally, from, to - from, $"load-{g + 1}", load.Site, load.IsBatch, load.IsAcknowledged);
        }).ToList();
        var (zero, instant) = (TimeProvider.System.GetTimestamp() + TimeProvider.System.TimestampFrequency, TimeProvider.System.GetUtcNow().AddSeconds(1));
        await Task.WhenAll(senders.Select(sender => Task.Run(() => sender.RunAsync(load.Broker, zero, Patience, cancellation), cancellation)));
        return (tally, instant);
    }

    /// <summary>At QoS 0 nobody says when it is over: the journal is read until nothing more comes.</summary>
    private static async Task<StoredLoad> ReadAsync(JournalReader journal, long before, Load load, DateTimeOffset zero, CancellationToken cancellation)
    {
        var stored = StoredLoad.Read(journal, before, load.Plan, zero);
        while (stored.Oracle.Missing > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
            var again = StoredLoad.Read(journal, before, load.Plan, zero);
            if (again.Oracle.Missing == stored.Oracle.Missing) return again;
            stored = again;
        }

        return stored;
    }

    private static bool Tell(StreamWriter output, Load load, LoadTally tally, StoredLoad? stored)
    {
        var plan = load.Plan;
        Line(output, $"{plan.Straps} straps, {plan.PacketsEach} packets each, {(load.IsBatch ? "batch" : "raw")}, QoS {(load.IsAcknowledged ? 1 : 0)}, {load.Gateways} gateways, {Environment.ProcessorCount} cores");
        Line(output, $"sent           {tally.Sent} of {plan.Packets}; {tally.Unsent} could not be sent");
        Line(output, $"behind plan    {tally.Behind}");
        if (load.IsAcknowledged) Line(output, $"acknowledged   {tally.Acknowledged}; due to acknowledged: {tally.ToAcknowledged}");
        if (stored is not null)
        {
            Line(output, $"due to stamp   {stored.ToTheDoor}");
            Line(output, $"stored         {stored.Oracle.Right} right, {stored.Oracle.Missing} missing, {stored.Oracle.Doubled} doubled, {stored.Oracle.Wrong} wrong, {stored.Late} late");
        }

        var isComplete = tally.Unsent == 0 && (!load.IsAcknowledged || tally.Acknowledged == plan.Packets);
        return (isComplete || !load.IsAcknowledged) && (stored is null || stored.Oracle.IsExact || (!load.IsAcknowledged && stored.Oracle is { Doubled: 0, Wrong: 0 }));
    }

    private static void Line(StreamWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static int Wrong(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCode.Usage;
    }

    private sealed record Load(LoadPlan Plan, Uri Broker, Uri Console, string Site, bool IsBatch, bool IsAcknowledged, int Gateways, string? Data);
}
