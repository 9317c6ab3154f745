using HeartMonitor.Core.Sessions;
using Xunit;

namespace HeartMonitor.Mutation;

/// <summary>
/// The one test that the mutation tool runs here. The tool compiles all mutants into one assembly, which lies in this project's output for as long as
/// the tool runs: this keeps a copy of it. It tests nothing, so that no mutant is tried by the tool itself.
/// </summary>
public sealed class KeepMutants
{
    /// <summary>Where the copy is kept, and where a run finds it.</summary>
    internal static string Kept { get; } = Path.Combine(AppContext.BaseDirectory, "mutants", "HeartMonitor.Core.dll");

    [Fact]
    public void The_assembly_with_all_mutants_is_kept()
    {
        Assert.NotEmpty(Identity.OfSession("site", "person", DateTimeOffset.UnixEpoch)); // reaches a mutant: a tool that sees none reached tries them all
        var rules = typeof(Identity).Assembly;
        if (!MutantSwitch.IsIn(rules)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
        File.Copy(rules.Location, Kept, overwrite: true);
    }
}
