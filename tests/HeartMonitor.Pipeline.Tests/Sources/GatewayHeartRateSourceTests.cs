using System.Reactive.Concurrency;
using System.Reactive.Linq;
using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Gateways;
using HeartMonitor.Pipeline.Sources;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Sources;

/// <summary>Straps over gateways: one stream of each, in order, whoever hears it and however often.</summary>
public sealed class GatewayHeartRateSourceTests : HeartRateSourceContract
{
    private readonly HistoricalScheduler _clock = new(CountingScheduler.Morning);
    private readonly ScriptedFeed _feed = new();
    private readonly GatewayTally _tally = new();
    private readonly List<string> _seen = [];
    private readonly List<SourceEvent> _events = [];

    protected override bool Ends => false;

    protected override IHeartRateSource Create(IScheduler scheduler) => new GatewayHeartRateSource(new TickingFeed(scheduler), device => device, scheduler);

    [Fact]
    public void A_raw_packet_connects_its_strap_and_counts_as_now()
    {
        using var source = Listen();

        Send("g1", Raw("s1", 80));
        Wait(1);
        Send("g1", Raw("s1", 81));

        Assert.Equal(["connected s1", "s1 80", "s1 81"], _seen);
    }

    [Fact]
    public void Two_gateways_that_hear_one_strap_are_one_stream()
    {
        using var source = Listen();

        for (var i = 0; i < 10; i++)
        {
            Send("g1", Item("s1", i, i, 80 + i));
            Send("g2", Item("s1", 100 + i, 700 + i, 80 + i));
            Wait(1);
        }

        Assert.Equal(["connected s1", .. Enumerable.Range(80, 10).Select(hr => $"s1 {hr}")], _seen);
        Assert.Equal(10, _tally.Duplicates);
    }

    [Fact]
    public void When_the_first_gateway_stops_hearing_the_other_goes_on_and_fills_the_gap_without_judging_it()
    {
        using var source = Listen();
        for (var i = 0; i < 8; i++)
        {
            if (i < 3) Send("g1", Item("s1", i, i, 80 + i));
            else Send("g1"); // it lives, and hears this strap no more
            Send("g2", Item("s1", i, i, 80 + i));
            Wait(1);
        }

        Assert.Equal(["connected s1", "s1 80", "s1 81", "s1 82", "late s1 83", "late s1 84", "late s1 85", "s1 86", "s1 87"], _seen);
    }

    [Fact]
    public void A_gateways_silence_loses_the_links_of_its_straps_and_its_return_connects_them()
    {
        using var source = Listen();
        Send("g1", Raw("s1", 80));
        Send("g1", Raw("s2", 90));
        Send("g2", Raw("s3", 70));
        for (var i = 0; i < 7; i++)
        {
            Wait(1);
            Send("g2");
        }

        Send("g1", Raw("s1", 82));

        Assert.Equal(["lost s1", "lost s2", "connected s1", "s1 82"], _seen.Skip(6));
    }

    [Fact]
    public void A_strap_that_is_silent_while_its_gateway_lives_keeps_its_link()
    {
        using var source = Listen();
        Send("g1", Raw("s1", 80));
        for (var i = 0; i < 60; i++)
        {
            Wait(1);
            Send("g1");
        }

        Send("g1", Raw("s1", 81));
        Assert.Equal(["connected s1", "s1 80", "s1 81"], _seen);
    }

    [Fact]
    public void A_message_that_comes_again_counts_once()
    {
        using var source = Listen();
        var message = Item("s1", 1, 1, 80);

        Send("g1", message);
        Send("g1", message);
        Wait(1);
        Send("g1", message, Item("s1", 2, 2, 81));

        Assert.Equal(["connected s1", "s1 80", "s1 81"], _seen);
        Assert.Equal(2, _tally.Duplicates);
    }

