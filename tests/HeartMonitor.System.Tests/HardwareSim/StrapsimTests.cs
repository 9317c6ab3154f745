using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.DBus;
using HeartMonitor.Host.Composition;
using HeartMonitor.Simulator.Gym;
using HeartMonitor.Simulator.Straps;
using HeartMonitor.System.Tests.Host;
using Xunit;

namespace HeartMonitor.System.Tests.HardwareSim;

/// <summary>The simulator's own program: its verbs, its exit codes, and that a seed is all that it takes.</summary>
[Collection(WholeProcesses.Name)]
public sealed class StrapsimTests
{
    private static readonly string[] Twice = ["story", "full-class", "--virtual", "--seconds", "300"];

    [Fact]
    public async Task Two_runs_with_the_same_seed_say_the_same_bytes_and_another_seed_says_others()
    {
        var (first, second, other) = (await StrapsimProcess.RunAsync([.. Twice, "--seed", "5"]), await StrapsimProcess.RunAsync([.. Twice, "--seed", "5"]), await StrapsimProcess.RunAsync([.. Twice, "--seed", "6"]));

        Assert.Equal((0, "seed 5"), (first.ExitCode, Assert.Single(first.ErrorLines)));
        Assert.True(first.Output.Length > 100_000);
        Assert.True(first.Output == second.Output, "The same seed gave other bytes.");
        Assert.False(first.Output == other.Output, "Another seed gave the same bytes.");
    }

    [Fact]
    public async Task A_drawn_seed_is_told_and_gives_the_same_again()
    {
        string[] words = ["story", "twins", "--virtual", "--seconds", "60"];
        var drawn = await StrapsimProcess.RunAsync(words);
        var again = await StrapsimProcess.RunAsync([.. words, "--seed", drawn.ErrorLines.Single()["seed ".Length..]]);

        Assert.True(drawn.Output == again.Output, "The printed seed does not give it again.");
    }

    [Fact]
    public async Task A_line_is_a_packet_with_its_truth()
    {
        var lines = (await StrapsimProcess.RunAsync("story", "demo", "--virtual", "--seconds", "280", "--seed", "1")).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
        JsonElement[] Of(string device, int second) => [.. lines.Where(l => l.GetProperty("device").GetString() == device && l.GetProperty("t").GetInt32() == second)];

        Assert.Equal("workload", Of("sim-01", 0).Single().GetProperty("event").GetString());
        Assert.Equal(8, lines.Count(l => l.GetProperty("t").GetInt32() == 50 && l.TryGetProperty("hex", out _)));
        var lost = Of("sim-02", 250).Single();
        Assert.Equal(("faulty", "contact-lost"), (lost.GetProperty("truth").GetString(), lost.GetProperty("fault").GetString()));
        Assert.StartsWith("04", lost.GetProperty("hex").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Of("sim-05", 260).Single().GetProperty("hex").ValueKind);
        Assert.Equal("lost", Of("sim-05", 262)[0].GetProperty("link").GetString());
    }

