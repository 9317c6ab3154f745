using System.Net;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>What a broken or ill-meaning page may send; the process's own log is checked when it ends.</summary>
[Collection(WholeProcesses.Name)]
public sealed class HostileRequestTests
{
    [Fact]
    public async Task Nothing_that_a_page_sends_breaks_a_session_or_reaches_the_journal_by_mistake()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        var session = (await tablet.UntilAsync(m => m.Event == "live" && m.Text("phase") == "work", "somebody at work")).Session;

        (string Json, HttpStatusCode Status)[] hostile =
        [
            ("""{"event":"workload","watts":1e400}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"temperature","celsius":-1e999}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"substance","name":"caffeine","hoursAgo":1e999}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"rpe","value":21}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"rpe","value":1e3}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"session-start"}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"monitoring-interrupted","from":"2026-01-01T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"nonsense"}""", HttpStatusCode.UnprocessableEntity),
            ("""["event"]""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"medication-taken","atc":"C07AB02","takenAt":"9999-12-31T23:59:59Z"}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"medication-taken","atc":"C07AB02","takenAt":"0001-01-01T00:00:00Z"}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"medication-taken","atc":"C07AB02","takenAt":"0001-01-01T00:00:00+14:00"}""", HttpStatusCode.UnprocessableEntity),
            ("""{"event":"workload","activity":"\u0000"}""", HttpStatusCode.UnprocessableEntity), // a code of the Compendium has five digits
            ("""{"event":""", HttpStatusCode.BadRequest),
            ("""{"event":"help","by":"\ud800"}""", HttpStatusCode.BadRequest),
            ("""{"\udc00":1,"event":"help"}""", HttpStatusCode.BadRequest),
            ("""{"event":"help","event":"help"}""", HttpStatusCode.BadRequest),
            ("\uFEFF{\"event\":\"help\"}", HttpStatusCode.BadRequest),
            (new string('[', 5_000), HttpStatusCode.BadRequest),
            (new string(' ', 17_000), HttpStatusCode.RequestEntityTooLarge),
        ];
        for (var i = 0; i < hostile.Length; i++)
            Assert.Equal((hostile[i].Json.Trim(), hostile[i].Status), (hostile[i].Json.Trim(), (await monitor.Http.EnterAsync($"h-{i}", session, hostile[i].Json))?.Status));

        var health = await monitor.Http.GetAsync("health/ready");
        Assert.Equal((0, "Writing"), (health.GetProperty("brokenSessions").GetInt32(), health.GetProperty("journal").GetString()));
        await tablet.UntilAsync(m => m.Event == "live" && m.Session == session, "it goes on", from: tablet.Count);
        foreach (var path in new[] { "health/live", "health/ready", "contract/asyncapi.yaml", "metrics" }) await IsForOwnNamesAsync(monitor.Address, path);
    }

    /// <summary>A page elsewhere that points its own name at this machine is told nothing.</summary>
    private static async Task IsForOwnNamesAsync(Uri address, string path)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var own = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, path);
        rebound.Headers.Host = "evil.example";
        using var refused = await client.SendAsync(rebound, TestContext.Current.CancellationToken);
        Assert.NotEqual((path, HttpStatusCode.Forbidden), (path, own.StatusCode)); // not ready yet is an answer
        Assert.Equal((path, HttpStatusCode.Forbidden), (path, refused.StatusCode));
    }
}
