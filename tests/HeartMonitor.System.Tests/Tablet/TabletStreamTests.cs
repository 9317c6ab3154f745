using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.System.Tests.Support;
using Xunit;
using static HeartMonitor.System.Tests.Support.TabletFeed;

namespace HeartMonitor.System.Tests.Tablet;

public sealed class TabletStreamTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Envelope = ["specversion", "v", "id", "source", "epoch", "seq", "type", "time", "expiresat", "subject", "data"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_begins_with_a_snapshot_that_says_when_to_come_back()
    {
        await using var host = await TabletHost.StartAsync(new() { Epoch = 7, Source = "hrm/gym1/svc" });
        host.Board.Apply(Begin("s_01", MonitoringMode.Zones, At));
        using var client = host.Client();
        using var stream = await TabletStream.OpenAsync(client, Cancellation);

        var first = await stream.NextAsync(Cancellation);

        Assert.Equal(("snapshot", "3", "1000"), (first!.Event, first.Id, first.Retry));
        Assert.Equal(7, first.Envelope.GetProperty("epoch").GetInt64());
        var row = Assert.Single(first.Data.GetProperty("sessions").EnumerateArray());
        Assert.Equal(116.88, row.GetProperty("session").GetProperty("zone_from").GetDouble());
    }

    [Fact]
    public async Task Changes_come_as_on_mqtt_with_the_journals_position_and_no_gap()
    {
        await using var host = await TabletHost.StartAsync();
        using var client = host.Client();
        using var stream = await TabletStream.OpenAsync(client, Cancellation);
        var seq = (await stream.NextAsync(Cancellation))!.Data.GetProperty("last_seq").GetInt64();

        host.Board.Apply([.. Begin("s_01", MonitoringMode.Zones, At), Live("s_01", Value("s_01", MonitoringMode.Zones, At, 121)),
            Decided("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "a < b & \"c\"", At), 17)]);

        for (TabletLine? line = null; line?.Event != "alert";)
        {
            line = await stream.NextAsync(Cancellation);
            Assert.Equal(++seq, line!.Envelope.GetProperty("seq").GetInt64());
            Assert.Null(line.Retry);
            if (line.Event == "live") Assert.Equal((121, null), (line.Data.GetProperty("hr").GetInt32(), line.Id));
            if (line.Event != "alert") continue;
            Assert.Equal(Envelope, line.Envelope.EnumerateObject().Select(m => m.Name));
            Assert.Equal(("17", "hrm.alert", "s_01"), (line.Id, line.Envelope.GetProperty("type").GetString(), line.Envelope.GetProperty("subject").GetString()));
            Assert.Equal("a < b & \"c\"", line.Data.GetProperty("text").GetString());
            Assert.Equal("p_01", line.Data.GetProperty("participant").GetString());
        }
    }

    [Fact]
    public async Task The_figures_of_the_signal_come_with_the_value_and_with_the_snapshot()
    {
        await using var host = await TabletHost.StartAsync();
        host.Board.Apply(Begin("s_01", MonitoringMode.Zones, At));
        using var client = host.Client();
        using var stream = await TabletStream.OpenAsync(client, Cancellation);
        var live = Value("s_01", MonitoringMode.Zones, At, 121) with
        {
            Quality = SignalQuality.Suspect,
            QualityReasons = ["step", "rr-disagrees"],
            CoveragePercent = 98.25,
            ArtefactPercent = null,
            Gaps = 2,
        };

        host.Board.Apply([Live("s_01", live)]);

        AreTheFigures((await stream.NextAsync("live", Cancellation)).Data);
        using var later = await TabletStream.OpenAsync(client, Cancellation);
        AreTheFigures((await later.NextAsync(Cancellation))!.Data.GetProperty("sessions")[0].GetProperty("live"));

        static void AreTheFigures(JsonElement data)
        {
            Assert.Equal(["step", "rr-disagrees"], data.GetProperty("quality_reasons").EnumerateArray().Select(r => r.GetString()));
            Assert.Equal((98.25, 2), (data.GetProperty("coverage_percent").GetDouble(), data.GetProperty("gaps").GetInt32()));
            Assert.Equal(JsonValueKind.Null, data.GetProperty("artefact_percent").ValueKind);
        }
    }

    [Fact]
    public async Task A_heartbeat_comes_every_second_with_time_and_epoch()
    {
        await using var host = await TabletHost.StartAsync(new() { Epoch = 3 });
        using var client = host.Client();
        using var stream = await TabletStream.OpenAsync(client, Cancellation);

        var beats = new List<TabletLine>();
        while (beats.Count < 3) beats.Add(await stream.NextAsync("heartbeat", Cancellation));

        Assert.All(beats, beat => Assert.Equal(3, beat.Envelope.GetProperty("epoch").GetInt64()));
        var mono = beats.Select(b => b.Data.GetProperty("mono_ms").GetInt64()).ToArray();
        Assert.True(mono[0] < mono[1] && mono[1] < mono[2], string.Join(" ", mono)); // a busy machine brings them late, or two at once
        Assert.InRange(beats[0].Data.GetProperty("server_time").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task One_who_comes_back_with_a_position_gets_the_whole_board_all_the_same()
    {
        await using var host = await TabletHost.StartAsync();
        host.Board.Apply([.. Begin("s_01", MonitoringMode.Rpe, At), Decided("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, "x", At), 4)]);
        using var client = host.Client();
        using var stream = await TabletStream.OpenAsync(client, Cancellation, lastEventId: "4");

        var first = await stream.NextAsync(Cancellation);

        Assert.Equal(("snapshot", 1), (first!.Event, first.Data.GetProperty("alerts").GetArrayLength()));
    }

    [Fact]
    public async Task Nothing_on_the_way_may_keep_it_back()
    {
        await using var host = await TabletHost.StartAsync();
        using var client = host.Client();
        client.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        using var stream = await TabletStream.OpenAsync(client, Cancellation);

        var headers = stream.Response.Headers;
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.True(headers.CacheControl?.NoStore);
        Assert.Equal("no", Assert.Single(headers.GetValues("X-Accel-Buffering")));
        Assert.DoesNotContain(stream.Response.Content.Headers.ContentEncoding, e => e != "identity");
    }

    [Fact]
    public async Task A_tablet_too_many_is_told_to_come_later()
    {
        await using var host = await TabletHost.StartAsync(new() { MaxClients = 1 });
        using var client = host.Client();
        using var stream = await TabletStream.OpenAsync(client, Cancellation);

        using var second = await client.GetAsync(new Uri("/api/v1/stream", UriKind.Relative), Cancellation);

        Assert.Equal(503, (int)second.StatusCode);
        stream.Dispose();
        await TabletWait.UntilAsync(() => host.Board.Clients == 0, "the first has left", Cancellation);
    }

    [Fact]
    public async Task This_machine_alone_takes_not_every_place()
    {
        await using var host = await TabletHost.StartAsync(new() { MaxClients = 3, MaxOfThisMachine = 2 });
        using var client = host.Client();
        using var first = await TabletStream.OpenAsync(client, Cancellation);
        using var second = await TabletStream.OpenAsync(client, Cancellation);

        using var third = await client.GetAsync(new Uri("/api/v1/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);

        Assert.Equal(503, (int)third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_tablet_that_reads_nothing_is_cut_off_and_counted_while_another_goes_on()
    {
        await using var host = await TabletHost.StartAsync(new() { QueueLength = 4096 });
        using var client = host.Client();
        using var good = await TabletStream.OpenAsync(client, Cancellation);
        using var stuck = await StuckClientAsync(host.Port);
        await TabletWait.UntilAsync(() => host.Board.Clients == 2, "both are here", Cancellation);
        var reading = LastAlertAsync(good);

        var text = new string('x', 1000);
        for (var i = 0; i < 100_000 && host.Board.SlowClients == 0; i++)
        {
            host.Board.Apply([Decided("s_01", Alert("a1", AlertCode.HrCeiling, AlertPriority.High, text, At, rev: i + 1))]);
            if (i % 100 == 99) await Task.Delay(5, Cancellation);
        }

        host.Board.Apply([Decided("s_01", Alert("last", AlertCode.HrCeiling, AlertPriority.High, "the last", At))]);
        Assert.Equal(1, host.Board.SlowClients);
        Assert.Equal("last", await reading);
        Assert.Equal(1, host.Board.Clients);
        await TabletWait.UntilAsync(() => IsBroken(stuck), "the connection that hung is broken off", Cancellation, 4);
    }

    [Fact]
    public async Task Fifty_tablets_that_come_back_at_once_have_the_whole_floor_within_2_s()
    {
        await using var host = await TabletHost.StartAsync();
        for (var person = 1; person <= 30; person++)
        {
            var session = $"s_{person:00}";
            host.Board.Apply(Begin(session, MonitoringMode.Zones, At));
            for (var i = 0; i < 300; i++) host.Board.Apply([Live(session, Value(session, MonitoringMode.Zones, At.AddSeconds(i), 100 + (i % 40)))]);
        }

        using var client = host.Client();
        var start = TimeProvider.System.GetTimestamp();
        var snapshots = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            using var stream = await TabletStream.OpenAsync(client, Cancellation);
            return await stream.NextAsync(Cancellation);
        }));

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 2);
        Assert.All(snapshots, snapshot => Assert.Equal(30, snapshot!.Data.GetProperty("sessions").GetArrayLength()));
    }

    [Fact]
    public async Task Stopping_ends_the_streams_at_once()
    {
        var host = await TabletHost.StartAsync();
        using var client = host.Client();
        using var stream = await TabletStream.OpenAsync(client, Cancellation);
        await stream.NextAsync(Cancellation);

        var start = TimeProvider.System.GetTimestamp();
        await host.DisposeAsync();

        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 4);
    }

    private static async Task<string?> LastAlertAsync(TabletStream stream)
    {
        while (true)
        {
            var alert = await stream.NextAsync("alert", Cancellation);
            if (alert.Data.GetProperty("aid").GetString() == "last") return "last";
        }
    }

    private static bool IsBroken(Socket socket)
    {
        try
        {
            socket.Send("x"u8);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task<Socket> StuckClientAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync("127.0.0.1", port, Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/stream HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"), Cancellation);
        return socket;
    }
}
