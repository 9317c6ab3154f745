using HeartMonitor.Core;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor scenario</c>: stories on virtual time, a line per expectation, or the events.</summary>
internal static class ScenarioVerb
{
    internal static int Run(IReadOnlyList<string> files, bool events, string configFolder, TextWriter output, TextWriter error, string language = "en")
    {
        var (setup, faults) = ConfigFiles.ReadRules(configFolder, "gym1", language);
        foreach (var fault in faults) error.WriteLine(fault);
        if (setup is null) return ExitCode.Configuration;

        var worst = ExitCode.Fine;
        foreach (var file in files) worst = Math.Max(worst, RunOne(file, events, setup, configFolder, output, error));
        return worst;
    }

    private static int RunOne(string file, bool events, EngineSetup setup, string configFolder, TextWriter output, TextWriter error)
    {
        var (text, code) = InputFile.ReadText(file, error);
        if (text is null) return code;
        var (scenario, fault) = ScenarioReader.Read(text);
        if (scenario is null)
        {
            error.WriteLine($"{file}: {fault}");
            return ExitCode.Failed;
        }

        if (scenario.Language is { } language && ConfigFiles.LanguageFault(configFolder, language) is { } noWords)
        {
            error.WriteLine($"{file}: {noWords}");
            return ExitCode.Failed;
        }

        var seen = ScenarioRun.Play(scenario, setup);
        if (events)
        {
            JsonLines.Write(seen, output);
            return ExitCode.Fine;
        }

        IReadOnlyList<ScenarioVerdict> verdicts;
        try
        {
            verdicts = ScenarioVerdict.Judge(scenario, seen);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            error.WriteLine($"{file}: expect or never: a member has the wrong type ({e.Message})");
            return ExitCode.Failed;
        }

        output.WriteLine($"{file}: {scenario.Name}");
        foreach (var verdict in verdicts) output.WriteLine($"  {verdict.Line}");
        return verdicts.All(v => v.IsMet) ? ExitCode.Fine : ExitCode.Failed;
    }
}