    [Fact]
    public void The_order_within_a_message_is_that_of_the_gateways_clock()
    {
        using var source = Listen();

        Send("g1", Item("s1", 3, 1.5, 83), Item("s1", 1, 0.5, 81), Item("s1", 2, 1.0, 82));

        Assert.Equal(["connected s1", "s1 81", "s1 82", "s1 83"], _seen);
    }

    [Fact]
    public void What_is_older_than_what_was_told_is_late()
    {
        using var source = Listen();
        Send("g1", Item("s1", 1, 1, 81));
        Wait(1);
        Send("g1", Item("s1", 3, 2, 83));

        Send("g1", Item("s1", 2, 1.9, 82));

        Assert.Equal(["connected s1", "s1 81", "s1 83", "late s1 82"], _seen);
    }

    [Fact]
    public void A_backlog_is_late_however_it_is_cut_and_the_present_is_not()
    {
        using var source = Listen();
        for (var i = 0; i < 5; i++)
        {
            Send("g1", Item("s1", i, i, 80));
            Wait(1);
        }

        Wait(600); // the way to the broker is cut, the gateway goes on
        foreach (var minute in Enumerable.Range(0, 10))
            Send("g1", [.. Enumerable.Range(0, 60).Select(second => Item("s1", 5 + (60 * minute) + second, 5 + (60 * minute) + second, 90))]);
        Send("g1", Item("s1", 605, 604.9, 91));

        string[] packets = [.. _seen.Skip(6).Where(line => line.EndsWith("s1 90", StringComparison.Ordinal))];
        Assert.Equal(600, packets.Length);
        Assert.All(packets.SkipLast(3), line => Assert.Equal("late s1 90", line));
        Assert.Equal("s1 91", _seen[^1]);
        Assert.InRange(_tally.Late, 597, 600); // the last two seconds of it are as good as now
        Assert.Equal(606, _tally.Late + _tally.Taken);
    }

    [Fact]
    public void A_first_message_that_waited_says_so_by_when_it_was_sent()
    {
        using var source = Listen();

        _feed.Send(new("g1", [Item("s1", 1, 10, 80), Item("s1", 2, 69.5, 81)]) { Boot = "b", SentUs = 70_000_000 });

        Assert.Equal(["connected s1", "late s1 80", "s1 81"], _seen);
    }

    [Fact]
    public void Two_gateways_that_both_bring_a_backlog_bring_it_once()
    {
        using var source = Listen();
        Send("g1", Item("s1", 0, 0, 80));
        Send("g2", Item("s1", 0, 0, 80));
        Wait(5);
        GatewayItem[] backlog = [.. Enumerable.Range(1, 2).Select(i => Item("s1", i, i, 80 + i))];

        Send("g1", backlog);
        Send("g2", backlog);

        Assert.Equal(["connected s1", "s1 80", "late s1 81", "late s1 82"], _seen);
    }

    [Fact]
    public void A_gateway_that_starts_again_counts_from_the_beginning()
    {
        using var source = Listen();
        Send("g1", Item("s1", 1, 100, 80));
        Wait(1);
        _feed.Send(new("g1", [Item("s1", 1, 0, 81)]) { Boot = "second" });

        Assert.Equal(["connected s1", "s1 80", "s1 81"], _seen);
    }

    [Fact]
    public void Unknown_straps_are_counted_and_told_as_done()
    {
        var fates = new List<PacketFate>();
        using var source = Listen(device => device == "s1" ? "AA:BB" : null);

        _feed.Send(new("g1", [Raw("s1", 80), Raw("s2", 80)], fates.Add));

        Assert.Equal(["connected AA:BB", "AA:BB 80"], _seen);
        Assert.Equal(1, _tally.Unknown);
        Assert.Equal([PacketFate.Done], fates); // the other one waits for the journal
        _events[^1].Settled!(PacketFate.Done);
        Assert.Equal(2, fates.Count);
    }

