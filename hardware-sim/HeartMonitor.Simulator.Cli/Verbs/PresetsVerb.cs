using System.CommandLine;
using System.Globalization;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim presets</c>: the hearts that a story can name.</summary>
internal static class PresetsVerb
{
    internal static Command Create()
    {
        var command = new Command("presets", "The people that a story can name");
        command.SetAction(_ =>
        {
            using var output = Output.Open();
            output.WriteLine("name                      rest  peak  peak METs  rise  fall  dead time");
            foreach (var (name, who) in Presets.All) output.WriteLine(Line(name, who));
            return ExitCode.Fine;
        });
        return command;
    }

    private static string Line(string name, VirtualPerson who) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-24}{who.RestingHr,6:0.#}{who.PeakHr,6:0.#}{who.PeakMet,11:0.#}{who.TauOn.TotalSeconds,6:0.#}{who.TauOff.TotalSeconds,6:0.#}{who.DeadTime.TotalSeconds,11:0}");
}
