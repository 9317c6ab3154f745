using System.Text;

namespace HeartMonitor.Simulator.Cli;

/// <summary>Results: standard output as UTF-8, lines ending in a line feed on every system.</summary>
internal static class Output
{
    internal static StreamWriter Open() => new(Console.OpenStandardOutput(), new UTF8Encoding(false), 64 * 1024) { NewLine = "\n" };
}
