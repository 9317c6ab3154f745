using System.CommandLine;
using HeartMonitor.Host.Composition;
using HeartMonitor.Research.Exports;

namespace HeartMonitor.Host.Verbs;

/// <summary>The verbs that read what is stored. All take <c>--data DIR</c> and work while the service runs.</summary>
internal static class ReadingCommands
{
    private static readonly Option<string?> Data = new("--data") { Description = "The service's data folder (data)", HelpName = "DIR" };

    internal static void AddTo(RootCommand root, Dictionary<string, string?> settings, Option<string?> config)
    {
        root.Add(Sessions(settings, config));
        root.Add(Rerun(settings, config));
        root.Add(Report(settings, config));
        root.Add(DeadLetters(settings, config));
        root.Add(Export(settings, config));
        root.Add(Erase(settings, config));
    }

    private static Command Sessions(Dictionary<string, string?> settings, Option<string?> config)
    {
        var json = new Option<bool>("--json") { Description = "A JSON object a line" };
        var command = new Command("sessions", "Stored sessions") { json, Data, config };
        command.SetAction(parsed => CommandLine.WithOutput(output => new SessionsVerb(output, Console.Error).Run(
            ConfigFiles.Folder(parsed.GetValue(config)), WithData(parsed, settings), parsed.GetValue(json))));
        return command;
    }

    private static Command Rerun(Dictionary<string, string?> settings, Option<string?> config)
    {
        var session = new Argument<string?>("SESSION") { Description = "Session id, as monitor sessions lists it", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every stored session" };
        var json = new Option<bool>("--json") { Description = "A JSON object a session" };
        var command = new Command("rerun", "Today's rules over stored sessions: what would be decided differently") { session, all, json, Data, config };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(session) is not null)) result.AddError("Name one session, or --all.");
        });
        command.SetAction(parsed => CommandLine.WithOutput(output => new RerunVerb(output, Console.Error).Run(
            parsed.GetValue(session), ConfigFiles.Folder(parsed.GetValue(config)), WithData(parsed, settings), parsed.GetValue(json))));
        return command;
    }

    private static Command Report(Dictionary<string, string?> settings, Option<string?> config)
    {
        var session = new Argument<string>("SESSION") { Description = "Session id, as monitor sessions lists it" };
        var format = new Option<string?>("--format") { Description = "html or pdf (as the file's ending says)" };
        var file = new Option<string>("--out") { Description = "File to write, or - for standard output", HelpName = "FILE", Required = true };
        var force = new Option<bool>("--force") { Description = "Replaces an earlier report" };
        var language = new Option<string?>("--language") { Description = "Language of the report: en or de (the clinic's)", HelpName = "CODE" };
        format.AcceptOnlyFromAmong("html", "pdf");
        var command = new Command("report", "The page about one session that a clinician hands over") { session, format, file, force, language, Data, config };
        command.SetAction(parsed => new ReportVerb(Console.Error).Run(
            parsed.GetValue(session)!, parsed.GetValue(format), parsed.GetValue(file)!, parsed.GetValue(force), parsed.GetValue(language), ConfigFiles.Folder(parsed.GetValue(config)), WithData(parsed, settings)));
        return command;
    }

    private static Command DeadLetters(Dictionary<string, string?> settings, Option<string?> config)
    {
        var json = new Option<bool>("--json") { Description = "A JSON object a line" };
        var resend = new Option<bool>("--resend") { Description = "Ask the service to send them again: what made the store refuse them was put right" };
        var command = new Command("dead-letters", "Rows that a store refused for good, with its words") { json, resend, Data, config };
        command.SetAction(parsed => CommandLine.WithOutput(output => new DeadLettersVerb(output, Console.Error).Run(
            ConfigFiles.Folder(parsed.GetValue(config)), WithData(parsed, settings), parsed.GetValue(json), parsed.GetValue(resend))));
        return command;
    }

    private static Command Export(Dictionary<string, string?> settings, Option<string?> config)
    {
        var session = new Argument<string?>("SESSION") { Description = "Session id, as monitor sessions lists it", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every stored session" };
        var format = new Option<string>("--format") { Description = string.Join(' ', ExportFormats.Names), HelpName = "FORMAT", Required = true };
        var path = new Option<string>("--out") { Description = "A folder, a .zip, or for one session a file with the format's own ending", HelpName = "PATH", Required = true };
        var shift = new Option<bool>("--shift-dates") { Description = "For people outside: new pseudonyms and ids, all dates moved, each person's by the same secret number of days" };
        var key = new Option<string?>("--key") { Description = "Key for that, made when absent: another one makes others of the same people (export.key in the data folder)", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Replaces an earlier export" };
        var by = new Option<string?>("--by") { Description = "Who asks, for the audit", HelpName = "WHO" };
        var command = new Command("export", "Stored sessions as files for research, pseudonymous") { session, all, format, path, shift, key, force, by, Data, config };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetValue(session) is not null)) result.AddError("Name one session, or --all.");
        });
        command.SetAction((parsed, _) =>
        {
            var request = new ExportRequest(parsed.GetValue(session), parsed.GetValue(format)!, parsed.GetValue(path)!) { ShiftDates = parsed.GetValue(shift), KeyFile = parsed.GetValue(key), Force = parsed.GetValue(force), By = parsed.GetValue(by) };
            return CommandLine.WithOutputAsync(output => new ExportVerb(output, Console.Error, TimeProvider.System).RunAsync(
                request, ConfigFiles.Folder(parsed.GetValue(config)), WithData(parsed, settings)));
        });
        return command;
    }

    private static Command Erase(Dictionary<string, string?> settings, Option<string?> config)
    {
        var participant = new Argument<string>("PARTICIPANT") { Description = "Pseudonym" };
        var yes = new Option<bool>("--yes") { Description = "Erase; without it only what would go is said" };
        var by = new Option<string?>("--by") { Description = "Who asks, for the audit", HelpName = "WHO" };
        var command = new Command("erase", "Everything that is stored of one person, for good; the service must stand still") { participant, yes, by, Data, config };
        command.SetAction((parsed, _) => CommandLine.WithOutputAsync(output => new EraseVerb(output, Console.Error, TimeProvider.System).RunAsync(
            new(parsed.GetValue(participant)!, parsed.GetValue(yes), parsed.GetValue(by)), ConfigFiles.Folder(parsed.GetValue(config)), WithData(parsed, settings))));
        return command;
    }

    private static Dictionary<string, string?> WithData(ParseResult parsed, Dictionary<string, string?> settings)
    {
        if (parsed.GetValue(Data) is { } folder) settings["Data"] = folder;
        return settings;
    }
}
