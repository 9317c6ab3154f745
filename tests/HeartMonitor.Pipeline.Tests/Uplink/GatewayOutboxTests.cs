using HeartMonitor.Core.Ports;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Pipeline.Uplink;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Uplink;

/// <summary>What a gateway does with its packets: gathered, on disk, sent in order, sent again, and dropped from the oldest end.</summary>
public sealed class GatewayOutboxTests
{
    private const int Straps = 3;

    private readonly MemoryPacketBuffer _queue = new();
    private readonly List<GatewayBatch> _sent = [];
    private readonly List<GatewayBatch> _open = [];
    private readonly Dictionary<string, int> _beats = [];
    private long _nowUs = 5_000_000;

    [Fact]
    public void With_a_broker_every_packet_is_sent_once_within_half_a_second_and_the_queue_is_empty_when_it_is_acknowledged()
    {
        var outbox = Create();
        outbox.Link(true);

        for (var i = 0; i < 60; i++) Second(outbox, BatchFate.Stored);
        HalfSecond(outbox);

        Assert.Equal(60 * Straps, Sent().Count());
        AssertEachOnceInOrder(Sent());
        Assert.All(_sent, batch => Assert.All(batch.Items, p => Assert.InRange(batch.SentUs - p.MonoUs, 0, 500_000)));
        Assert.Equal((60L * Straps, 60L * Straps, 0L, 0L), (Tally(outbox).Taken, Tally(outbox).Delivered, Tally(outbox).Waiting, Tally(outbox).Dropped));
        Assert.Empty(_queue.Held);
    }

    [Fact]
    public void Nothing_is_counted_as_taken_before_it_is_on_disk()
    {
        var outbox = Create();
        outbox.Take("s0", new byte[] { 6, 80 }, _nowUs);
        Assert.Equal(0, Tally(outbox).Taken);

        HalfSecond(outbox);

        Assert.Equal(1, Tally(outbox).Taken);
        Assert.Equal(["06-50"], _queue.Held.Select(p => BitConverter.ToString(p.Packet.ToArray())));
    }

    [Fact]
    public void After_an_outage_fresh_packets_go_first_and_the_backlog_drains_beside_them_in_order_at_a_bounded_rate()
    {
        var outbox = Create();
        for (var i = 0; i < 600; i++) Second(outbox, BatchFate.Stored);
        Assert.Equal(600 * Straps, _queue.Count);
        outbox.Link(true);

        var seconds = 0;
        while (_queue.Count > 0 && seconds++ < 100)
        {
            var before = _sent.Count;
            Second(outbox, BatchFate.Stored);
            HalfSecond(outbox);
            var now = _sent.Skip(before).ToList();
            Assert.Contains(now[0].Items, p => _nowUs - p.MonoUs < 2_000_000);
            Assert.All(now.SelectMany(b => b.Items).Where(p => _nowUs - p.MonoUs > 2_000_000).GroupBy(p => p.Device), strap => Assert.InRange(strap.Count(), 1, 30));
        }

        Assert.InRange(seconds, 20, 45); // at most 20 packets a second and strap, 10 of each half second
        var fresh = Sent().Where(p => p.MonoUs >= 605_000_000).ToList();
        AssertInOrder(Sent().Except(fresh));
        AssertInOrder(fresh);
        Assert.Equal(Sent().Count(), Sent().Select(p => (p.Device, p.Number)).Distinct().Count());
    }

    [Fact]
    public void What_is_not_acknowledged_is_sent_again_with_the_same_numbers_after_a_pause()
    {
        var outbox = Create();
        outbox.Link(true);
        for (var i = 0; i < 3; i++) Second(outbox, BatchFate.Keep);
        Assert.Equal(3 * Straps, _queue.Count);

        for (var i = 0; i < 6; i++) Second(outbox, BatchFate.Stored);
        HalfSecond(outbox);

        Assert.Equal(9 * Straps, Sent().Select(p => (p.Device, p.Number)).Distinct().Count());
        Assert.True(Sent().Count() > 9 * Straps);
        Assert.Empty(_queue.Held);
    }

    [Fact]
    public void What_was_under_way_when_the_link_was_lost_is_sent_again()
    {
        var outbox = Create();
        outbox.Link(true);
        Second(outbox, null);
        outbox.Link(false);
        foreach (var batch in _open) outbox.Settle(batch, BatchFate.Stored, _nowUs); // too late: nobody knows which connection that was of
        HalfSecond(outbox);
        Assert.Equal(Straps, _queue.Count);

        outbox.Link(true);
        for (var i = 0; i < 3; i++) Second(outbox, BatchFate.Stored);
        HalfSecond(outbox);

        Assert.Empty(_queue.Held);
        Assert.Equal(4 * Straps, Sent().Select(p => (p.Device, p.Number)).Distinct().Count());
    }

