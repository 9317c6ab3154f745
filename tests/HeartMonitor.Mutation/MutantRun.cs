using System.Collections.Concurrent;
using System.Diagnostics;

namespace HeartMonitor.Mutation;

/// <summary>
/// Tries mutants against the tests, and reports. Each mutant meets the tests that reach it, one after another in a process that lives on, until one
/// fails. A mutant that is only reached when something is read that is then kept would have no effect there: it gets a process of its own, and all tests.
/// </summary>
internal sealed class MutantRun
{
    private readonly RunOptions _options;
    private readonly string _folder;
    private readonly string _reachFile;
    private readonly ConcurrentQueue<Mutant> _waiting;
    private readonly ConcurrentDictionary<Mutant, (Fate Fate, string Test)> _fates = [];
    private long _began;
    private HashSet<int> _reached = [];
    private HashSet<int> _readOnce = [];

    private MutantRun(RunOptions options, string folder)
    {
        _options = options;
        _folder = folder;
        _reachFile = Path.Combine(folder, "reached.tsv");
        var mutants = Mutant.ReadAll(options.Report).Where(m => m.File.Contains(options.Only, StringComparison.Ordinal)).OrderBy(m => m.Id).ToArray();
#pragma warning disable CA5394 // A draw that can be repeated, not a secret.
        new Random(options.Seed).Shuffle(mutants);
#pragma warning restore CA5394
        _waiting = new(mutants);
    }

    internal static async Task<int> RunAsync(RunOptions options)
    {
        if (!File.Exists(KeepMutants.Kept)) return Fail($"No mutants at {KeepMutants.Kept}: run the mutation tool first (tests/README.md).");
        var folder = Path.Combine(Path.GetDirectoryName(KeepMutants.Kept)!, "tests");
        Copy(new(Path.GetFullPath(options.Tests)), folder);
        MutantSwitch.Improve(KeepMutants.Kept, Path.Combine(folder, Path.GetFileName(KeepMutants.Kept)));
        return await new MutantRun(options, folder).RunAsync();
    }

    private async Task<int> RunAsync()
    {
        if (!IsReachKnown())
        {
            using var reach = new WorkerProcess(Worker.Reach, _folder, _reachFile);
            if (await reach.EndAsync() != 0) return Fail("The tests do not run without a mutant.");
        }

        var reached = Reached.ReadAll(_reachFile);
        _reached = [.. reached.SelectMany(r => r.Again)];
        _readOnce = [.. reached.SelectMany(r => r.First).Except(_reached)];
        if (_readOnce.Count > 0 && (await TryFreshAsync(MutantSwitch.None)).Fate != Fate.Survived) return Fail("The tests fail in a fresh process without a mutant.");
        Console.WriteLine($"{reached.Count} tests, {_waiting.Count} mutants in an order of seed {_options.Seed}, {_waiting.Count(m => _readOnce.Contains(m.Id))} in what is read once.");
        var all = _waiting.Count;
        _began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, _options.Workers).Select(_ => Task.Run(WorkAsync)));
        MutantReport.Write(_options.Results, _fates, all);
        return 0;
    }

    /// <summary>Neither the tests nor the mutants are newer than what is known of them.</summary>
    private bool IsReachKnown() =>
        new[] { KeepMutants.Kept, Path.Combine(_options.Tests, "HeartMonitor.Core.Tests.dll") }.All(file => File.GetLastWriteTimeUtc(file) < File.GetLastWriteTimeUtc(_reachFile));

    private bool IsTimeUp() => _options.Minutes > 0 && Stopwatch.GetElapsedTime(_began).TotalMinutes >= _options.Minutes;

    private async Task WorkAsync()
    {
        WorkerProcess? worker = null;
        while (!IsTimeUp() && _waiting.TryDequeue(out var mutant))
        {
            var fate = (Fate: Fate.NotReached, Test: "");
            if (_readOnce.Contains(mutant.Id)) fate = await TryFreshAsync(mutant.Id);
            if (_reached.Contains(mutant.Id))
            {
                worker ??= new(Worker.Try, _folder, _reachFile);
                fate = await worker.AskAsync(mutant.Id) ?? (Fate.TimedOut, "the process died");
                if (fate.Fate == Fate.TimedOut)
                {
                    worker.Dispose();
                    worker = null;
                }
            }

            _fates[mutant] = fate;
            if (_fates.Count % 25 == 0) MutantReport.WriteFile(_options.Results, _fates);
            if (_fates.Count % 25 == 0) Console.WriteLine($"{_fates.Count} tried, {_fates.Values.Count(f => f.Fate is Fate.Killed)} killed");
        }

        worker?.Dispose();
    }

    private async Task<(Fate Fate, string Test)> TryFreshAsync(int mutant)
    {
        using var worker = new WorkerProcess(Worker.Fresh, _folder, _reachFile, mutant.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return await worker.AnswerAsync() ?? (Fate.TimedOut, "the process died");
    }

    private static int Fail(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name), overwrite: true);
        foreach (var folder in from.EnumerateDirectories()) Copy(folder, Path.Combine(to, folder.Name));
    }
}
