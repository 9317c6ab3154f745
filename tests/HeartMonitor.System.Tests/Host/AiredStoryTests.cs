using System.Globalization;
using HeartMonitor.DBus.Bus;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>
/// Stories of tests/scenarios played by <c>strapsim play --bluez</c>: the straps are those of a simulated BlueZ on a bus of our own, a live host hears them with
/// <c>--source bluez</c> ten times as fast as life, and says of them what it says on virtual time.
/// </summary>
[Collection(WholeProcesses.Name)]
public sealed class AiredStoryTests(ITestOutputHelper output)
{
    private const string Speed = "10";

    /// <summary>Heart rate, effort, answers, gates and faults of the signal, two of them with a strap that is connected and silent for 40 s; each at most 9 min long.</summary>
    private static readonly string[] Stories =
    [
        "alarms/acknowledged-then-again", "alarms/chattering-strap", "alarms/escalates-to-more-people", "alarms/latched-until-acknowledged",
        "gates/fever-in-the-work", "gates/s06-test-older-than-the-dose", "gates/s07-stopped-two-days-ago", "issues/check-in-before-the-start",
        "peers/re-raised-after-acknowledgement", "peers/zero-spoken-as-low",
        "perception/above-target-rechecked", "perception/s04-rpe-18", "perception/staff-answers",
        "safety/hr-low", "safety/rise-at-unchanged-work", "safety/s15-panic-at-standstill", "safety/s19-unexpectedly-high", "safety/s24-known-irregular", "safety/step-change",
        "signal/s17-strap-off", "signal/late-greyed-lost", "signal/zeros-are-no-reading", "signal/frozen-packets", "signal/steps-for-beats",
        "symptoms/chest-pain-with-panic",
    ];

    [Fact]
    public async Task Alerts_and_questions_over_the_air_are_those_of_virtual_time()
    {
        var folder = Directory.CreateTempSubdirectory("hrm-air-");
        var people = Path.Combine(folder.FullName, "people.json");
        await using (var bus = MessageBus.StartPrivate())
        await using (var monitor = new MonitorProcess(
            "--source", "bluez", "--Bluetooth:BusAddress", bus.Address, "--People", people, "--Clock:Start", "2026-03-02T08:59:50Z", "--Clock:Speed", Speed, "--TimeZone", "UTC"))
        {
            var isUp = false;
            var stories = new PlayedStories(PlayAsync, output);

            var (revisions, faults) = await stories.CompareAsync(PlayedStories.Files(Stories));

            output.WriteLine($"{Stories.Length} stories, {revisions} revisions of alerts and prompts");
            Assert.True(faults.Count == 0, string.Join('\n', faults));
            Assert.True(revisions > 180, $"Only {revisions} were compared.");

            // The player writes the people file and waits; only then the service can be started.
            async Task<StrapsimRun> PlayAsync(string[] files, int atOnce)
            {
                var run = StrapsimRun.OfAsync(
                    ["play", .. files, "--bluez", "--bus", bus.Address, .. isUp ? Array.Empty<string>() : ["--write-people", people], "--host", monitor.Address.ToString(),
                    "--broker", $"mqtt://127.0.0.1:{monitor.MqttPort}", "--speed", Speed, "--tolerance", PlayedStories.ToleranceSeconds.ToString(CultureInfo.InvariantCulture),
                    "--events", "--again", "0", "--parallel", $"{atOnce}"]);
                if (isUp) return await run;
                await MqttWait.UntilAsync(() => File.Exists(people) || run.IsCompleted, "the people file");
                await monitor.StartAsync();
                isUp = true;
                return await run;
            }
        }

        folder.Delete(recursive: true);
    }
}