    [Fact]
    public void Beyond_its_bytes_the_oldest_are_dropped_and_counted()
    {
        var outbox = Create(new() { MostBytes = 100 * (IPacketBuffer.BytesBeside + 2) });
        for (var i = 0; i < 200; i++) Second(outbox, BatchFate.Stored);

        Assert.Equal(100, _queue.Count);
        Assert.Equal((200L * Straps) - 100, Tally(outbox).Dropped);
        Assert.Equal(Enumerable.Range((200 * Straps) - 99, 100).Select(n => (long)n), _queue.Held.Select(p => p.Seq));
    }

    [Fact]
    public void What_is_too_old_is_dropped_and_counted()
    {
        var outbox = Create(new() { LongestKept = TimeSpan.FromSeconds(60) });
        for (var i = 0; i < 200; i++) Second(outbox, BatchFate.Stored);

        Assert.InRange(_queue.Count, 59 * Straps, 61 * Straps);
        Assert.Equal((200L * Straps) - _queue.Count, Tally(outbox).Dropped);
        Assert.InRange(Tally(outbox).OldestSeconds, 58, 61);
    }

    [Fact]
    public void With_a_full_disk_packets_go_on_live_and_are_told_as_not_stored()
    {
        _queue.IsFull = true;
        var outbox = Create();
        outbox.Link(true);

        for (var i = 0; i < 10; i++) Second(outbox, BatchFate.Stored);
        HalfSecond(outbox);

        Assert.Equal(10 * Straps, Sent().Select(p => (p.Device, p.Number)).Distinct().Count());
        Assert.Equal((0L, 10L * Straps, "the disk is full"), (Tally(outbox).Taken, Tally(outbox).Unstored, Tally(outbox).DiskFault));
        Assert.Equal(0, Tally(outbox).Waiting);
    }

    [Fact]
    public void With_a_full_disk_and_no_link_memory_holds_the_newest_and_the_disk_gets_them_when_it_has_room()
    {
        _queue.IsFull = true;
        var outbox = Create(new() { MostInMemory = 30 });
        for (var i = 0; i < 20; i++) Second(outbox, BatchFate.Stored);
        Assert.Equal((20L * Straps) - 30, Tally(outbox).Dropped);

        _queue.IsFull = false;
        HalfSecond(outbox);

        Assert.Equal(30, _queue.Count);
        Assert.Equal(30, Tally(outbox).Taken);
        Assert.Null(Tally(outbox).DiskFault);
    }

    [Fact]
    public void What_the_site_refuses_for_good_is_counted_and_not_sent_again()
    {
        var outbox = Create();
        outbox.Link(true);
        for (var i = 0; i < 5; i++) Second(outbox, BatchFate.Refused);
        HalfSecond(outbox);

        Assert.Equal((5L * Straps, 0L), (Tally(outbox).Refused, Tally(outbox).Waiting));
        Assert.Equal(5 * Straps, Sent().Count());
    }

    [Fact]
    public void No_message_is_over_sixteen_kibibytes_or_of_two_starts()
    {
        var first = Create(boot: "b1");
        for (var i = 0; i < 40; i++)
        {
            for (var s = 0; s < 200; s++) first.Take($"strap-with-a-long-name-{s:000}-of-forty-lett", new byte[30], _nowUs);
            HalfSecond(first);
        }

        var second = Create(new() { BacklogPerSecond = 5_000 }, "b2");
        second.Link(true);
        for (var i = 0; i < 60; i++)
        {
            second.Take("s0", new byte[] { 6, 80 }, _nowUs);
            HalfSecond(second);
            Settle(second, BatchFate.Stored);
        }

        HalfSecond(second);
        Assert.Empty(_queue.Held);
        Assert.All(_sent, batch => Assert.All(batch.Items, p => Assert.Equal(batch.Boot, p.Boot)));
        Assert.All(_sent, batch => Assert.InRange(batch.Items.Sum(p => 66 + p.Device.Length + (2 * p.Packet.Length)), 0, 15_000));
        Assert.Equal(["b1", "b2"], _sent.Select(b => b.Boot).Distinct().Order());
    }

    [Fact]
    public void A_new_start_goes_on_behind_the_old_ones_places_and_sends_what_it_left()
    {
        var first = Create(boot: "b1");
        for (var i = 0; i < 5; i++) Second(first, null);

        _beats.Clear();
        var second = Create(boot: "b2");
        second.Link(true);
        for (var i = 0; i < 5; i++) Second(second, BatchFate.Stored);
        HalfSecond(second);

        Assert.Equal(10 * Straps, Sent().Select(p => (p.Boot, p.Device, p.Number)).Distinct().Count());
        Assert.Equal(Sent().Count(), Sent().Select(p => p.Seq).Distinct().Count());
        Assert.Empty(_queue.Held);
    }

