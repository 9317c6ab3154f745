using System.CommandLine;
using System.Globalization;

namespace HeartMonitor.Simulator.Cli;

/// <summary><c>--seed N</c>; without it one is drawn. Either is printed on standard error, so that whatever was seen can be seen again.</summary>
internal static class SeedOption
{
    internal static Option<int?> Create() => new("--seed") { Description = "Seed of everything random (drawn and printed)", HelpName = "N" };

    /// <summary>The seed of this run, told on standard error. <paramref name="otherwise"/> is one that a file names.</summary>
    internal static int Tell(ParseResult parsed, Option<int?> option, int? otherwise = null)
    {
        var seed = parsed.GetValue(option) ?? otherwise ?? Random.Shared.Next();
        Console.Error.WriteLine("seed " + seed.ToString(CultureInfo.InvariantCulture));
        return seed;
    }
}