    [Fact]
    public async Task In_real_time_a_second_takes_its_time()
    {
        var clock = global::System.Diagnostics.Stopwatch.StartNew();
        var run = await StrapsimProcess.RunAsync("story", "twins", "--speed", "10", "--seconds", "20", "--seed", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.True(clock.Elapsed.TotalSeconds >= 2);
        Assert.Contains("\"t\":20,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twins_stand_side_by_side()
    {
        var rows = (await StrapsimProcess.RunAsync("twin", "--seed", "1")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..]
            .Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();

        Assert.Equal(20, rows.Length);
        Assert.All(rows, row => Assert.Equal(row[3], row[5]));
        Assert.InRange(int.Parse(rows[^1][6], null), 25, 45);
    }

    [Fact]
    public async Task Every_verb_lists_all_that_there_is()
    {
        var (help, faults, straps, presets) = (
            await StrapsimProcess.RunAsync("--help"), await StrapsimProcess.RunAsync("faults"), await StrapsimProcess.RunAsync("profiles"), await StrapsimProcess.RunAsync("presets"));

        Assert.All(new[] { "story", "twin", "presets", "profiles", "faults", "bluez" }, verb => Assert.Contains($"  {verb} ", help.Output, StringComparison.Ordinal));
        Assert.All(FaultWord.All, word => Assert.Contains(KebabCase.Of(word.Kind), faults.Output, StringComparison.Ordinal));
        Assert.All(StrapModels.All, model => Assert.Contains(model.Id, straps.Output, StringComparison.Ordinal));
        Assert.All(Simulator.Physiology.Presets.All, preset => Assert.Contains(preset.Name, presets.Output, StringComparison.Ordinal));
        Assert.All(new[] { help, faults, straps, presets }, run => Assert.Equal((0, ""), (run.ExitCode, run.Errors)));
    }

    [Theory]
    [InlineData(2, "no-such-verb")]
    [InlineData(2, "story")]
    [InlineData(2, "story", "no-such-story")]
    [InlineData(2, "story", "twins", "--people", "3")]
    [InlineData(2, "story", "demo", "--people", "501")]
    [InlineData(2, "story", "demo", "--speed", "0")]
    [InlineData(2, "twin", "--seed", "x")]
    [InlineData(2, "twin", "--hours-since-dose", "x")]
    [InlineData(2, "story", "demo", "--speed", "x")]
    [InlineData(2, "load", "--straps", "x")]
    public async Task What_is_not_asked_for_properly_is_told_with_the_code_of_the_contract(int code, params string[] words)
    {
        var run = await StrapsimProcess.RunAsync(words);

        Assert.Equal((code, ""), (run.ExitCode, run.Output));
        Assert.NotEmpty(run.ErrorLines);
    }

    [Fact]
    public async Task A_file_that_is_no_story_fails_and_names_the_place()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{ "name": "n", "people": 2, "parts": { "a": { "round": [{ "seconds": 5, "efort": 0.4 }] } } }""", TestContext.Current.CancellationToken);
            var run = await StrapsimProcess.RunAsync("story", file);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("round[0]", run.Errors, StringComparison.Ordinal);
            Assert.Contains("did you mean effort?", run.Errors, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task On_D_Bus_a_client_finds_the_straps_and_the_people_file_binds_them()
    {
        if (OperatingSystem.IsWindows()) return; // D-Bus is a matter of Linux
        var people = Path.GetTempFileName();
        using var process = StrapsimProcess.Start("bluez", "twins", "--seed", "1", "--write-people", people);
        try
        {
            var bus = (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!["Bus:".Length..].Trim();
            await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            await using (var client = await DBusConnection.ConnectAsync(new() { Address = bus }, TestContext.Current.CancellationToken))
            {
                await client.CallAsync(new("org.bluez", new("/org/bluez/hci0"), "org.bluez.Adapter1", "StartDiscovery"), TestContext.Current.CancellationToken);
                Assert.Equal(["Polar H9 00000001", "Polar H9 00000002"], await NamesAsync(client));
            }

            var (bound, faults) = PeopleFile.Read(people, StrapsOfConfig());
            Assert.Empty(faults);
            Assert.Equal([("C0:FF:EE:00:00:01", "p_free"), ("C0:FF:EE:00:00:02", "p_blocked")], bound.Select(b => (b.Strap, b.Person.Id)));
            Assert.Equal(0, await StrapsimProcess.InterruptAsync(process));
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            File.Delete(people);
        }
    }

    [Fact]
    public async Task Every_story_that_ships_can_be_played()
    {
        Assert.True(GymStoryFile.Shipped.Count >= 6);
        foreach (var name in GymStoryFile.Shipped)
            Assert.Equal(0, (await StrapsimProcess.RunAsync("story", name, "--virtual", "--seconds", "5", "--seed", "1")).ExitCode);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(DBusConnection client)
    {
        for (var i = 0; i < 100; i++)
        {
            var objects = await client.GetManagedObjectsAsync("org.bluez", ObjectPath.Root, TestContext.Current.CancellationToken);
            string[] names = [.. objects.Values.Where(o => o.ContainsKey("org.bluez.Device1")).Select(o => o["org.bluez.Device1"]["Name"].AsString()).Order(StringComparer.Ordinal)];
            if (names.Length == 2) return names;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return [];
    }

    private static HeartMonitor.Core.Signal.StrapCatalogue StrapsOfConfig() => ConfigFiles.ReadStraps(Path.Combine(AppContext.BaseDirectory, "config"), [])!;
}
