using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Host.Composition;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>
/// Stories played by <c>strapsim play</c> against a live host, and each held against the same story on virtual time: its alerts and questions must be the
/// same. A story that differs and was not played as it stands (an input came most of a second late or not at all, or two stories passed for
/// swapped straps) is played again, twice at most; one that differs without such an excuse is a fault at once.
/// </summary>
/// <param name="play">One run of <c>strapsim play --events --again 0</c> with these stories, as many at once as the number says.</param>
/// <param name="output">Where it is told how it went.</param>
internal sealed class PlayedStories(Func<string[], int, Task<StrapsimRun>> play, ITestOutputHelper output)
{
    /// <summary>Seconds of the service's clock: inputs are sent a fifth of a second late on purpose, a busy machine delays them more, and a tick is a second.</summary>
    internal const double ToleranceSeconds = 2;

    /// <summary>How often each is played at most: all side by side, then what is left in the opposite order, so that nobody begins as long after another as before, then a few at once.</summary>
    private const int MostPlays = 3;

    /// <summary>The last time in so many rounds, so that as many as that are alone, and a bad day has an end.</summary>
    private const int Rounds = 4;

    private static readonly EngineSetup Setup = ConfigFiles.ReadRules(Path.Combine(AppContext.BaseDirectory, "config"), "gym1", "en").Setup!;

    private readonly Dictionary<string, List<PlayedLine>> _wanted = [];

    /// <summary>Files of stories of tests/scenarios.</summary>
    internal static string[] Files(IEnumerable<string> names)
    {
        string[] files = [.. names.Select(name => Path.Combine(AppContext.BaseDirectory, "scenarios", name + ".json"))];
        Assert.All(files, file => Assert.True(File.Exists(file), file));
        return files;
    }

    /// <summary>Revisions of alerts and prompts that were compared, and every difference.</summary>
    internal async Task<(int Revisions, IReadOnlyList<string> Faults)> CompareAsync(string[] files)
    {
        foreach (var file in files) _wanted[file] = await VirtuallyAsync(file);
        var faults = new List<string>();
        var left = files;
        for (var time = 1; left.Length > 0; time++)
        {
            var again = new List<string>();
            foreach (var (file, differences, isSpoilt) in await PlayAsync(left, time < MostPlays ? left.Length : (left.Length + Rounds - 1) / Rounds))
            {
                if (differences.Count > 0 && isSpoilt && time < MostPlays) again.Add(file);
                else faults.AddRange(differences.Select(d => $"{Path.GetFileNameWithoutExtension(file)}: {d}"));
            }

            again.Reverse();
            if (again.Count > 0) output.WriteLine($"again: {string.Join(' ', again.Select(Path.GetFileNameWithoutExtension))}");
            left = [.. again];
        }

        return (_wanted.Values.Sum(lines => lines.Count), faults);
    }

    private async Task<IReadOnlyList<(string File, List<string> Differences, bool IsSpoilt)>> PlayAsync(string[] files, int atOnce)
    {
        var run = await play(files, atOnce);
        output.WriteLine(run.Errors);
        Assert.True(run.ExitCode == 0, run.Errors + run.Output);
        var heard = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToLookup(e => e.GetProperty("story").GetString());
        return [.. files.Select(file =>
        {
            var played = heard[file].Single(e => e.GetProperty("kind").GetString() == "played");
            var live = heard[file].Select(Line).OfType<PlayedLine>().ToList();
            return (file, Differences(_wanted[file], live, EndOf(file)).ToList(), played.GetProperty("spoilt").GetBoolean());
        })];
    }

    private static async Task<List<PlayedLine>> VirtuallyAsync(string file)
    {
        var scenario = ScenarioReader.Read(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Scenario!;
        return [.. ScenarioRun.Play(scenario, Setup).Select(Line).OfType<PlayedLine>()];
    }

    private static double EndOf(string file)
    {
        var scenario = ScenarioReader.Read(File.ReadAllText(file)).Scenario!;
        return (scenario.End - scenario.Start).TotalSeconds;
    }

    private static PlayedLine? Line(SessionEvent happened) => happened switch
    {
        AlertEvent alert => new(alert.T, $"alert {KebabCase.Of(alert.Code)}", $"{KebabCase.Of(alert.Priority)} {KebabCase.Of(alert.State)}"),
        PromptEvent prompt => new(prompt.T, $"prompt {KebabCase.Of(prompt.Reason)}", $"{KebabCase.Of(prompt.State)} {prompt.Value}"),
        _ => null,
    };

    private static PlayedLine? Line(JsonElement heard) => heard.GetProperty("kind").GetString() switch
    {
        "alert" => new(heard.GetProperty("t").GetDouble(), "alert " + heard.GetProperty("code").GetString(), $"{heard.GetProperty("priority").GetString()} {heard.GetProperty("state").GetString()}"),
        "prompt" => new(heard.GetProperty("t").GetDouble(), "prompt " + heard.GetProperty("reason").GetString(), $"{heard.GetProperty("state").GetString()} {(heard.TryGetProperty("value", out var v) ? v.ToString() : "")}"),
        _ => null,
    };

    /// <summary>
    /// Of each code and each reason the same things in the same order, each within the tolerance, so that what is further apart than twice that is in
    /// the same order too. What is left over at one side must be at the story's very end.
    /// </summary>
    private static IEnumerable<string> Differences(List<PlayedLine> wanted, List<PlayedLine> live, double end)
    {
        foreach (var about in wanted.Concat(live).Select(l => l.About).Distinct())
        {
            PlayedLine[] expected = [.. wanted.Where(l => l.About == about)], seen = [.. live.Where(l => l.About == about)];
            for (var i = 0; i < Math.Max(expected.Length, seen.Length); i++)
            {
                if (i >= seen.Length && expected[i].T <= end - ToleranceSeconds) yield return $"{expected[i]} was not heard";
                else if (i >= expected.Length && seen[i].T <= end - ToleranceSeconds) yield return $"{seen[i]} is not in the story";
                else if (i < seen.Length && i < expected.Length && (expected[i].What != seen[i].What || Math.Abs(expected[i].T - seen[i].T) > ToleranceSeconds))
                    yield return $"{expected[i]} was heard as {seen[i]}";
            }
        }
    }

    private sealed record PlayedLine(double T, string About, string What)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{About} {What} at {T:0.00} s");
    }
}