    [Fact]
    public void With_nothing_to_send_it_says_every_two_seconds_that_it_lives()
    {
        var outbox = Create();
        outbox.Link(true);
        for (var i = 0; i < 20; i++)
        {
            HalfSecond(outbox);
            Settle(outbox, BatchFate.Stored);
        }

        Assert.InRange(_sent.Count, 5, 6);
        Assert.All(_sent, batch => Assert.Empty(batch.Items));
    }

    [Fact]
    public void Over_any_run_of_outages_refusals_full_disks_and_restarts_nothing_that_was_taken_is_lost()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var queue = new MemoryPacketBuffer();
            var arrived = new HashSet<(string, string, long)>();
            var taken = new HashSet<(string, string, long)>();
            var open = new Queue<GatewayBatch>();
            var boots = 0;
            var outbox = new GatewayOutbox(queue, new(), "b0", open.Enqueue);
            for (var half = 0; half < 800; half++)
            {
                _nowUs += 500_000;
                if (random.Next(10) == 0) outbox.Link(random.Next(2) == 0);
                if (random.Next(20) == 0) queue.IsFull = random.Next(3) == 0;
                if (random.Next(60) == 0)
                {
                    outbox = new GatewayOutbox(queue, new(), $"b{++boots}", open.Enqueue); // killed
                    open.Clear();
                }

                outbox.Take($"s{random.Next(4)}", new byte[] { 6, 80 }, _nowUs);
                outbox.Flush(new(_nowUs, "", 0, 0));
                foreach (var held in queue.Held) taken.Add((held.Boot, held.Device, held.Number));
                for (var i = random.Next(4); i > 0 && open.Count > 0; i--) Settle(outbox, open.Dequeue(), random.Next(5) == 0 ? BatchFate.Keep : BatchFate.Stored, arrived);
            }

            queue.IsFull = false;
            outbox.Link(false);
            outbox.Link(true);
            for (var half = 0; half < 400; half++)
            {
                _nowUs += 500_000;
                outbox.Flush(new(_nowUs, "", 0, 0));
                while (open.Count > 0) Settle(outbox, open.Dequeue(), BatchFate.Stored, arrived);
            }

            outbox.Flush(new(_nowUs, "", 0, 0));
            Assert.True(taken.IsSubsetOf(arrived), $"seed {seed}: {taken.Except(arrived).Count()} lost");
            Assert.Empty(queue.Held);
        }
    }

    private void Settle(GatewayOutbox outbox, GatewayBatch batch, BatchFate fate, HashSet<(string, string, long)> arrived)
    {
        if (fate == BatchFate.Stored) arrived.UnionWith(batch.Items.Select(p => (p.Boot, p.Device, p.Number)));
        outbox.Settle(batch, fate, _nowUs);
    }

    private GatewayOutbox Create(OutboxLimits? limits = null, string boot = "b") => new(_queue, limits ?? new(), boot, batch =>
    {
        _sent.Add(batch);
        _open.Add(batch);
    });

    private IEnumerable<QueuedPacket> Sent() => _sent.SelectMany(b => b.Items);

    private OutboxTally Tally(GatewayOutbox outbox) => outbox.Tally(_nowUs);

    /// <summary>Each strap sends, and twice a flush.</summary>
    private void Second(GatewayOutbox outbox, BatchFate? fate)
    {
        for (var s = 0; s < Straps; s++)
        {
            var beat = _beats[$"s{s}"] = _beats.GetValueOrDefault($"s{s}") + 1;
            outbox.Take($"s{s}", new byte[] { 6, (byte)(40 + (beat % 200)) }, _nowUs + (s * 1_000));
        }

        HalfSecond(outbox);
        if (fate is { } known) Settle(outbox, known);
        HalfSecond(outbox);
        if (fate is { } again) Settle(outbox, again);
    }

    private void HalfSecond(GatewayOutbox outbox)
    {
        _nowUs += 500_000;
        outbox.Flush(new(_nowUs, "m", _nowUs, _nowUs));
    }

    private void Settle(GatewayOutbox outbox, BatchFate fate)
    {
        foreach (var batch in _open) outbox.Settle(batch, fate, _nowUs);
        _open.Clear();
    }

    private static void AssertEachOnceInOrder(IEnumerable<QueuedPacket> packets)
    {
        foreach (var strap in packets.GroupBy(p => p.Device)) Assert.Equal(Enumerable.Range(0, strap.Count()).Select(n => (long)n), strap.Select(p => p.Number));
    }

    private static void AssertInOrder(IEnumerable<QueuedPacket> packets)
    {
        foreach (var strap in packets.GroupBy(p => p.Device)) Assert.Equal(strap.Select(p => p.Number).Order(), strap.Select(p => p.Number));
    }
}
