using System.CommandLine;
using System.Globalization;
using HeartMonitor.Simulator.Physiology;

namespace HeartMonitor.Simulator.Cli.Verbs;

/// <summary><c>strapsim twin</c>: one person without and with a beta-blocker at the same work, side by side: the idea of the product in a table.</summary>
internal static class TwinVerb
{
    internal static Command Create()
    {
        var seed = SeedOption.Create();
        var hours = new Option<double>("--hours-since-dose") { Description = "Hours since the blocker was taken (2)", HelpName = "N", DefaultValueFactory = _ => 2 };
        hours.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and <= 240)) result.AddError("--hours-since-dose is a number from 0 to 240");
        });
        var command = new Command("twin", "One person without and with a beta-blocker at the same work: heart rates apart, the same RPE") { seed, hours };
        command.SetAction(parsed =>
        {
            using var output = Output.Open();
            Write(output, SeedOption.Tell(parsed, seed), TimeSpan.FromHours(parsed.GetValue(hours)));
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Write(StreamWriter output, int seed, TimeSpan sinceDose)
    {
        output.WriteLine("              without blocker    with blocker");
        output.WriteLine("minute  METs      bpm    RPE      bpm    RPE    apart");
        foreach (var row in Twins.Compare(seed, sinceDose)) output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Minute,6}{row.Mets,6:0.0}{row.FreeBpm,9:0}{row.FreeRpe,7}{row.BlockedBpm,9:0}{row.BlockedRpe,7}{row.Apart,9:0}"));
    }
}
