using System.Text.Json;

namespace HeartMonitor.Mutation;

/// <summary>What became of a mutant.</summary>
internal enum Fate
{
    /// <summary>A test failed with it and passes without it.</summary>
    Killed,

    /// <summary>A test did not end with it, or the process died.</summary>
    TimedOut,

    /// <summary>Every test that reaches it passes.</summary>
    Survived,

    /// <summary>No test reaches it. Counts as survived.</summary>
    NotReached,
}

/// <summary>One change to the rules.</summary>
/// <param name="Id">Its number in the mutated assembly.</param>
/// <param name="File">Path below the mutated project.</param>
/// <param name="Line">Line where the change begins, from 1.</param>
/// <param name="Kind">The tool's name for the kind of change.</param>
/// <param name="Replacement">What stands there instead.</param>
internal sealed record Mutant(int Id, string File, int Line, string Kind, string Replacement)
{
    internal string Folder => File.Split('/')[0];

    /// <summary>The mutants that could be built and are meant to be tested.</summary>
    internal static IReadOnlyList<Mutant> ReadAll(string report)
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(report));
        var root = json.RootElement.GetProperty("projectRoot").GetString()!;
        return
        [
            .. from file in json.RootElement.GetProperty("files").EnumerateObject()
               from mutant in file.Value.GetProperty("mutants").EnumerateArray()
               where mutant.GetProperty("status").GetString() is not ("CompileError" or "Ignored")
               select Read(Path.GetRelativePath(root, file.Name).Replace('\\', '/'), mutant),
        ];
    }

    private static Mutant Read(string file, JsonElement mutant) => new(
        int.Parse(mutant.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture), file,
        mutant.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32(), mutant.GetProperty("mutatorName").GetString()!,
        string.Join(' ', mutant.GetProperty("replacement").GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
