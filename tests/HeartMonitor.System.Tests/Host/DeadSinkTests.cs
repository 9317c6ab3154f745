using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>No sink can slow or stop alerting (ecosystem-reliability P5), and health says which one is away.</summary>
[Collection(WholeProcesses.Name)]
public sealed class DeadSinkTests
{
    private const int Alerts = 20;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dead_store_and_a_dead_broker_delay_no_alert_and_health_names_them(bool accepts)
    {
        using var store = new DeadEnd(accepts);
        using var broker = new DeadEnd(accepts);
        await using var monitor = new MonitorProcess(
            "--Influx:Url", $"http://127.0.0.1:{store.Port}", "--Mqtt:Broker", $"mqtt://127.0.0.1:{broker.Port}", "--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);

        var delays = await MeasureAsync(monitor, tablet);

        Assert.Equal(Alerts, delays.Count);
        Assert.True(delays.Max() <= 2, $"An alert took {delays.Max():0.000} s.");
        Assert.True(delays.Order().ElementAt(Alerts / 2) <= 0.2, $"Half of the alerts took over {delays.Order().ElementAt(Alerts / 2):0.000} s.");
        TestContext.Current.SendDiagnosticMessage($"alert delay median {delays.Order().ElementAt(Alerts / 2):0.000} s, longest {delays.Max():0.000} s");
        await AssertHealthAsync(monitor);
        var (code, took) = await monitor.StopAsync();
        Assert.Equal(0, code);
        Assert.InRange(took.TotalSeconds, 0, 10);
    }

    /// <summary>From a tap on a tablet to the alert on the tablet: door, rules, commit, stream.</summary>
    private static async Task<List<double>> MeasureAsync(MonitorProcess monitor, SseClient tablet)
    {
        await AcknowledgementTests.RaiseAsync(monitor, tablet);
        var session = tablet.Seen.Last(m => m.Event == "alert" && m.Session.StartsWith("s_", StringComparison.Ordinal)).Session;
        var delays = new List<double>();
        for (var i = 0; i < Alerts; i++)
        {
            var mark = tablet.Count;
            var clock = Stopwatch.StartNew();
            var tap = monitor.Http.EnterAsync($"s-{i}", session, i % 2 == 0 ? """{"event":"symptoms","symptoms":["chest-pain"]}""" : """{"event":"symptoms","symptoms":["none"]}""");
            await tablet.UntilAsync(m => m.Event == "alert" && m.Text("code") == "symptom-stop", $"change {i} of symptom-stop", 5, mark);
            delays.Add(clock.Elapsed.TotalSeconds);
            Assert.Equal("accepted", (await tap)!.Result);
        }

        return delays;
    }

    private static async Task AssertHealthAsync(MonitorProcess monitor)
    {
        JsonElement health = default;
        var clock = Stopwatch.StartNew();
        do
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"Health does not say it: {health}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            health = await monitor.Http.GetAsync("health/ready");
        }
        while (State(health, "influx") != "Down" || State(health, "mqtt-link") != "Down" || health.GetProperty("isCatchingUp").GetBoolean());

        Assert.True(health.GetProperty("isReady").GetBoolean());
        Assert.Equal("Writing", health.GetProperty("journal").GetString());
        Assert.All(health.GetProperty("sinks").EnumerateArray().Where(s => s.GetProperty("state").GetString() == "Down"), sink => Assert.NotEqual(JsonValueKind.Null, sink.GetProperty("lastError").ValueKind));
    }

    private static string State(JsonElement health, string sink) =>
        health.GetProperty("sinks").EnumerateArray().First(s => s.GetProperty("name").GetString() == sink).GetProperty("state").GetString()!;

    /// <summary>A port where nobody listens, or where somebody does and never says a word.</summary>
    private sealed class DeadEnd : IDisposable
    {
        private readonly TcpListener? _listener;

        internal DeadEnd(bool accepts)
        {
            Port = FreePort.Next();
            if (!accepts) return;
            _listener = new(IPAddress.Loopback, Port);
            _listener.Start(100);
        }

        internal int Port { get; }

        public void Dispose() => _listener?.Dispose();
    }
}
