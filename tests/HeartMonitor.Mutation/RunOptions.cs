using System.Globalization;

namespace HeartMonitor.Mutation;

/// <summary>What a run was asked for.</summary>
/// <param name="Report">The mutation tool's report, which lists the mutants.</param>
/// <param name="Tests">Folder with the built tests.</param>
/// <param name="Results">File that gets one line a mutant.</param>
/// <param name="Only">Part of the path that a mutant's file must have; empty for all.</param>
/// <param name="Minutes">After how long it stops; what was tried by then is a sample drawn at random. 0 for all.</param>
/// <param name="Seed">Seed of the order in which mutants are tried.</param>
/// <param name="Workers">Processes at a time.</param>
internal sealed record RunOptions(string Report, string Tests, string Results, string Only, int Minutes, int Seed, int Workers)
{
    internal static RunOptions Parse(string[] args)
    {
        var given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : throw new ArgumentException($"{pair[0]} needs a value"));
        var options = new RunOptions(
            Take("--report", "StrykerOutput/reports/mutation-report.json"), Take("--tests", "HeartMonitor.Core.Tests/bin/Release/net10.0"),
            Take("--results", "StrykerOutput/mutants.tsv"), Take("--only", ""), Number("--minutes", 0), Number("--seed", 1), Number("--workers", 2));
        return given.Count == 0 ? options : throw new ArgumentException($"Unknown: {string.Join(' ', given.Keys)}");

        string Take(string name, string otherwise) => given.Remove(name, out var value) ? value : otherwise;
        int Number(string name, int otherwise) => int.Parse(Take(name, otherwise.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
    }
}
