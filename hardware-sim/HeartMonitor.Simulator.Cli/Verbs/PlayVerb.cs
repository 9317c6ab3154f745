using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Simulator.Cli.Live;
using HeartMonitor.Simulator.ScenarioPlayer;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim play</c>: stories of contracts 4 against a running service, all at once, each with a person and a strap of its own.</summary>
internal static class PlayVerb
{
    /// <summary>The service is at the story's date when it is within this of its start; medicines and tests count in days and hours.</summary>
    private static readonly TimeSpan SameDay = TimeSpan.FromHours(1);

    /// <summary>With the lead of a story's inputs, a second: later ones are in the next one.</summary>
    private const double MostLateSeconds = 0.75;

    internal static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Stories; a folder is all stories in it", Arity = ArgumentArity.OneOrMore };
        var host = new Option<string>("--host") { Description = "The service's console (http://localhost:5080)", DefaultValueFactory = _ => "http://localhost:5080" };
        var broker = new Option<string>("--broker") { Description = "Its MQTT broker (mqtt://127.0.0.1:1883)", DefaultValueFactory = _ => "mqtt://127.0.0.1:1883" };
        var site = new Option<string>("--site") { Description = "Its site (gym1)", DefaultValueFactory = _ => "gym1" };
        var topic = new Option<string>("--topic") { Description = "raw or batch (raw)", DefaultValueFactory = _ => "raw" };
        var speed = new Option<double?>("--speed") { Description = "How fast its clock runs, where it does not say so itself (an older service)", HelpName = "N" };
        var tolerance = new Option<double>("--tolerance") { Description = "Seconds by which times may differ (2)", HelpName = "S", DefaultValueFactory = _ => 2 };
        var parallel = new Option<int>("--parallel") { Description = "Stories at once (16)", HelpName = "N", DefaultValueFactory = _ => 16 };
        var again = new Option<int>("--again") { Description = "How often stories are played again that could not be played as they stand (3)", HelpName = "N", DefaultValueFactory = _ => 3 };
        var events = new Option<bool>("--events") { Description = "What was heard as JSON lines, whatever is expected" };
        var air = new AirOptions();
        var command = new Command("play", "Stories against a running service (monitor run --source mqtt --Clock:Start ... --Clock:Speed N), and what it told of them on MQTT")
        {
            files, host, broker, site, topic, speed, tolerance, parallel, again, events,
        };
        topic.AcceptOnlyFromAmong("raw", "batch");
        air.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (MqttAddress.Read(parsed.GetValue(host), "http") is not { } console) return Wrong("--host is an address such as http://localhost:5080");
            if (MqttAddress.Read(parsed.GetValue(broker), "mqtt") is not { } mqtt) return Wrong("--broker is an address such as mqtt://127.0.0.1:1883");
            if (air.FaultOf(parsed) is { } fault) return Wrong(fault);
            var play = new Play(
                console, mqtt, parsed.GetValue(site)!, parsed.GetValue(topic) == "batch", parsed.GetValue(speed), parsed.GetValue(tolerance), Math.Max(1, parsed.GetValue(parallel)), parsed.GetValue(again),
                parsed.GetValue(events), air.IsAskedFor(parsed));
            return await RunAsync(play, air, parsed, parsed.GetValue(files)!, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Play play, AirOptions air, ParseResult parsed, string[] paths, CancellationToken cancellation)
    {
        if (paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing) return Wrong($"{missing}: there is no such file");
        var scripts = new List<StoryScript>();
        string[] files = [.. paths.SelectMany(StoriesIn)];
        foreach (var file in files)
        {
            var number = scripts.Count + 1;
            var (script, fault) = StoryScript.Read(file, await File.ReadAllTextAsync(file, cancellation), number, play.IsOnAir ? StrapAddresses.OfNumber(number) : null);
            if (script is null) await Console.Error.WriteLineAsync($"{file}: {fault}");
            else scripts.Add(script);
        }

        if (scripts.Count == 0) return ExitCode.Failed;
        try
        {
            await using var bus = play.IsOnAir ? await air.OpenAsync(parsed, scripts, cancellation) : null;
            if (bus is not null) await ServiceApi.WaitAsync(play.Console, cancellation);
            var isMet = await PlayAsync(play, scripts, bus?.Address, cancellation);
            return isMet && scripts.Count == files.Length ? ExitCode.Fine : ExitCode.Failed;
        }
        catch (Exception away) when (away is HttpRequestException or MQTTnet.Exceptions.MqttCommunicationException or TimeoutException)
        {
            return Wrong($"The service at {play.Console} and {play.Broker} does not answer: {away.Message}");
        }
        catch (Exception refused) when (refused is DBus.DBusException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<bool> PlayAsync(Play play, List<StoryScript> scripts, string? bus, CancellationToken cancellation)
    {
        using var api = new ServiceApi(play.Console);
        await using var ears = new ServiceEars(play.Broker, play.Site);
        await ears.OpenAsync(cancellation);
        for (var i = 0; i < 20; i++) await api.StartAsync("{}", cancellation); // the first requests of a process are slow at both ends
        var speed = await SpeedAsync(play, api, ears, cancellation);
        foreach (var date in scripts.Select(s => s.Scenario.Start).Distinct().Where(d => (ears.LastBeat - d).Duration() > SameDay))
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"The service's clock shows {ears.LastBeat:u} and a story begins at {date:u}: start the service with --Clock:Start {date:yyyy-MM-ddTHH:mm:ssZ}."));

        await using var straps = await StrapsAsync(play, bus, speed, Math.Min(play.Parallel, scripts.Count), cancellation);
        using var player = new StoryPlayer(api, straps, ears, speed, play.ToleranceSeconds);
        var played = await PlayAllAsync(player, scripts, play, cancellation);
        using var output = Output.Open();
        var isMet = true;
        foreach (var story in played) isMet &= Tell(output, story, play);
        foreach (var late in played.Where(p => p.LatestSeconds > MostLateSeconds))
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"{late.Script.File}: an input was {late.LatestSeconds:0.00} s late by the service's clock; play it slower."));
        foreach (var lossy in played.Where(p => p.Lost > 0)) await Console.Error.WriteLineAsync($"{lossy.Script.File}: {lossy.Lost} packets were not taken.");
        await Console.Error.WriteLineAsync(FormattableString.Invariant($"{played.Length} stories at speed {speed:0.##}; the latest input was {played.Max(p => p.LatestSeconds):0.00} s late by the service's clock."));
        return isMet && (play.IsOnAir || played.All(p => p.Lost == 0)); // on air a strap is heard or it is not; the story says what must come of it
    }

    private static async Task<IStrapLink> StrapsAsync(Play play, string? bus, double speed, int atOnce, CancellationToken cancellation)
    {
        if (bus is not null) return await RadioStraps.OpenAsync(bus, speed, atOnce, cancellation);
        var gateway = new MqttStraps(play.Broker, play.Site, play.IsBatch);
        await gateway.OpenAsync(cancellation);
        return gateway;
    }

    /// <summary>
    /// Plays them, so many at once. Two kinds were not played as they stand and, unless all that was expected came nevertheless, are played again: those with
    /// inputs that were late by most of a second or not taken at all (this machine was too slow), and, alone, those in which the service took two
    /// stories for swapped straps, or several silences for one receiver that failed: all of them are on one floor.
    /// </summary>
    private static async Task<PlayedStory[]> PlayAllAsync(StoryPlayer player, List<StoryScript> scripts, Play play, CancellationToken cancellation)
    {
        var played = await PlayAtOnceAsync(player, scripts, play.Parallel, cancellation);
        for (var again = 0; again < play.Again && played.Any(IsOwed); again++)
        {
            var late = await PlayAtOnceAsync(player, [.. played.Where(p => IsOwed(p) && !IsSwapped(p)).Select(p => p.Script)], play.Parallel, cancellation);
            var swapped = await PlayAtOnceAsync(player, [.. played.Where(p => IsOwed(p) && IsSwapped(p)).Select(p => p.Script)], 1, cancellation);
            played = [.. played.Select(p => late.Concat(swapped).FirstOrDefault(n => n.Script == p.Script) ?? p)];
        }

        return played;

        bool IsOwed(PlayedStory story) => IsSpoilt(story) && (play.Events || story.Fault is not null || !Verdicts(story, play).All(v => v.IsMet));
    }

    /// <summary>The longest first: the others fit beside it.</summary>
    private static async Task<PlayedStory[]> PlayAtOnceAsync(StoryPlayer player, IReadOnlyList<StoryScript> scripts, int parallel, CancellationToken cancellation)
    {
        using var room = new SemaphoreSlim(parallel, parallel);
        var running = scripts.OrderByDescending(s => s.Length).Select(async script =>
        {
            await room.WaitAsync(cancellation);
            try
            {
                return await player.PlayAsync(script, cancellation);
            }
            finally
            {
                room.Release();
            }
        }).ToArray();
        return [.. (await Task.WhenAll(running)).OrderBy(p => IndexOf(p.Script))];

        int IndexOf(StoryScript script) => scripts.Index().First(s => s.Item == script).Index;
    }

    private static bool IsSpoilt(PlayedStory story) => story.LatestSeconds > MostLateSeconds || story.Lost > 0 || IsSwapped(story);

    private static bool IsSwapped(PlayedStory story) =>
        story.Events.Any(e => (e.TryGetProperty("code", out var code) && code.GetString() == "identity-conflict")
            || (e.TryGetProperty("suppressedBy", out var cause) && cause.GetString() == "many-signals-lost"));

    /// <summary>The service's own word; a busy machine measures its speed badly, and every time would be off by as much. Only one that does not say is measured.</summary>
    private static async Task<double> SpeedAsync(Play play, ServiceApi api, ServiceEars ears, CancellationToken cancellation)
    {
        if (await api.ClockSpeedAsync(cancellation) is { } told)
        {
            if (play.Speed is { } meant && Math.Abs(meant - told) > 0.001 * told)
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"The service's clock runs at speed {told:0.##}, and --speed says {meant:0.##}: the service is believed."));
            return told;
        }

        var measured = await ears.SpeedAsync(cancellation);
        var nearest = Math.Max(1, Math.Round(measured));
        if (play.Speed is not { } wanted) return Math.Abs(measured - nearest) <= 0.05 * nearest ? nearest : measured;
        if (Math.Abs(measured - wanted) > 0.1 * wanted)
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"The service's clock runs {measured:0.##} times as fast as ours, and --speed says {wanted:0.##}."));
        return wanted;
    }

    private static bool Tell(StreamWriter output, PlayedStory story, Play play)
    {
        foreach (var refusal in story.Refusals) Console.Error.WriteLine($"{story.Script.File}: {refusal}");
        if (story.Fault is { } fault)
        {
            output.WriteLine($"FAILED {story.Script.File}: {fault}");
            return false;
        }

        if (play.Events)
        {
            foreach (var line in story.Events) output.WriteLine(WithStory(story.Script.File, line));
            output.WriteLine(WithStory(story.Script.File, JsonSerializer.SerializeToElement(new { kind = "played", lateSeconds = Math.Round(story.LatestSeconds, 2), lost = story.Lost, spoilt = IsSpoilt(story) })));
            return true;
        }

        var verdicts = Verdicts(story, play);
        output.WriteLine($"{story.Script.File}: {story.Script.Scenario.Name}");
        foreach (var verdict in verdicts) output.WriteLine($"  {verdict.Line}");
        return verdicts.All(v => v.IsMet);
    }

    private static IReadOnlyList<ScenarioVerdict> Verdicts(PlayedStory story, Play play) =>
        ScenarioVerdict.JudgeHeard(story.Script.Scenario, story.Events, play.ToleranceSeconds, HeardEvents.IsTold);

    private static string WithStory(string file, JsonElement heard)
    {
        var line = System.Text.Json.Nodes.JsonNode.Parse(heard.GetRawText())!.AsObject();
        line.Insert(0, "story", file);
        return line.ToJsonString();
    }

    private static IEnumerable<string> StoriesIn(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [path];

    private static int Wrong(string why)
    {
        Console.Error.WriteLine(why);
        return ExitCode.Usage;
    }

    private sealed record Play(Uri Console, Uri Broker, string Site, bool IsBatch, double? Speed, double ToleranceSeconds, int Parallel, int Again, bool Events, bool IsOnAir);
}
