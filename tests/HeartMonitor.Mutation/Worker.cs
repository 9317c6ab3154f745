using System.Diagnostics;
using System.Globalization;
using Xunit.Sdk;

namespace HeartMonitor.Mutation;

/// <summary>A process that runs tests against mutants. It answers on standard output, a line each: the fate, a tab, the test that decided it.</summary>
internal sealed class Worker
{
    /// <summary>Verb: finds out which tests reach which mutants.</summary>
    internal const string Reach = "reach";

    /// <summary>Verb: tries the mutants named on standard input, in a process in which everything that is read once has been read without a mutant.</summary>
    internal const string Try = "try";

    /// <summary>Verb: tries one mutant that is active from the process's first moment.</summary>
    internal const string Fresh = "fresh";

    private const double WarmGraceMilliseconds = 5000; // Ours: a thousand times what most tests take

    private const double BudgetMilliseconds = 3000; // Ours: processor time for one mutant; what is not killed by then counts as survived

    private const double FreshBudgetMilliseconds = 8000; // Ours: the same in a process in which nothing is compiled yet

    private readonly TestSet _set;
    private readonly Dictionary<string, ITestCase> _tests;
    private readonly IReadOnlyList<Reached> _reached;
    private readonly Watchdog _watchdog;
    private readonly Dictionary<string, int> _kills = [];
    private ITestCase? _running;

    private Worker(TestSet set, IReadOnlyList<Reached> reached)
    {
        _set = set;
        _tests = set.Tests.ToDictionary(test => test.UniqueID);
        _reached = [.. reached.OrderBy(r => r.Milliseconds)];
        _watchdog = new(() => Answer(Fate.TimedOut, _running?.TestCaseDisplayName));
    }

    internal static async Task<int> FindReachAsync(string folder, string file)
    {
        var set = TestSet.Load(folder);
        set.Switch.Active = MutantSwitch.None;
        await set.DiscoverAsync();
        var first = new Dictionary<string, HashSet<int>>();
        foreach (var test in set.Tests)
        {
            if (await set.PassesAsync(test)) first[test.UniqueID] = set.Switch.TakeReached();
            else await Console.Error.WriteLineAsync($"left out, it fails without a mutant: {test.TestCaseDisplayName}");
        }

        var reached = new List<Reached>();
        foreach (var test in set.Tests.Where(test => first.ContainsKey(test.UniqueID)))
        {
            var began = Stopwatch.GetTimestamp();
            if (await set.PassesAsync(test)) reached.Add(new(test.UniqueID, Stopwatch.GetElapsedTime(began).TotalMilliseconds, first[test.UniqueID], set.Switch.TakeReached()));
            else await Console.Error.WriteLineAsync($"left out, it fails the second time without a mutant: {test.TestCaseDisplayName}");
        }

        Reached.Write(file, reached);
        return reached.Count > 0 ? 0 : 1;
    }

    internal static async Task<int> TryAsync(string folder, string file)
    {
        var set = TestSet.Load(folder);
        set.Switch.Active = MutantSwitch.None;
        await set.DiscoverAsync();
        var worker = new Worker(set, Reached.ReadAll(file));
        if (await worker.FirstFailureAsync(worker._reached.Where(r => !r.First.SetEquals(r.Again)), double.MaxValue) is { } red) throw new InvalidOperationException($"Fails without a mutant: {red.TestCaseDisplayName}");
        worker._watchdog.Grace = WarmGraceMilliseconds;
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line) await worker.TryAsync(int.Parse(line, CultureInfo.InvariantCulture));
        return 0;
    }

    internal static async Task<int> TryFreshAsync(string folder, string file, int mutant)
    {
        var set = TestSet.Load(folder);
        set.Switch.Active = mutant;
        await set.DiscoverAsync();
        var worker = new Worker(set, Reached.ReadAll(file));
        var killer = await worker.FirstFailureAsync(worker._reached.OrderByDescending(r => r.First.Contains(mutant)), mutant == MutantSwitch.None ? double.MaxValue : FreshBudgetMilliseconds);
        Answer(killer is null ? Fate.Survived : Fate.Killed, killer?.TestCaseDisplayName);
        return 0;
    }

    private static void Answer(Fate fate, string? test) => Console.Out.WriteLine($"{fate}\t{test}");

    private async Task TryAsync(int mutant)
    {
        _set.Switch.Active = mutant;
        var killer = await FirstFailureAsync(_reached.Where(r => r.Again.Contains(mutant)).OrderByDescending(r => _kills.GetValueOrDefault(r.Test) / (r.Milliseconds + 1)), BudgetMilliseconds);
        _set.Switch.Active = MutantSwitch.None;
        if (killer is not null)
        {
            if (!await _set.PassesAsync(killer)) throw new InvalidOperationException($"The mutant left something behind: {killer.TestCaseDisplayName} fails without it too.");
            _kills[killer.UniqueID] = _kills.GetValueOrDefault(killer.UniqueID) + 1;
        }

        Answer(killer is null ? Fate.Survived : Fate.Killed, killer?.TestCaseDisplayName);
    }

    private async Task<ITestCase?> FirstFailureAsync(IEnumerable<Reached> tests, double budgetMilliseconds)
    {
        var began = Environment.CpuUsage.TotalTime;
        foreach (var reached in tests)
        {
            if (!_tests.TryGetValue(reached.Test, out _running)) continue; // a mutant took the row of data away
            _watchdog.Begin(reached.Milliseconds);
            var passes = await _set.PassesAsync(_running);
            _watchdog.End();
            if (!passes) return _running;
            if ((Environment.CpuUsage.TotalTime - began).TotalMilliseconds > budgetMilliseconds) return null;
        }

        return null;
    }
}
