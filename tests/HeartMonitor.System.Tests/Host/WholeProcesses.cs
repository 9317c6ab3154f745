using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>Stories of whole processes: one at a time, and beside nothing else, because they are about time and the machine is small.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcesses
{
    public const string Name = "whole processes";
}

/// <summary>The tests that look at what one story of kills left behind; it is told once for all of them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KilledProcesses : ICollectionFixture<KilledStory>
{
    public const string Name = "killed processes";
}
