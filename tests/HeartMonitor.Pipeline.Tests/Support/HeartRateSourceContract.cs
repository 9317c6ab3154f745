using System.Reactive.Concurrency;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Support;

/// <summary>
/// What every <see cref="IHeartRateSource"/> owes its reader. A source's tests derive from this and say how to make one; sources over
/// real radios give their own clock and fakes behind the same two members.
/// </summary>
public abstract class HeartRateSourceContract
{
    /// <summary>Longer than any source here needs to show what it does.</summary>
    private static readonly TimeSpan AWhile = TimeSpan.FromMinutes(2);

    /// <summary>A source that will give packets within <see cref="AWhile"/> of a subscription.</summary>
    protected abstract IHeartRateSource Create(IScheduler scheduler);

    /// <summary>True when the source tells everything and ends within <see cref="AWhile"/>.</summary>
    protected abstract bool Ends { get; }

    [Fact]
    public void Nothing_happens_before_a_subscription()
    {
        var scheduler = new CountingScheduler();

        var source = Create(scheduler);
        _ = source.Events;
        scheduler.AdvanceBy(AWhile);

        Assert.Equal(0, scheduler.Scheduled);
    }

    [Fact]
    public void One_subscription_connects_and_brings_packets()
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());

        using (Create(scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(AWhile);

        Assert.Equal(SourceEventKind.Connected, seen.Events.First(e => e.Kind != SourceEventKind.Status).Kind);
        Assert.Contains(seen.Events, e => e.Kind == SourceEventKind.Packet);
        Assert.Null(seen.Error);
    }

    [Fact]
    public void Every_strap_is_connected_before_its_first_packet_and_never_twice_without_a_loss()
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());

        using (Create(scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(AWhile);

        Assert.All(seen.Events.Where(e => e.Kind != SourceEventKind.Status).GroupBy(e => e.Device), strap =>
        {
            var link = SourceEventKind.Lost;
            foreach (var seenEvent in strap)
            {
                Assert.NotEqual(seenEvent.Kind == SourceEventKind.Packet ? SourceEventKind.Lost : seenEvent.Kind, link);
                if (seenEvent.Kind != SourceEventKind.Packet) link = seenEvent.Kind;
            }
        });
    }

    [Fact]
    public void Disposal_disconnects_and_nothing_comes_after_it()
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        var subscription = Create(scheduler).Events.Subscribe(seen);
        scheduler.AdvanceBy(TimeSpan.FromSeconds(1.5));
        Assert.NotEmpty(seen.Events);

        subscription.Dispose();
        var count = seen.Events.Count;
        scheduler.AdvanceBy(AWhile);
        var scheduled = scheduler.Scheduled;
        scheduler.AdvanceBy(AWhile);

        Assert.Equal(count, seen.Events.Count);
        Assert.False(seen.IsCompleted);
        Assert.Equal(scheduled, scheduler.Scheduled);
    }

    [Fact]
    public void Disposal_in_the_midst_of_an_event_is_the_last_event()
    {
        var scheduler = new CountingScheduler();
        IDisposable? subscription = null;
        var count = 0;
        var seen = new Recorder { OnEvent = _ => { if (++count == 3) subscription!.Dispose(); } };

        subscription = Create(scheduler).Events.Subscribe(seen);
        scheduler.AdvanceBy(AWhile);

        Assert.Equal(3, count);
        Assert.False(seen.IsCompleted);
    }

    [Fact]
    public void Stamps_never_go_back_and_are_whole_microseconds_of_the_clock()
    {
        var scheduler = new CountingScheduler();
        var seen = new Recorder();
        seen.OnEvent = e => Assert.InRange(scheduler.Now - e.At, TimeSpan.Zero, TimeSpan.FromMicroseconds(1) - TimeSpan.FromTicks(1));

        using (Create(scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(AWhile);

        Assert.Null(seen.Error);
        Assert.All(seen.Events.Zip(seen.Events.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At));
        Assert.All(seen.Events, e => Assert.Equal((0, TimeSpan.Zero), (e.At.Ticks % TimeSpan.TicksPerMicrosecond, e.At.Offset)));
    }

    [Fact]
    public void Packets_can_be_decoded_and_are_never_written_to_again()
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());
        List<string> asTheyCame = [];
        seen.OnEvent = e => asTheyCame.Add(Convert.ToHexString(e.Packet.Span));

        using (Create(scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(AWhile);

        Assert.Equal(asTheyCame, seen.Events.Select(e => Convert.ToHexString(e.Packet.Span)));
        Assert.All(seen.Events, e => Assert.Equal(e.Kind == SourceEventKind.Packet, HeartRateMeasurementCodec.Decode(e.Packet).IsMeasurement));
    }

    [Fact]
    public void A_source_that_has_told_everything_completes_once_and_others_go_on()
    {
        var (scheduler, seen) = (new CountingScheduler(), new Recorder());

        using (Create(scheduler).Events.Subscribe(seen)) scheduler.AdvanceBy(AWhile);

        Assert.Equal(Ends, seen.IsCompleted);
        Assert.Equal(0, seen.AfterTheEnd);
        Assert.Null(seen.Error);
    }

    [Fact]
    public void A_second_subscription_neither_disturbs_nor_shares_the_first()
    {
        var (scheduler, first, second) = (new CountingScheduler(), new Recorder(), new Recorder());
        var source = Create(scheduler);

        using (source.Events.Subscribe(first))
        using (source.Events.Subscribe(second)) scheduler.AdvanceBy(AWhile);

        Assert.NotEmpty(first.Events);
        Assert.Equal(first.Said(), second.Said());
    }

    [Fact]
    public async Task Events_never_overlap_on_real_threads()
    {
        var overlaps = 0;
        var inside = 0;
        using var enough = new SemaphoreSlim(0);
        var seen = new Recorder();
        seen.OnEvent = _ =>
        {
            if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref overlaps);
            Thread.SpinWait(2_000);
            Interlocked.Decrement(ref inside);
            if (seen.Events.Count is 20) enough.Release();
        };

        using (Create(new FastScheduler(TaskPoolScheduler.Default, 50)).Events.Subscribe(seen))
            Assert.True(await enough.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), $"{seen.Events.Count} events");

        Assert.Equal(0, overlaps);
    }
}
