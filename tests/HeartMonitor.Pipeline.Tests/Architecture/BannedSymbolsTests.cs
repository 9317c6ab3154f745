using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reflection;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Architecture;

/// <summary>
/// The analyzer passes over a name in a banned-symbol list that does not exist, without a word. So the lists are held against the
/// libraries they speak of: each name is real, and no overload that guesses a scheduler is missing.
/// </summary>
public sealed class BannedSymbolsTests
{
    private static readonly Assembly[] Libraries =
    [
        typeof(object).Assembly, typeof(Console).Assembly, typeof(HttpClient).Assembly, typeof(Observable).Assembly, typeof(File).Assembly,
    ];

    /// <summary>Every project that must not read a clock on its own.</summary>
    public static TheoryData<string> Fenced =>
    [
        "src/HeartMonitor.Core", "src/HeartMonitor.Pipeline", "src/HeartMonitor.Mqtt", "src/HeartMonitor.Storage", "src/HeartMonitor.DBus",
        "hardware-sim/HeartMonitor.Simulator",
    ];

    public static TheoryData<string> WithRx => ["src/HeartMonitor.Pipeline", "hardware-sim/HeartMonitor.Simulator"];

    [Theory]
    [MemberData(nameof(Fenced))]
    public void Every_banned_symbol_exists_and_says_what_to_do_instead(string project)
    {
        foreach (var (symbol, advice) in Read(project))
        {
            Assert.True(Exists(symbol), $"{project} bans {symbol}, which no library has: the ban can never fire.");
            Assert.NotEmpty(advice);
        }
    }

    [Theory]
    [MemberData(nameof(Fenced))]
    public void The_wall_clock_is_banned(string project)
    {
        var banned = Read(project).Select(line => line.Symbol).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow" },
            banned);
    }

    [Theory]
    [MemberData(nameof(WithRx))]
    public void Every_overload_that_guesses_a_scheduler_is_banned(string project)
    {
        var guessing = typeof(Observable).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(GuessesScheduler)
            .Select(DocumentationId.OfMethod)
            .ToArray();
        Assert.Equal(36, guessing.Length); // System.Reactive 7.0.0
        Assert.Superset(guessing.ToHashSet(), Read(project).Select(line => line.Symbol).ToHashSet());
    }

    [Fact]
    public void A_subject_is_banned_in_the_pipeline() =>
        Assert.Contains(
            DocumentationId.OfMethod(typeof(Subject<>).GetConstructor(Type.EmptyTypes)!),
            Read("src/HeartMonitor.Pipeline").Select(line => line.Symbol));

    [Theory]
    [InlineData("P:System.DateTime.UtcNau")]
    [InlineData("M:System.Reactive.Linq.Observable.Throttle(System.IObservable{``0},System.TimeSpan)")] // without its arity
    [InlineData("T:System.Threading.Thred")]
    public void A_misspelt_symbol_is_noticed(string symbol) => Assert.False(Exists(symbol));

    /// <summary>It speaks of time, takes no scheduler, and has a twin that takes one after the same parameters.</summary>
    private static bool GuessesScheduler(MethodInfo method) =>
        !TakesScheduler(method)
        && (method.GetParameters().Any(parameter => IsTime(parameter.ParameterType)) || method.Name is "TimeInterval" or "Timestamp")
        && typeof(Observable).GetMethods().Any(twin => twin.Name == method.Name && IsTwin(method, twin));

    private static bool IsTwin(MethodInfo method, MethodInfo twin) =>
        TakesScheduler(twin)
        && twin.GetGenericArguments().Length == method.GetGenericArguments().Length
        && twin.GetParameters().Where(parameter => parameter.ParameterType != typeof(IScheduler)).Select(parameter => parameter.ParameterType.ToString())
            .SequenceEqual(method.GetParameters().Select(parameter => parameter.ParameterType.ToString()));

    private static bool TakesScheduler(MethodInfo method) =>
        method.GetParameters().Any(parameter => parameter.ParameterType == typeof(IScheduler));

    private static bool IsTime(Type type) => type == typeof(TimeSpan) || type == typeof(DateTimeOffset);

    private static bool Exists(string symbol)
    {
        var path = symbol[2..].Split('(')[0];
        if (symbol[0] != 'T') path = path[..path.LastIndexOf('.')];
        var type = Libraries.Select(library => library.GetType(path)).FirstOrDefault(found => found is not null);
        return type is not null && DocumentationId.AllOf(type).Contains(symbol);
    }

    private static IEnumerable<(string Symbol, string Advice)> Read(string project)
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), project, "BannedSymbols.txt"));
        Assert.NotEmpty(lines);
        return lines.Where(line => line.Length > 0).Select(line => line.Split(';', 2) is [var symbol, var advice]
            ? (symbol, advice)
            : throw new InvalidOperationException("No advice: " + line));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Monitor.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Monitor.sln is in no folder above the tests.");
    }
}
