using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>Stories of whole processes: one at a time, and beside nothing else, because they are about time and the machine is small.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeProcesses
{
    public const string Name = "whole processes";
}
