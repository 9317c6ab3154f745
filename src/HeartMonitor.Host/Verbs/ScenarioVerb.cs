using System.Globalization;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using HeartMonitor.Pipeline;

namespace HeartMonitor.Host.Verbs;

/// <summary><c>monitor scenario</c>: stories through the pipeline on virtual time, a line per expectation, or the events.</summary>
internal sealed class ScenarioVerb(TextWriter output, TextWriter error)
{
    private int _stories;
    private int _refused;
    private int _expectations;
    private int _failed;

    internal int Run(IReadOnlyList<string> named, bool events, string configFolder, string language = "en")
    {
        var (setup, faults) = ConfigFiles.ReadRules(configFolder, "gym1", language);
        foreach (var fault in faults) error.WriteLine(fault);
        if (setup is null) return ExitCode.Configuration;

        var worst = ExitCode.Fine;
        foreach (var name in named)
        {
            if (StoryFiles.Of(name, error) is not { } files) worst = ExitCode.Usage;
            else foreach (var file in files) worst = Math.Max(worst, RunOne(file, events, setup));
        }

        if (!events) output.WriteLine(Total());
        return worst;
    }

    private int RunOne(string file, bool events, EngineSetup setup)
    {
        var (text, code) = InputFile.ReadText(file, error);
        if (text is null)
        {
            _refused++;
            return code;
        }

        var (scenario, fault) = ScenarioReader.Read(text);
        if (scenario is null) return Refuse(file, [fault!]);
        if (scenario.Language is { } language && language != setup.Language && setup.InLanguage(language) is null) return Refuse(file, [$"there are no words in the language {language}"]);
        if (events)
        {
            JsonLines.Write(Play(file, scenario, setup), output);
            return ExitCode.Fine;
        }

        if (scenario.Faults.Count > 0) return Refuse(file, scenario.Faults);
        output.WriteLine($"{file}: {scenario.Name}");
        var verdicts = ScenarioVerdict.Judge(scenario, Play(file, scenario, setup));
        foreach (var verdict in verdicts) output.WriteLine($"  {verdict.Line.Replace("\n", "\n  ", StringComparison.Ordinal)}");
        if (verdicts.Count == 0) error.WriteLine($"{file}: nothing is expected of this story");
        _stories++;
        _expectations += verdicts.Count;
        _failed += verdicts.Count(v => !v.IsMet);
        return verdicts.All(v => v.IsMet) ? ExitCode.Fine : ExitCode.Failed;
    }

    private IReadOnlyList<SessionEvent> Play(string file, Scenario scenario, EngineSetup setup)
    {
        var replay = new ScenarioReplay(setup, scenario);
        var seen = replay.Run();
        foreach (var refusal in replay.Refusals) error.WriteLine($"{file}: refused {refusal}");
        return seen;
    }

    private int Refuse(string file, IReadOnlyList<string> faults)
    {
        _refused++;
        foreach (var fault in faults) error.WriteLine($"{file}: {fault}");
        return ExitCode.Failed;
    }

    private string Total()
    {
        var refused = _refused == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {Counted(_refused, "story", "stories")} refused");
        return string.Create(CultureInfo.InvariantCulture,
            $"{Counted(_stories, "story", "stories")}, {Counted(_expectations, "expectation", "expectations")}, {_failed} failed{refused}");
    }

    private static string Counted(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
