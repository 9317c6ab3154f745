using System.Text.RegularExpressions;
using HeartMonitor.Core.Sessions;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>A real mosquitto as the site's broker, with other people's programs at both ends (contracts 6).</summary>
[Collection(WholeProcesses.Name)]
public sealed partial class ExternalBrokerTests
{
    private static readonly string[] Medicines = ["metoprolol", "C07AB02", "carvedilol"];

    [Fact]
    public async Task What_staff_need_arrives_under_the_right_topics_and_an_acknowledgement_comes_back()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var witness = MosquittoClient.Subscribe(broker.Port, "hrm/1/#");
        await using var monitor = new MonitorProcess("--Mqtt:Broker", broker.Address, "--speed", "10", "--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        await witness.UntilAsync(m => ServiceState().IsMatch(m.Topic), "the service's state");
        await witness.UntilAsync(m => SessionState().IsMatch(m.Topic) && m.Qos == 1, "a session's state");
        await witness.UntilAsync(m => Live().IsMatch(m.Topic) && !m.Retained, "a live value");
        await witness.UntilAsync(m => Prompt().IsMatch(m.Topic) && m.Payload.Length > 0, "a prompt", TimeSpan.FromSeconds(25));
        var raised = await AcknowledgementTests.RaiseAsync(monitor, tablet);
        var topic = $"hrm/1/gym1/dn/session/{raised.Session}/alert/{raised.Text("aid")}";
        await witness.UntilAsync(m => m.Topic == topic && m.Data.GetProperty("state").GetString() == "raised", "the alert");
        await AssertLateComerAsync(broker, topic);

        Assert.Equal(0, await MosquittoClient.PublishAsync(broker.Port, $"hrm/1/gym1/up/staff1/ack/{raised.Text("aid")}", """{"by":"staff1"}"""));

        await witness.UntilAsync(m => m.Topic == topic && m.Payload.Contains("\"acked_by\":\"staff1\"", StringComparison.Ordinal), "its acknowledgement");
        await tablet.UntilAsync(m => m.Event == "alert" && m.Text("aid") == raised.Text("aid") && m.Text("state") == "acknowledged", "it on the tablet", 5);
        var facts = JournalEvents.Facts(monitor.Journal.ReadAfter(0, 1_000_000)).Select(f => f.Fact).OfType<AlertAcknowledged>();
        Assert.Single(facts, ack => ack.By == "staff1" && ack.Alert == raised.Text("aid"));
        AssertTopics(witness);
    }

    [Fact]
    public async Task A_broker_that_restarts_with_nothing_in_its_memory_is_told_what_stands()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var monitor = new MonitorProcess("--Mqtt:Broker", broker.Address, "--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await broker.KillAsync();
        var raised = await AcknowledgementTests.RaiseAsync(monitor, tablet);

        await broker.RestartAsync();

        await using var witness = MosquittoClient.Subscribe(broker.Port, "hrm/1/#");
        var topic = $"hrm/1/gym1/dn/session/{raised.Session}/alert/{raised.Text("aid")}";
        await witness.UntilAsync(m => m.Topic == topic && m.Payload.Length > 0, "the alert of the time without a broker", TimeSpan.FromSeconds(30));
        await witness.UntilAsync(m => SessionState().IsMatch(m.Topic), "a session's state");
    }

    private static void AssertTopics(MosquittoClient witness)
    {
        foreach (var message in witness.Seen.Where(m => !m.Topic.Contains("/up/", StringComparison.Ordinal)))
        {
            Assert.Matches(Known(), message.Topic);
            string[] secrets = message.Topic.Contains("/dn/device/", StringComparison.Ordinal) ? Medicines : [.. Medicines, "sim-0"]; // a strap's own topic names the strap
            foreach (var secret in secrets)
                Assert.DoesNotContain(secret, message.Payload, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task AssertLateComerAsync(MosquittoBroker broker, string topic)
    {
        await using var late = MosquittoClient.Subscribe(broker.Port, "hrm/1/gym1/dn/session/+/alert/+", "hrm/1/gym1/dn/session/+/state");
        await late.UntilAsync(m => m.Retained && m.Topic == topic, "the alert, retained");
        await late.UntilAsync(m => m.Retained && SessionState().IsMatch(m.Topic), "a session's state, retained");
    }

    [GeneratedRegex("^hrm/1/gym1/dn/svc/[a-z0-9_-]+/state$")]
    private static partial Regex ServiceState();

    [GeneratedRegex("^hrm/1/gym1/dn/session/s_[a-z2-7]{12}/state$")]
    private static partial Regex SessionState();

    [GeneratedRegex("^hrm/1/gym1/dn/session/s_[a-z2-7]{12}/live$")]
    private static partial Regex Live();

    [GeneratedRegex("^hrm/1/gym1/dn/session/s_[a-z2-7]{12}/prompt/[a-z2-7]{16}$")]
    private static partial Regex Prompt();

    [GeneratedRegex("^hrm/1/gym1/dn/(svc/[a-z0-9_-]+/(state|beat|alert/[a-z2-7]{16})|device/[a-z0-9_-]+/health|session/s_[a-z2-7]{12}/(state|live|(alert|prompt)/[a-z2-7]{16})|reply/[a-z0-9_-]+)$")]
    private static partial Regex Known();
}
