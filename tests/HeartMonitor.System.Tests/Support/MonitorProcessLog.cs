using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace HeartMonitor.System.Tests.Support;

/// <summary>What the processes of one test said, over all their lives.</summary>
internal sealed partial class MonitorProcessLog
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly List<string> _expected = [];

    /// <summary>Lines of standard output.</summary>
    internal IReadOnlyList<string> Output => [.. _output];

    /// <summary>Lines of standard error.</summary>
    internal IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>Lines of error or critical level, and traces of exceptions, that no test asked for.</summary>
    internal IReadOnlyList<string> Unexpected =>
        [.. _errors.Where(line => IsTrouble(line) && !_expected.Exists(part => line.Contains(part, StringComparison.Ordinal)))];

    /// <summary>A line that holds <paramref name="part"/> belongs to the story.</summary>
    internal void Expect(string part) => _expected.Add(part);

    internal void TakeOutput(string? line)
    {
        if (line is not null) _output.Enqueue(line);
    }

    internal void TakeError(string? line)
    {
        if (line is not null) _errors.Enqueue(line);
    }

    internal static bool IsTrouble(string line) => Trouble().IsMatch(line);

    [GeneratedRegex(@"^\S+Z (fail|crit): |^Unhandled exception|^Internal failure|^\s+at \S+\(|Exception: ")]
    private static partial Regex Trouble();
}
