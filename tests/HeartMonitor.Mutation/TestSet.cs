using System.Reflection;
using System.Runtime.Loader;
using Xunit;
using Xunit.Runner.Common;
using Xunit.Sdk;
using Xunit.v3;

namespace HeartMonitor.Mutation;

/// <summary>The tests of one folder, loaded into this process and run one by one.</summary>
internal sealed class TestSet
{
    private static readonly TestAssemblyConfiguration Configuration = new() { ParallelMode = ParallelMode.None, PreEnumerateTheories = true, SynchronousMessageReporting = true };

    /// <summary>
    /// Namespaces and classes that are not run. The sources' shape and memory say nothing about a mutant; the others play all stories or hours of
    /// recordings at once, which is too long for each of thousands of mutants, or the stories that the transcripts play. A mutant that only they would
    /// notice counts as survived.
    /// </summary>
    private static readonly string[] LeftOut = ["Architecture", "CodecAllocationTests", "RealRecordings", "ExplainedOutputTests", "StoryCatalogueTests", "ScenarioTests"];

    private readonly Assembly _tests;
    private static readonly XunitTestFramework Framework = new();

    private TestSet(Assembly tests, Assembly rules)
    {
        _tests = tests;
        Switch = new(rules);
    }

    internal MutantSwitch Switch { get; }

    internal IReadOnlyList<ITestCase> Tests { get; private set; } = [];

    /// <summary>Loads the tests as if they had been started from their own folder.</summary>
    /// <param name="folder">Folder with the built tests and the mutated rules.</param>
    internal static TestSet Load(string folder)
    {
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", folder + Path.DirectorySeparatorChar);
        var context = new FolderContext(folder);
        return new(context.LoadFromAssemblyName(new("HeartMonitor.Core.Tests")), context.LoadFromAssemblyName(new("HeartMonitor.Core")));
    }

    internal async Task DiscoverAsync()
    {
        TestContext.SetForInitialization(null, false, false);
        var found = new List<ITestCase>();
        await Framework.GetDiscoverer(_tests).Find(
            test =>
            {
                found.Add(test);
                return new(true);
            },
            TestFrameworkOptions.ForDiscovery(Configuration), null, null);
        Tests = [.. found.Where(IsOfTheRules).OrderBy(test => test.UniqueID, StringComparer.Ordinal)];
    }

    /// <summary>True when the test passes.</summary>
    internal async Task<bool> PassesAsync(ITestCase test)
    {
        TestContext.SetForInitialization(null, false, false);
        var failures = new Failures();
        await Framework.GetExecutor(_tests).RunTestCases([test], failures, TestFrameworkOptions.ForExecution(Configuration), null);
        return !failures.Any;
    }

    private static bool IsOfTheRules(ITestCase test) => !LeftOut.Any(name => $".{test.TestClassName}.".Contains($".{name}.", StringComparison.Ordinal));

    private sealed class Failures : IMessageSink
    {
        internal bool Any { get; private set; }

        public bool OnMessage(IMessageSinkMessage message)
        {
            Any |= message is ITestFailed or IErrorMessage or ITestCleanupFailure or ITestClassCleanupFailure or ITestCaseCleanupFailure or ITestMethodCleanupFailure;
            return true;
        }
    }

    /// <summary>Takes what the folder has, but the test framework from this program: its types are shared.</summary>
    private sealed class FolderContext(string folder) : AssemblyLoadContext("tests")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(folder, assemblyName.Name + ".dll") is var file && File.Exists(file) && !assemblyName.Name!.StartsWith("xunit", StringComparison.Ordinal)
                ? LoadFromAssemblyPath(file)
                : null;
    }
}
