using System.CommandLine;
using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim faults</c>: what can go wrong with a strap, and how a story asks for it.</summary>
internal static class FaultsVerb
{
    internal static Command Create()
    {
        var command = new Command("faults", "What can go wrong with a strap, and how a story asks for it");
        command.SetAction(_ =>
        {
            using var output = Output.Open();
            output.WriteLine("kind            usual s   asked for by     members     sends");
            foreach (var word in FaultWord.All) output.WriteLine(Line(word));
            return ExitCode.Fine;
        });
        return command;
    }

    private static string Line(FaultWord word) => string.Create(
        CultureInfo.InvariantCulture,
        $"{KebabCase.Of(word.Kind),-16}{Usual(word),-10}{(word.ByRate ? "at, perHour" : "at"),-17}{string.Join(' ', word.Options),-12}{word.About}");

    private static string Usual(FaultWord word) => word.Usual switch
    {
        (0, 0) => "beats",
        var (shortest, longest) when shortest == longest => string.Create(CultureInfo.InvariantCulture, $"{shortest:0}"),
        var (shortest, longest) => string.Create(CultureInfo.InvariantCulture, $"{shortest:0}-{longest:0}"),
    };
}
