using System.Globalization;

namespace HeartMonitor.Mutation;

/// <summary>What one test reaches.</summary>
/// <param name="Test">Its id.</param>
/// <param name="Milliseconds">How long it takes once everything is compiled.</param>
/// <param name="First">Mutants reached when the process ran it for the first time: with them whatever is read once and kept.</param>
/// <param name="Again">Mutants reached every time.</param>
internal sealed record Reached(string Test, double Milliseconds, IReadOnlySet<int> First, IReadOnlySet<int> Again)
{
    internal static void Write(string file, IEnumerable<Reached> all) =>
        File.WriteAllLines(file, all.Select(r => string.Create(
            CultureInfo.InvariantCulture, $"{r.Test}\t{r.Milliseconds:F3}\t{string.Join(',', r.First)}\t{string.Join(',', r.Again)}")));

    internal static IReadOnlyList<Reached> ReadAll(string file) =>
        [.. File.ReadLines(file).Select(line => line.Split('\t')).Select(part => new Reached(part[0], double.Parse(part[1], CultureInfo.InvariantCulture), Ids(part[2]), Ids(part[3])))];

    private static HashSet<int> Ids(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
}
