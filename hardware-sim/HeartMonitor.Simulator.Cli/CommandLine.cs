using System.CommandLine;
using HeartMonitor.Simulator.Cli.Verbs;

namespace HeartMonitor.Simulator.Cli;

/// <summary>The verbs of <c>strapsim</c>. A new one is one class with a <c>Create</c> and one line in <see cref="Verbs"/>.</summary>
internal static class CommandLine
{
    private static readonly Func<Command>[] Verbs = [StoryVerb.Create, TwinVerb.Create, PresetsVerb.Create, ProfilesVerb.Create, FaultsVerb.Create, BlueZVerb.Create, PlayVerb.Create, LoadVerb.Create];

    /// <summary>Runs one command line and returns the exit code.</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("People, straps and radios that misbehave on command: the simulator of HeartMonitor. The same seed gives the same bytes.");
        foreach (var create in Verbs) root.Add(create());
        if (Parse(root, arguments) is not { } parsed) return ExitCode.Usage;
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.");
            return ExitCode.Failed;
        }
#pragma warning disable CA1031 // The last resort of the process: one line and the agreed exit code instead of an abort.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"Internal failure: {bug}");
            return ExitCode.Internal;
        }
    }

    /// <summary>The words as they were meant, or null after the faults were told. A checked option with a word in place of a number throws in the library.</summary>
    private static ParseResult? Parse(RootCommand root, string[] arguments)
    {
        string[] faults;
        try
        {
            var parsed = root.Parse(arguments, new() { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count == 0) return parsed;
            faults = [.. parsed.Errors.Select(error => error.Message)];
        }
        catch (InvalidOperationException unread)
        {
            faults = [unread.Message];
        }

        foreach (var fault in faults) Console.Error.WriteLine(fault);
        Console.Error.WriteLine("Try: strapsim --help");
        return null;
    }
}
