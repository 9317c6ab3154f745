using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Host;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>
/// The reading verbs on what a real service stored, and beside it while it runs: ten times as fast as life, killed and restarted, with another
/// strap in mid-session, gateways that tell everything twice, and packets that come late.
/// </summary>
[Collection(WholeProcesses.Name)]
public sealed class RerunLiveTests
{
    private const string Person = """{"participant":{"id":"p_77","age":61,"restingHr":58,"medications":[{"atc":"C07AB02","name":"metoprolol"}]},"strap":"strap-7"}""";

    [Fact]
    public async Task Whatever_happened_to_a_service_the_same_rules_find_no_difference_and_the_list_is_right()
    {
        await using var monitor = new MonitorProcess("--source", "simulator,mqtt", "--speed", "10", "--seed", "7", "--people", "4", "--Session:AutoStart", "true");
        await monitor.StartAsync("--Clock:Start", "2026-03-02T09:00:00Z");
        await JournalWait.Until(() => monitor.Journal.OpenSessions().Count == 4 && monitor.Journal.OpenSessions().All(s => s.Samples > 20), "four at work", 40);
        var swapped = SessionOf(monitor, "p_01");
        Assert.Equal("accepted", (await monitor.Http.EnterAsync("e1", SessionOf(monitor, "p_03"), """{"event":"session-end"}"""))!.Result);
        Assert.Equal("accepted", (await monitor.Http.EnterAsync("b1", swapped, """{"event":"strap-bound","strap":"sim-03","by":"staff1"}"""))!.Result);
        await TellGatewaysAsync(monitor);
        await EnterAsync(monitor, "r1", swapped, """{"event":"rpe","value":18,"by":"staff"}""");
        await EnterAsync(monitor, "r2", swapped, """{"event":"rpe","value":12,"by":"staff"}""");
        await EnterAsync(monitor, "a1", swapped, """{"event":"ack","code":"rpe-stop","by":"nurse_a"}""");

        await AssertNoDifferenceAsync(monitor, "while it runs");
        await monitor.KillAsync();
        await AssertNoDifferenceAsync(monitor, "after a kill");
        await LiveAgainAsync(monitor, "2026-03-02T09:10:00Z");
        await LiveAgainAsync(monitor, "2026-03-02T09:20:00Z");
        await LiveAgainAsync(monitor, "2026-03-02T09:01:00Z"); // a clock behind: the sessions of the future end
        Assert.Contains(JournalEvents.Facts(Rows(monitor)), f => f.Fact is SessionEnded { Why: SessionEnded.ByClock });
        Assert.Contains(Rows(monitor), r => r.Entry.Kind == JournalKind.Sample && SampleBody.TryRead(r.Entry.Body, out var label, out _) && label.Reasons.HasFlag(SignalReasons.Late));
        await AssertListAsync(monitor);
        monitor.Log.Expect("was written by a clock ahead");
    }

    private static async Task LiveAgainAsync(MonitorProcess monitor, string start)
    {
        var before = Rows(monitor)[^1].Seq;
        await monitor.StartAsync("--Clock:Start", start);
        await JournalWait.Until(() => monitor.Journal.ReadAfter(before, 1_000).Count(r => r.Entry.Kind == JournalKind.Sample) > 30, "packets after it", 40);
        await AssertNoDifferenceAsync(monitor, $"with a clock from {start} on");
        await monitor.KillAsync();
    }

    /// <summary>Two gateways hear one strap; one of them sends again, and sends what it held back.</summary>
    private static async Task TellGatewaysAsync(MonitorProcess monitor)
    {
        Assert.Equal("accepted", (await monitor.Http.PostAsync("api/v1/sessions", "s1", Person))!.Result);
        await using var first = await MqttTestClient.ConnectAsync(monitor.MqttPort);
        await using var second = await MqttTestClient.ConnectAsync(monitor.MqttPort);
        for (var i = 0; i < 12; i++)
        {
            await first.PublishAsync("hrm/1/gym1/up/gate1/batch", Batch(i));
            await first.PublishAsync("hrm/1/gym1/up/gate1/batch", Batch(i));
            await second.PublishAsync("hrm/1/gym1/up/gate2/batch", Batch(i));
        }

        await first.PublishAsync("hrm/1/gym1/up/gate1/batch", Batch(100));
        await first.PublishAsync("hrm/1/gym1/up/gate1/batch", Batch(60)); // held back for long
        await JournalWait.Until(() => Rows(monitor).Count(r => r.Entry.Participant == "p_77" && r.Entry.Kind == JournalKind.Sample) >= 14, "the gateways' packets", 30);
    }

