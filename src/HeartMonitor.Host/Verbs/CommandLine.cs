using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Verbs;

/// <summary>The verbs of contracts 1, and how their words are read.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Config = new("--config") { Description = "Configuration folder (default: ./config, else the one beside the program)", HelpName = "DIR" };
    private static readonly Option<string?> Language = new("--language") { Description = "Language of the words: en or de", HelpName = "CODE" };

    /// <summary>Runs one command line and returns the exit code.</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var (words, settings, unknown) = SplitSettings(arguments);
        if (unknown is not null) return await Refuse(unknown);
        var root = Build(settings);
        var parsed = root.Parse(words, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0) return await Refuse(Complaint(words, parsed));
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
#pragma warning disable CA1031 // The last resort of the process: one line and the agreed exit code instead of an abort.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"Internal failure: {bug}");
            return ExitCode.Internal;
        }
    }

    private static async Task<int> Refuse(string message)
    {
        await Console.Error.WriteLineAsync(message + " Try: monitor --help");
        return ExitCode.Usage;
    }

    /// <summary>What is wrong, on one line; a verb that does not exist hides what else was said after it.</summary>
    private static string Complaint(List<string> words, ParseResult parsed)
    {
        if (words[0].StartsWith('-') || parsed.CommandResult.Command is not RootCommand root) return string.Join(' ', parsed.Errors.Select(e => e.Message));
        var meant = root.Subcommands.Select(c => c.Name).FirstOrDefault(name => name.Equals(words[0], StringComparison.OrdinalIgnoreCase) || NearMiss.Is(words[0], name));
        return $"There is no verb called \"{words[0]}\"{(meant is null ? "." : $"; {meant} is meant?")}";
    }

    private static RootCommand Build(Dictionary<string, string?> settings)
    {
        var root = new RootCommand("HeartMonitor watches people exercise: medication-aware heart-rate and effort monitoring. Not a medical device.");
        var run = new Command("run", "The service (default)");
        foreach (var command in new[] { root, run }) AddRun(command, settings);
        root.Add(run);
        root.Add(Decode());
        root.Add(Plan(settings));
        root.Add(Replay(settings));
        root.Add(Scenario(settings));
        root.Add(Hrv());
        ReadingCommands.AddTo(root, settings, Config);
        CertCommand.AddTo(root, settings, Config);
        root.Add(CheckConfig(settings));
        return root;
    }

    private static void AddRun(Command command, Dictionary<string, string?> settings)
    {
        (Option<string?> Option, string Key)[] options =
        [
            (new("--data") { Description = "Folder for everything the service writes (data)", HelpName = "DIR" }, "Data"),
            (new("--source") { Description = "simulator, bluez, replay or mqtt, several with commas (simulator)" }, "Source"),
            (new("--site") { Description = "Site id (gym1)" }, "Site"),
            (new("--urls") { Description = "Addresses of the console (http://localhost:5080); off this machine https://0.0.0.0:5443, after monitor cert" }, "Http:Urls"),
            (new("--people") { Description = "People in the simulator, 1 to 500 (the story's, 8)", HelpName = "N" }, "Simulator:People"),
            (new("--story") { Description = "What they do: a gym story, a file or the name of one that ships (demo)", HelpName = "FILE" }, "Simulator:Story"),
            (new("--speed") { Description = "How many times faster than life (1)", HelpName = "N" }, "Simulator:Speed"),
            (new("--seed") { Description = "Seed of the simulator (random, printed)", HelpName = "N" }, "Simulator:Seed"),
            (new("--role") { Description = "service, or gateway: forwards its straps to a site's broker and nothing else (service)" }, "Role"),
        ];
        command.Add(Config);
        foreach (var (option, _) in options) command.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            foreach (var (option, key) in options)
                if (parsed.GetValue(option) is { } value) settings[key] = value;
            return RunVerb.RunAsync(ConfigFiles.Folder(parsed.GetValue(Config)), settings, cancellation);
        });
    }

    private static Command Decode()
    {
        var packets = new Argument<string[]>("HEX") { Description = "Packets in hex, or - to read a packet a line", Arity = ArgumentArity.OneOrMore };
        var command = new Command("decode", "Heart-rate measurement packets to JSON lines") { packets };
        command.SetAction(parsed => WithOutput(output => DecodeVerb.Run(parsed.GetValue(packets) ?? [], Console.In, output, Console.Error)));
        return command;
    }

    private static Command Plan(Dictionary<string, string?> settings)
    {
        var file = new Argument<string>("FILE") { Description = "Participant file (JSON)" };
        var on = new Option<string?>("--on") { Description = "Date of the plan (default: today)", HelpName = "DATE" };
        var command = new Command("plan", "A participant file to its monitoring plan") { file, on, Config, Language };
        command.SetAction(parsed =>
        {
            DateOnly? date = null;
            if (parsed.GetValue(on) is { } text)
            {
                if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Usage($"--on: \"{text}\" is not a date such as 2026-03-02");
                date = day;
            }

            return WithOutput(output => PlanVerb.Run(parsed.GetValue(file)!, date, ConfigFiles.Folder(parsed.GetValue(Config)), TimeProvider.System, output, Console.Error, LanguageOf(parsed, settings)));
        });
        return command;
    }

    private static Command Replay(Dictionary<string, string?> settings)
    {
        var recording = new Argument<string>("RECORDING") { Description = "TCX, CSV with a header, or RR text" };
        var participant = new Option<string>("--participant") { Description = "Participant file (JSON)", HelpName = "FILE", Required = true };
        var start = new Option<string?>("--start") { Description = "Instant of the first row (default: the TCX time, else 2026-01-01T00:00:00Z)", HelpName = "ISO" };
        var events = new Option<bool>("--events") { Description = "All events, not only plan and summary" };
        var command = new Command("replay", "A recording through the whole pipeline on virtual time") { recording, participant, start, events, Config, Language };
        command.SetAction(parsed =>
        {
            DateTimeOffset? at = null;
            if (parsed.GetValue(start) is { } text)
            {
                if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) || instant.Year is < 1970 or > 9000) return Usage($"--start: \"{text}\" is not an instant such as 2026-03-02T09:00:00Z");
                at = instant;
            }

            return WithOutput(output => new ReplayVerb(output, Console.Error).Run(
                parsed.GetValue(recording)!, parsed.GetValue(participant)!, at, parsed.GetValue(events), ConfigFiles.Folder(parsed.GetValue(Config)), LanguageOf(parsed, settings)));
        });
        return command;
    }

    private static Command Scenario(Dictionary<string, string?> settings)
    {
        var files = new Argument<string[]>("FILE") { Description = "Scenario files (JSON), folders of them, or patterns", Arity = ArgumentArity.OneOrMore };
        var events = new Option<bool>("--events") { Description = "The events as JSON lines in place of the expectations" };
        var command = new Command("scenario", "Plays scenario files on virtual time and checks what they expect") { files, events, Config, Language };
        command.SetAction(parsed => WithOutput(output => new ScenarioVerb(output, Console.Error).Run(
            parsed.GetValue(files)!, parsed.GetValue(events), ConfigFiles.Folder(parsed.GetValue(Config)), LanguageOf(parsed, settings))));
        return command;
    }

    private static Command Hrv()
    {
        var file = new Argument<string>("FILE") { Description = "RR intervals in ms, one a line, or CSV with a column rr_ms" };
        var participant = new Option<string?>("--participant") { Description = "Participant file (JSON): no figure where the heart makes it meaningless", HelpName = "FILE" };
        var sensor = new Option<string?>("--sensor") { Description = "chest, optical, or a product of straps.json: no figure where it smooths its intervals", HelpName = "NAME" };
        var command = new Command("hrv", "RR intervals to heart-rate variability, for research") { file, participant, sensor, Config };
        command.SetAction(parsed => WithOutput(output => new HrvVerb(output, Console.Error, TimeProvider.System).Run(
            parsed.GetValue(file)!, new(parsed.GetValue(participant), parsed.GetValue(sensor), ConfigFiles.Folder(parsed.GetValue(Config))))));
        return command;
    }

    private static Command CheckConfig(Dictionary<string, string?> settings)
    {
        var command = new Command("check-config", "Validates everything, prints all faults at once") { Config };
        command.SetAction(parsed => CheckConfigVerb.Run(ConfigFiles.Folder(parsed.GetValue(Config)), settings, Console.Out, Console.Error));
        return command;
    }

    /// <summary>The option, else the setting of that name on the command line, else English: what a script compares does not hang on the clinic's setting.</summary>
    private static string LanguageOf(ParseResult parsed, Dictionary<string, string?> settings) =>
        parsed.GetValue(Language) ?? settings.GetValueOrDefault("Language") ?? "en";

    /// <summary>Results go to standard output as UTF-8 in blocks, lines ending in a line feed on every system.</summary>
    internal static int WithOutput(Func<TextWriter, int> verb) => WithOutputAsync(output => Task.FromResult(verb(output))).GetAwaiter().GetResult();

    /// <inheritdoc cref="WithOutput"/>
    internal static async Task<int> WithOutputAsync(Func<TextWriter, Task<int>> verb)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false), 64 * 1024) { NewLine = "\n" };
        return await verb(output);
    }

    private static int Usage(string message)
    {
        Console.Error.WriteLine(message);
        return ExitCode.Usage;
    }

    /// <summary>Takes <c>--Section:Key value</c> (and <c>--Key value</c> for keys without a section) out of the words.</summary>
    private static (List<string> Words, Dictionary<string, string?> Settings, string? Unknown) SplitSettings(string[] arguments)
    {
        var words = new List<string>();
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i];
            if (!word.StartsWith("--", StringComparison.Ordinal) || word.Length < 3 || !char.IsAsciiLetterUpper(word[2]))
            {
                words.Add(word);
                continue;
            }

            var parts = word[2..].Split('=', 2);
            var key = SettingsReader.Keys.FirstOrDefault(k => k.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
            if (key is null) return (words, settings, $"There is no setting called {word}.");
            if (parts.Length == 2) settings[key] = parts[1];
            else if (i + 1 < arguments.Length) settings[key] = arguments[++i];
            else return (words, settings, $"{word} needs a value.");
        }

        return (words, settings, null);
    }
}
