using System.Globalization;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>A small load by <c>strapsim load</c>: every packet of a hundred straps is in the journal, once and byte for byte.</summary>
[Collection(WholeProcesses.Name)]
public sealed class LoadTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("raw")]
    [InlineData("batch")]
    public async Task A_hundred_straps_are_stored_exactly(string topic)
    {
        using var folder = new TemporaryStories();
        var people = Path.Combine(folder.Path, "people.json");
        Assert.Equal(0, (await StrapsimRun.OfAsync("load", "--straps", "100", "--people", people)).ExitCode);
        await using var monitor = new MonitorProcess("--source", "mqtt", "--People", people, "--Session:AutoStart", "true");
        await monitor.StartAsync();

        var run = await StrapsimRun.OfAsync(["load", "--straps", "100", "--seconds", "10", "--topic", topic, "--seed", "7", .. Service(monitor)]);

        output.WriteLine(run.Output + run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("acknowledged   1000;", run.Output, StringComparison.Ordinal);
        Assert.Contains("stored         1000 right, 0 missing, 0 doubled, 0 wrong,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_does_not_store_is_a_failure()
    {
        using var folder = new TemporaryStories();
        var people = Path.Combine(folder.Path, "people.json");
        await StrapsimRun.OfAsync("load", "--straps", "10", "--people", people);
        await using var monitor = new MonitorProcess("--source", "mqtt,simulator", "--people", "11", "--People", people, "--Session:AutoStart", "true");
        await monitor.StartAsync();

        var run = await StrapsimRun.OfAsync(["load", "--straps", "11", "--seconds", "3", "--seed", "7", .. Service(monitor)]); // the eleventh strap is not load-11

        output.WriteLine(run.Output + run.Errors);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("3 missing", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--straps", "0")]
    [InlineData("--seconds", "0")]
    [InlineData("--rate", "0")]
    [InlineData("--qos", "2")]
    [InlineData("--broker", "nowhere")]
    public async Task Wrong_usage_is_told_in_a_line(params string[] arguments) =>
        Assert.Equal(2, (await StrapsimRun.OfAsync(["load", .. arguments])).ExitCode);

    private static string[] Service(MonitorProcess monitor) =>
    [
        "--host", monitor.Address.ToString(), "--broker", string.Create(CultureInfo.InvariantCulture, $"mqtt://127.0.0.1:{monitor.MqttPort}"), "--data", monitor.Data,
    ];
}
