using System.Text.Json;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary><c>monitor replay</c> as a process: the same bytes again and again, and one clear line for an input that cannot be had.</summary>
[Collection(WholeProcesses.Name)]
public sealed class ReplayProcessTests : IDisposable
{
    private const string Plain = """{ "id": "p_31", "age": 40, "sex": "male", "bodyMassKg": 80, "restingHr": 60 }""";

    private const string Blunted = """
        { "id": "p_31", "age": 40, "sex": "male", "bodyMassKg": 80, "restingHr": 60,
          "medications": [ { "atc": "C07AB02", "name": "metoprolol", "doseMg": 100, "startedOn": "2024-09-02" } ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("hrm-replay-").FullName;

    private static string Recording => Path.Combine(AppContext.BaseDirectory, "recordings", "run-with-steps.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_same_recording_gives_the_same_bytes_and_the_medicine_decides_the_rule()
    {
        var plain = await TwiceAsync(Plain);
        var blunted = await TwiceAsync(Blunted);

        Assert.Equal("zones", Mode(plain));
        Assert.Equal("rpe", Mode(blunted));
        Assert.Contains(plain, e => Is(e, "alert", "zone-high"));
        Assert.DoesNotContain(blunted, e => Is(e, "alert", "zone-high") || Is(e, "alert", "zone-low"));
        Assert.Contains(blunted, e => Is(e, "prompt", null));
        Assert.Contains(blunted, e => Is(e, "alert", "rpe-unanswered"));
        Assert.Equal("summary", plain[^1].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Neither_the_culture_nor_the_time_zone_changes_a_byte()
    {
        var participant = Write("p.json", Plain);
        string[] words = ["replay", Recording, "--participant", participant, "--events"];
        var here = await MonitorProcessRun.OfAsync(_folder, words);
        var there = await MonitorProcessRun.OfAsync(_folder, words, new() { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8", ["TZ"] = "Pacific/Kiritimati" });
        Assert.Equal((0, here.Output), (there.ExitCode, there.Output));
    }

    [Theory]
    [InlineData("missing.csv", null, 2)]
    [InlineData("empty.csv", "", 1)]
    [InlineData("blank.csv", " \n\n", 1)]
    [InlineData("binary.csv", "\u0000\u0001\u0002\u00fe\u0000 ELF", 1)]
    [InlineData("header.csv", "foo,bar\n1,2\n", 1)]
    [InlineData("only-header.csv", "time_s,hr_bpm\n", 1)]
    [InlineData("text.csv", "this is a letter to my aunt\nit has lines\n", 1)]
    [InlineData("broken.tcx", "<TrainingCenterDatabase><Activities>", 1)]
    [InlineData("foreign.tcx", "<html><body/></html>", 1)]
    [InlineData("centuries.csv", "time_s,hr_bpm\n0,90\n9999999999999,91\n", 1)]
    public async Task An_input_that_cannot_be_had_is_one_clear_line(string name, string? content, int code)
    {
        var file = content is null ? name : Write(name, content);
        var run = await MonitorProcessRun.OfAsync(_folder, "replay", file, "--participant", Write("p.json", Plain));
        Refused(run, code, name);
    }

    [Fact]
    public async Task A_folder_is_no_recording_and_a_person_must_be_one()
    {
        var participant = Write("p.json", Plain);
        Refused(await MonitorProcessRun.OfAsync(_folder, "replay", _folder, "--participant", participant), 1, _folder);
        Refused(await MonitorProcessRun.OfAsync(_folder, "replay", Recording, "--participant", "nobody.json"), 2, "nobody.json");
        Refused(await MonitorProcessRun.OfAsync(_folder, "replay", Recording, "--participant", Write("broken.json", "{")), 1, "broken.json");
        Refused(await MonitorProcessRun.OfAsync(_folder, "replay", Recording, "--participant", participant, "--start", "yesterday"), 2, "--start");
    }

    private static void Refused(MonitorProcessRun run, int code, string named)
    {
        Assert.True(run.ExitCode == code, $"Exit code {run.ExitCode}, not {code}:\n{run.Errors}");
        Assert.Empty(run.Output);
        Assert.Contains(named, run.Errors, StringComparison.Ordinal);
        Assert.InRange(run.ErrorLines.Length, 1, 2);
        Assert.DoesNotContain(run.ErrorLines, MonitorProcessLog.IsTrouble);
    }

    private async Task<JsonElement[]> TwiceAsync(string person)
    {
        string[] words = ["replay", Recording, "--participant", Write("p.json", person), "--events"];
        var first = await MonitorProcessRun.OfAsync(_folder, words);
        var second = await MonitorProcessRun.OfAsync(_folder, words);
        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.True(first.Output == second.Output, "Two replays of the same recording differ.");
        return [.. first.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static string Mode(JsonElement[] events) => events.First(e => Is(e, "plan", null)).GetProperty("mode").GetString()!;

    private static bool Is(JsonElement one, string kind, string? code) =>
        one.GetProperty("kind").GetString() == kind && (code is null || one.GetProperty("code").GetString() == code);
}
