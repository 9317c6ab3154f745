using System.Globalization;

namespace HeartMonitor.Mutation;

/// <summary>The figures by folder, and a file with one line a mutant.</summary>
internal static class MutantReport
{
    private static readonly Lock Writing = new();

    internal static void Write(string file, IReadOnlyDictionary<Mutant, (Fate Fate, string Test)> fates, int all)
    {
        WriteFile(file, fates);
        Console.WriteLine("| folder | mutants | killed | timed out | survived | not reached | score |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: |");
        foreach (var folder in fates.GroupBy(f => f.Key.Folder).OrderBy(g => g.Key, StringComparer.Ordinal)) Line(folder.Key, folder.Select(f => f.Value.Fate));
        Line("all", fates.Values.Select(f => f.Fate));
        if (fates.Count < all) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fates.Count} of {all} drawn at random: ± {HalfWidth(fates, all):P1} (95 %)"));
    }

    internal static void WriteFile(string file, IReadOnlyDictionary<Mutant, (Fate Fate, string Test)> fates)
    {
        lock (Writing)
        {
            Lines(file, fates);
        }
    }

    /// <summary>Half the width of the score's interval of 95 %, of a draw without putting back.</summary>
    private static double HalfWidth(IReadOnlyDictionary<Mutant, (Fate Fate, string Test)> fates, int all)
    {
        double count = fates.Count, share = fates.Values.Count(f => f.Fate is Fate.Killed or Fate.TimedOut) / count;
        return 1.96 * Math.Sqrt(share * (1 - share) / count * (all - count) / (all - 1));
    }

    private static void Lines(string file, IReadOnlyDictionary<Mutant, (Fate Fate, string Test)> fates)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllLines(file, fates.OrderBy(f => f.Key.File, StringComparer.Ordinal).ThenBy(f => f.Key.Line).ThenBy(f => f.Key.Id)
            .Select(f => $"{f.Value.Fate}\t{f.Key.File}:{f.Key.Line}\t{f.Key.Id}\t{f.Key.Kind}\t{f.Key.Replacement}\t{f.Value.Test}"));
    }

    /// <summary>The score is the share of killed and timed-out mutants; the share of killed ones alone stands behind it.</summary>
    private static void Line(string name, IEnumerable<Fate> fates)
    {
        var count = fates.CountBy(f => f).ToDictionary();
        double all = count.Values.Sum();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {all} | {Of(Fate.Killed)} | {Of(Fate.TimedOut)} | {Of(Fate.Survived)} | {Of(Fate.NotReached)} | {(Of(Fate.Killed) + Of(Fate.TimedOut)) / all:P1} ({Of(Fate.Killed) / all:P1}) |"));

        int Of(Fate fate) => count.GetValueOrDefault(fate);
    }
}