    [Fact]
    public void A_flood_of_one_strap_is_refused_beyond_what_a_strap_can_send_and_others_go_on()
    {
        using var source = Listen();

        for (var i = 0; i < 5_000; i++) Send("g1", Raw("s1", 80));
        Send("g2", Raw("s2", 90));

        Assert.Equal(5_000 - 1_200, _tally.Refused);
        Assert.Equal("s2 90", _seen[^1]);
    }

    [Fact]
    public void A_gateway_too_many_is_refused_until_another_is_forgotten()
    {
        var fates = new List<PacketFate>();
        using var source = Listen(limits: new() { MaxGateways = 2 });
        Send("g1", Raw("s1", 80));
        Send("g2", Raw("s2", 80));

        _feed.Send(new("g3", [Raw("s3", 80)], fates.Add));
        Assert.Equal([PacketFate.Refused], fates);
        Wait(16 * 60);
        Send("g3", Raw("s3", 80));

        Assert.Equal("s3 80", _seen[^1]);
    }

    [Fact]
    public void What_was_not_stored_may_come_again()
    {
        using var source = Listen();
        _feed.Send(new("g1", [Item("s1", 1, 1, 80)], _ => { }) { Boot = "b" });
        _events[^1].Settled!(PacketFate.NotStored);

        _feed.Send(new("g1", [Item("s1", 1, 1, 80)], _ => { }) { Boot = "b" });
        _feed.Send(new("g1", [Item("s1", 1, 1, 80)], _ => { }) { Boot = "b" });

        Assert.Equal(["connected s1", "s1 80", "s1 80"], _seen);
    }

    [Fact]
    public void A_gateway_that_is_told_as_gone_loses_its_straps_after_three_seconds_unless_it_is_heard_again()
    {
        using var source = Listen();
        Send("g1", Item("s1", 1, 1, 80));
        Send("g2", Item("s2", 1, 1, 90));
        _feed.Send(new("g1", []) { IsGone = true });
        _feed.Send(new("g2", []) { IsGone = true });
        Wait(1);
        Send("g2");
        Wait(1);
        Assert.Equal(["connected s1", "s1 80", "connected s2", "s2 90"], _seen);

        Wait(2);

        Assert.Equal(["lost s1"], _seen.Skip(4));
        Send("g1", Item("s1", 2, 5, 81));
        Assert.Equal(["connected s1", "s1 81"], _seen.Skip(5));
    }

    [Fact]
    public void The_state_of_a_strap_is_taken_from_the_gateway_whose_packets_count()
    {
        using var source = Listen();
        Send("g1", Item("s1", 1, 1, 80));
        Send("g2", Item("s1", 1, 71, 80));
        _feed.Send(new("g2", []) { Straps = [new("s1", LinkState.Up, 90), new("unheard", LinkState.Up, 80)] });
        Assert.DoesNotContain(_events, e => e.Kind == SourceEventKind.Status);

        _feed.Send(new("g1", []) { Straps = [new("s1", LinkState.Up, 40, -60)] });
        var status = Assert.Single(_events, e => e.Kind == SourceEventKind.Status).Status!;
        Assert.Equal((LinkState.Up, 40, -60), (status.Link, status.Battery.Percent, status.RssiDbm));

        _feed.Send(new("g1", []) { Straps = [new("s1", LinkState.Down, 40)] });
        Send("g2", Item("s1", 2, 72, 82));
        Assert.Equal(["lost s1", "connected s1", "s1 82"], _seen.Where(s => !s.EndsWith(" 80", StringComparison.Ordinal) && s != "status s1").Skip(1));
    }

