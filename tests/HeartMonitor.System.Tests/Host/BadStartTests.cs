using System.Net;
using System.Net.Sockets;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>
/// Starts that are refused: with the agreed exit code, plain lines on standard error, nothing on standard output and never a trace.
/// </summary>
[Collection(WholeProcesses.Name)]
public sealed class BadStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hrm-start-").FullName;
    private readonly int _port = FreePort.Next();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Bad_settings_are_told_all_in_one_go_and_no_port_opens()
    {
        var config = CopyConfig();
        await File.WriteAllTextAsync(Path.Combine(config, "people.json"), "{}", TestContext.Current.CancellationToken);
        var run = await RefusedAsync(
            78, "--config", config, "--Mqtt:Broker", "nowhere", "--Simulator:People", "0", "--Simulator:Speed", "x", "--Site", "A B", "--TimeZone", "Nowhere",
            "--Influx:Url", "ftp://x", "--Source", "crystal-ball", "--Session:AutoStart", "perhaps", "--Clock:Start", "soon");

        string[] named =
            ["Mqtt:Broker", "Simulator:People", "Simulator:Speed", "Site", "TimeZone", "Influx:Url", "Source", "Session:AutoStart", "Clock:Start", "people.json"];
        Assert.All(named, key => Assert.Contains(run.ErrorLines, line => line.StartsWith(key, StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")), "It wrote before it looked.");
    }

    [Theory]
    [InlineData("--Http:Urls", "https://127.0.0.1:1", "Http:Urls")]
    [InlineData("--Http:Urls", "http://0.0.0.0:5080", "make a certificate with monitor cert, then use https://0.0.0.0:5080")]
    [InlineData("--Http:Urls", "https://0.0.0.0:5443", "make one with monitor cert")]
    [InlineData("--Http:Urls", "http://127.0.0.1:99999", "Http:Urls")]
    [InlineData("--Http:Urls", "", "Http:Urls")]
    [InlineData("--Data", "", "Data")]
    [InlineData("--Mqtt:Port", "70000", "Mqtt:Port")]
    [InlineData("--Mqtt:PasswordFile", "/nowhere/secret", "Mqtt:PasswordFile")]
    [InlineData("--Influx:Version", "9", "Influx:Version")]
    [InlineData("--Influx:Url", "http://user:secret@127.0.0.1:8086", "Influx:Url")]
    [InlineData("--Source", "replay", "Replay:File")]
    [InlineData("--Simulator:Story", "nowhere.json", "Simulator:Story")]
    [InlineData("--Language", "xx", "Language")]
    [InlineData("--People", "nobody.json", "nobody.json")]
    [InlineData("--config", "nowhere", "nowhere")]
    public async Task A_setting_that_cannot_be_used_is_named(string option, string value, string named)
    {
        var run = await RefusedAsync(78, option, value);
        Assert.Contains(run.ErrorLines, line => line.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain("secret@", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nonsense", "3")]
    [InlineData("--Nonsense:Key", "3")]
    [InlineData("nonsense")]
    [InlineData("--Mqtt:Port")]
    public async Task A_word_that_means_nothing_is_wrong_usage(params string[] words)
    {
        var run = await RefusedAsync(2, words);
        Assert.Contains(words[0].TrimStart('-'), run.Errors, StringComparison.Ordinal);
    }

    /// <summary>As a newcomer mistypes: one line, which names what is wrong and where help is.</summary>
    [Theory]
    [InlineData(2, "There is no verb called \"senario\"; scenario is meant? Try: monitor --help", "senario", "x.json")]
    [InlineData(2, "There is no verb called \"Plan\"; plan is meant? Try: monitor --help", "Plan", "person.json")]
    [InlineData(2, "There is no verb called \"help\". Try: monitor --help", "help")]
    [InlineData(2, "Unrecognized command or argument '--bogus'.", "run", "--bogus", "5")]
    [InlineData(2, "Required argument missing for command: 'plan'.", "plan")]
    [InlineData(2, "Unrecognized command or argument 'b'.", "plan", "a", "b")]
    [InlineData(2, "Required argument missing for option: '--people'.", "run", "--people")]
    [InlineData(2, "Option '--people' expects a single argument but 2 were provided.", "run", "--people", "5", "--people", "6")]
    [InlineData(2, "--Mqtt:Port needs a value.", "run", "--Mqtt:Port")]
    [InlineData(2, "There is no setting called --Mqtt:Prot.", "run", "--Mqtt:Prot", "1")]
    [InlineData(2, "nobody.json: there is no such file", "plan", "nobody.json")]
    [InlineData(78, "Simulator:People: \"0\"", "run", "--people", "0")]
    [InlineData(78, "Simulator:Speed: \"-1\"", "run", "--speed", "-1")]
    [InlineData(78, "Simulator:Speed: \"1e9\"", "run", "--speed", "1e9")]
    [InlineData(78, "Clock:Start: \"9999-12-31T23:59:59Z\"", "run", "--Clock:Start", "9999-12-31T23:59:59Z")]
    [InlineData(78, "Clock:Start: \"0001-01-01\"", "run", "--Clock:Start", "0001-01-01")]
    [InlineData(78, "nowhere: there is no such configuration folder", "run", "--config", "nowhere")]
    [InlineData(78, "nowhere: there is no such configuration folder", "check-config", "--config", "nowhere")]
    [InlineData(78, "nowhere: there is no such configuration folder", "scenario", "story.json", "--config", "nowhere", "--events")]
    public async Task A_slip_on_the_command_line_is_one_line(int code, string line, params string[] words)
    {
        var run = await MonitorProcessRun.OfAsync(_folder, words);
        Refused(run, code);
        Assert.StartsWith(line, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alarms.json", "{ \"version\": \"1\", \"alerts\": { \"zone-high\": { \"priority\": \"shrill\" } } }")]
    [InlineData("alarms.json", "{ not json")]
    [InlineData("alarms.json", null)]
    [InlineData("medications.json", "{ not json")]
    [InlineData("medications.json", "[]")]
    [InlineData("medications.json", null)]
    [InlineData("texts.en.json", "[1,2")]
    [InlineData("straps.json", "{ not json")]
    [InlineData("straps.json", "{ \"version\": \"1\", \"classes\": { \"chest\": {} } }")]
    [InlineData("straps.json", null)]
    [InlineData("people.json", "{ not json")]
    [InlineData("people.json", "{}")]
    [InlineData("people.json", "[{\"strap\":\"sim-01\",\"participant\":{\"id\":\"Anna Smith\",\"age\":200}}]")]
    [InlineData("people.json", "[{\"strap\":\"sim-01\",\"sensor\":\"Polar X1\",\"participant\":{\"id\":\"p_01\",\"age\":34,\"restingHr\":72}}]")]
    [InlineData("people.json", null)]
    [InlineData("monitor.json", "{ not json")]
    [InlineData("monitor.json", "{ \"Simulator\": { \"People\": \"many\" } }")]
    [InlineData("monitor.json", "{ \"Influx\": { \"Ulr\": \"http://127.0.0.1:8086\" } }")]
    public async Task A_broken_file_of_the_configuration_is_named(string file, string? content)
    {
        var config = CopyConfig();
        if (content is null) File.Delete(Path.Combine(config, file));
        else await File.WriteAllTextAsync(Path.Combine(config, file), content, TestContext.Current.CancellationToken);

        var run = await RefusedAsync(78, "--config", config);

        Assert.True(
            run.Errors.Contains(file, StringComparison.Ordinal) || run.Errors.Contains("Simulator:People", StringComparison.Ordinal), run.Errors);
        Assert.DoesNotContain("Anna", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_of_the_environment_is_checked_as_well()
    {
        var run = await MonitorProcessRun.OfAsync(_folder, Words(), new() { ["HEARTMONITOR__SIMULATOR__PEOPLE"] = "0" });
        Refused(run, 78);
        Assert.Contains("Simulator:People", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _port);
        taken.Start();
        var run = await RefusedAsync(78);
        Assert.Contains(_port.ToString(global::System.Globalization.CultureInfo.InvariantCulture), Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a file")]
    [InlineData("/proc/heartmonitor")]
    [InlineData("/dev/null/data")]
    public async Task A_data_folder_that_cannot_be_written_is_one_clear_line(string data)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a file"), "", TestContext.Current.CancellationToken);
        var run = await MonitorProcessRun.OfAsync(_folder, ["--data", data, .. Words().Skip(2)], []);
        Refused(run, 78);
        Assert.Contains("Data", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_of_another_program_is_refused_and_left_alone()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        await using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={data}/journal.db;Pooling=False"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var make = other.CreateCommand();
            make.CommandText = "PRAGMA application_id=7; CREATE TABLE theirs(x)";
            await make.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var run = await RefusedAsync(78);
        Assert.Contains("another program", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_folder_is_one_clear_line_and_the_first_goes_on()
    {
        await using var first = new MonitorProcess("--Clock:Start", "2026-03-02T09:00:00Z"); // ready at once: the demo's lead is not played then
        await first.StartAsync();

        var run = await MonitorProcessRun.OfAsync(_folder, ["--data", first.Data, .. Words().Skip(2)], []);

        Refused(run, 78);
        Assert.Contains("data folder", Assert.Single(run.ErrorLines), StringComparison.OrdinalIgnoreCase);
        Assert.True((await first.Http.GetAsync("health/ready")).GetProperty("isReady").GetBoolean());
    }

    private async Task<MonitorProcessRun> RefusedAsync(int code, params string[] more)
    {
        var run = await MonitorProcessRun.OfAsync(_folder, [.. Words(more), .. more], []);
        Refused(run, code);
        return run;
    }

    private static void Refused(MonitorProcessRun run, int code)
    {
        Assert.True(run.ExitCode == code, $"Exit code {run.ExitCode}, not {code}:\n{run.Errors}");
        Assert.Empty(run.Output);
        Assert.NotEmpty(run.ErrorLines);
        Assert.DoesNotContain(run.ErrorLines, MonitorProcessLog.IsTrouble);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    /// <summary>A start that would work, save for what <paramref name="more"/> says instead.</summary>
    private string[] Words(params string[] more)
    {
        string[] data = more.Contains("--Data") ? [] : ["--data", "data"];
        string[] urls = more.Contains("--Http:Urls") ? [] : ["--urls", $"http://127.0.0.1:{_port}"];
        string[] mqtt = more.Contains("--Mqtt:Port") ? [] : ["--Mqtt:Port", "0"];
        return [.. data, .. urls, .. mqtt];
    }

    private string CopyConfig()
    {
        var config = Directory.CreateDirectory(Path.Combine(_folder, "conf")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "config")))
            File.Copy(file, Path.Combine(config, Path.GetFileName(file)));
        return config;
    }
}
