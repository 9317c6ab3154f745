using System.CommandLine;
using System.Globalization;
using HeartMonitor.Core;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim profiles</c>: the straps that a story can name.</summary>
internal static class ProfilesVerb
{
    internal static Command Create()
    {
        var command = new Command("profiles", "The straps that a story can name, and what is odd about each");
        command.SetAction(_ =>
        {
            using var output = Output.Open();
            output.WriteLine("name                   advertises    class    contact             intervals  location  about");
            foreach (var model in StrapModels.All) output.WriteLine(Line(model));
            return ExitCode.Fine;
        });
        return command;
    }

    private static string Line(StrapModel model) => string.Create(
        CultureInfo.InvariantCulture,
        $"{model.Id,-23}{model.Name ?? "-",-14}{KebabCase.Of(model.Class),-9}{KebabCase.Of(model.Contact),-20}{KebabCase.Of(model.Intervals),-11}{(model.Location is { } place ? KebabCase.Of(place) : "-"),-10}{model.About}").TrimEnd();
}