    [Fact]
    public void What_an_outage_kept_back_is_stamped_with_the_time_it_was_heard()
    {
        using var source = Listen();
        for (var i = 0; i < 10; i++)
        {
            _feed.Send(new("g1", [Item("s1", i, 100 + i, 80)]) { Boot = "b", SentUs = (100 + i) * 1_000_000L });
            Wait(1);
        }

        Wait(60);
        _feed.Send(new("g1", [Item("s1", 70, 170, 81)]) { Boot = "b", SentUs = 170_000_000 });
        for (var i = 10; i < 70; i++) _feed.Send(new("g1", [Item("s1", i, 100 + i, 80)]) { Boot = "b", SentUs = 170_000_000 });

        var late = _events.Where(e => e.IsLate).ToList();
        Assert.Equal(60, late.Count);
        for (var i = 0; i < 60; i++)
        {
            Assert.InRange((late[i].MeasuredAt - CountingScheduler.Morning).TotalSeconds, 10 + i - 0.02, 10 + i + 0.02);
            Assert.Equal(_clock.Now, late[i].At);
        }
    }

    [Fact]
    public void A_backlog_of_many_starts_comes_once_although_each_part_of_it_is_sent_twice()
    {
        using var source = Listen();
        Send("g1", Item("s1", 0, 1_000, 99));
        for (var boot = 0; boot < 26; boot++)
            for (var twice = 0; twice < 2; twice++)
            {
                _feed.Send(new("g1", [.. Enumerable.Range(0, 10).Select(n => Item("s1", n, (boot * 20) + n, 80))]) { Boot = $"old{boot}", SentUs = 1_000_000_000 });
                Send("g1", Item("s1", 1 + (boot * 2) + twice, 1_000, 99));
            }

        Assert.Equal((260L, 53L, 260L), (_tally.Late, _tally.Taken, _tally.Duplicates));
    }

    [Fact]
    public void Numbers_and_stamps_from_anywhere_break_nothing()
    {
        using var source = Listen();
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var items = Enumerable.Range(0, random.Next(4)).Select(_ => new GatewayItem(
                $"s{random.Next(5)}", new byte[] { 6, 80 }, random.NextInt64(1L << random.Next(1, 53)), random.NextInt64(1L << random.Next(1, 53)))).ToList();
            _feed.Send(new($"g{random.Next(4)}", items) { Boot = $"b{random.Next(6)}", SentUs = random.Next(3) == 0 ? random.NextInt64(1L << 52) : null });
            _clock.AdvanceBy(TimeSpan.FromMilliseconds(random.Next(2_000)));
        }

        Assert.True(_tally.Taken + _tally.Late + _tally.Duplicates + _tally.Refused > 20_000);
    }

    private IDisposable Listen(Func<string, string?>? strapOf = null, GatewayLimits? limits = null) =>
        new GatewayHeartRateSource(_feed, strapOf ?? (device => device), _clock, limits, _tally).Events.Subscribe(e =>
        {
            if (e.Kind == SourceEventKind.Overheard) return; // for whoever compares what gateways hear
            _events.Add(e);
            _seen.Add(e.Kind switch
            {
                SourceEventKind.Connected => $"connected {e.Device}",
                SourceEventKind.Lost => $"lost {e.Device}",
                SourceEventKind.Status => $"status {e.Device}",
                _ => $"{(e.IsLate ? "late " : "")}{e.Device} {e.Packet.Span[1]}",
            });
        });

    private void Wait(double seconds) => _clock.AdvanceBy(TimeSpan.FromSeconds(seconds));

    private void Send(string gateway, params GatewayItem[] items) => _feed.Send(new(gateway, items) { Boot = "b" });

    private static GatewayItem Raw(string device, byte hr) => new(device, new byte[] { 6, hr });

    private static GatewayItem Item(string device, long number, double seconds, int hr) =>
        new(device, new byte[] { 6, (byte)hr }, number, (long)(seconds * 1_000_000));

    /// <summary>A gateway with two straps that sends once a second.</summary>
    private sealed class TickingFeed(IScheduler scheduler) : IGatewayFeed
    {
        public IDisposable Subscribe(Action<GatewayMessage> take) => Observable.Interval(TimeSpan.FromSeconds(1), scheduler)
            .Subscribe(n => take(new("g1", [Item("s1", n, n, 80), Item("s2", n, n, 90)]) { Boot = "b" }));
    }
}
