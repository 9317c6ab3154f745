using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Messages;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Mqtt;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Topics;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class MqttLiveFeedTests
{
    private readonly LinkTally _tally = new();
    private readonly List<OutboundMessage> _sent = [];

    internal static LiveData Live(DateTimeOffset at, int hr = 97) => new()
    {
        Participant = "p_07",
        At = at,
        Hr = hr,
        HrAgeMs = 400,
        Mode = MonitoringMode.Rpe,
        Phase = SessionPhase.Work,
        Contact = SensorContact.Detected,
        Quality = SignalQuality.Good,
        Trend = Trend.Up,
        Rpe = 13,
        RpeAgeS = 60,
    };

    [Fact]
    public async Task One_value_a_second_and_session_gets_through()
    {
        var now = TimeProvider.System.GetUtcNow();
        var feed = Feed(100);
        for (var i = 0; i < 20; i++)
        {
            feed.Offer("s_1", Live(now.AddMilliseconds(i * 250)));
            feed.Offer("s_2", Live(now.AddMilliseconds(i * 250)));
        }

        await PumpAsync(feed, count: 10);
        Assert.Equal(5, _sent.Count(m => m.Topic.EndsWith("s_1/live", StringComparison.Ordinal)));
        Assert.All(_sent, m => Assert.False(m.Retain || m.AtLeastOnce));
    }

    [Fact]
    public async Task A_full_queue_loses_the_oldest_and_counts_it()
    {
        var now = TimeProvider.System.GetUtcNow();
        var feed = Feed(capacity: 3);
        for (var i = 0; i < 10; i++) feed.Offer("s_1", Live(now.AddSeconds(i), hr: 90 + i));
        Assert.Equal(7, _tally.Dropped);
        await PumpAsync(feed, count: 3);
        Assert.Equal([97, 98, 99], _sent.Select(Hr));
        Assert.Equal([8, 9, 10], _sent.Select(Seq));
    }

    [Fact]
    public async Task A_value_too_old_to_show_is_dropped_and_counted()
    {
        var now = TimeProvider.System.GetUtcNow();
        var feed = Feed(10);
        feed.Offer("s_1", Live(now.AddSeconds(-6)));
        feed.Offer("s_1", Live(now));
        await PumpAsync(feed, count: 1);
        Assert.Equal(1, _tally.Dropped);
    }

    private static int Hr(OutboundMessage message) => Json(message).GetProperty("data").GetProperty("hr").GetInt32();

    private static int Seq(OutboundMessage message) => Json(message).GetProperty("seq").GetInt32();

    private static global::System.Text.Json.JsonElement Json(OutboundMessage message) => global::System.Text.Json.JsonDocument.Parse(message.Payload).RootElement;

    private MqttLiveFeed Feed(int capacity) => new(new SiteTopics("gym1"), new("gym1", "svc", 1), _tally, capacity);

    private async Task PumpAsync(MqttLiveFeed feed, int count)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var pump = feed.PumpAsync(TakeAsync, TimeProvider.System, stop.Token);
        await MqttWait.UntilAsync(() => _sent.Count >= count, $"{count} messages");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump);
        Assert.Equal(count, _sent.Count);
    }

    private Task<bool> TakeAsync(OutboundMessage message, CancellationToken cancellation)
    {
        _sent.Add(message);
        return Task.FromResult(true);
    }
}