    private static string Batch(int n) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"boot":"b1","items":[{"dev":"strap-7","n":{{n}},"mono_us":{{n * 1_000_000}},"b":"16{{90 + (n % 20):X2}}A602"}]}""");

    private static async Task AssertNoDifferenceAsync(MonitorProcess monitor, string when)
    {
        var run = await MonitorProcessRun.OfAsync(Path.GetTempPath(), "rerun", "--all", "--json", "--data", monitor.Data);
        Assert.True(run.ExitCode == 0, $"{when}: {run.Errors}{string.Join('\n', run.Output.Split('\n').Where(l => !l.Contains("\"isSame\":true", StringComparison.Ordinal)))}");
        var reports = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(monitor.Journal.Sessions().Select(s => s.Session).ToHashSet(), reports.Select(r => r.GetProperty("session").GetString()!).ToHashSet());
        Assert.All(reports, r => Assert.Equal(0, r.GetProperty("answersMoved").GetInt32()));
        Assert.True(reports.Sum(r => r.GetProperty("samples").GetInt64()) > 100);
    }

    private static async Task AssertListAsync(MonitorProcess monitor)
    {
        var run = await MonitorProcessRun.OfAsync(Path.GetTempPath(), "sessions", "--json", "--data", monitor.Data, "--TimeZone", "Europe/Berlin");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var listed = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var rows = Rows(monitor).GroupBy(r => r.Entry.Session).ToDictionary(g => g.Key, g => g.ToList());
        Assert.Equal(rows.Count, listed.Count);
        foreach (var session in listed)
        {
            var of = rows[session.GetProperty("session").GetString()!];
            var worst = JournalEvents.Alerts(of).Select(a => a.Alert).GroupBy(a => a.Id).Select(g => g.Max(a => a.Priority)).ToList();
            Assert.Equal(of[0].Entry.Participant, session.GetProperty("participant").GetString());
            Assert.Equal(of.Count(r => r.Entry.Kind == JournalKind.Sample), session.GetProperty("samples").GetInt64());
            Assert.Equal(JournalEvents.Facts(of).Any(f => f.Fact is SessionEnded) ? "ended" : "open", session.GetProperty("state").GetString());
            Assert.Equal(
                (worst.Count(p => p == AlertPriority.High), worst.Count(p => p == AlertPriority.Medium), worst.Count(p => p == AlertPriority.Low), JournalEvents.OpenAlerts(of).Count),
                (session.GetProperty("alerts").GetProperty("high").GetInt32(), session.GetProperty("alerts").GetProperty("medium").GetInt32(), session.GetProperty("alerts").GetProperty("low").GetInt32(), session.GetProperty("openAlerts").GetInt32()));
        }

        var table = await MonitorProcessRun.OfAsync(Path.GetTempPath(), "sessions", "--data", monitor.Data, "--TimeZone", "Europe/Berlin");
        Assert.Matches("2026-03-02 10:0[0-9]:", table.Output); // nine in UTC
        Assert.Contains("p_77", table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("metoprolol", table.Output + run.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task EnterAsync(MonitorProcess monitor, string key, string session, string json) =>
        Assert.Equal("accepted", (await monitor.Http.EnterAsync(key, session, json))!.Result);

    private static IReadOnlyList<JournalRow> Rows(MonitorProcess monitor) => monitor.Journal.ReadAfter(0, 1_000_000);

    private static string SessionOf(MonitorProcess monitor, string participant) => monitor.Journal.Sessions().Last(s => s.Participant == participant).Session;
}
