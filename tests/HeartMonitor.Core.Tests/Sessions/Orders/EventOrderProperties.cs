using System.Diagnostics;
using System.Globalization;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions.Orders;

/// <summary>
/// Laws of a session over generated orders of events. <c>HEARTMONITOR_PROPERTY_ORDERS</c> says how many (20,000; <c>.ci/run</c> plays a
/// quarter of a million, or what the variable says), <c>HEARTMONITOR_PROPERTY_SEED</c> plays one again. Every order is held against all laws of one session; every second one is
/// then played once more in one of four other ways that must make no difference.
/// </summary>
public sealed class EventOrderProperties(ITestOutputHelper output)
{
    private const int DefaultOrders = 20_000; // some seconds

    private static readonly TimeSpan Later = TimeSpan.FromMinutes(7);

    [Fact]
    public void No_order_of_events_breaks_a_law()
    {
        var only = Setting("HEARTMONITOR_PROPERTY_SEED");
        var orders = only is null ? (int)(Setting("HEARTMONITOR_PROPERTY_ORDERS") ?? (ulong)Effort.Of(DefaultOrders)) : 1;
        var first = only ?? (Effort.IsFull ? (ulong)Random.Shared.NextInt64(1L << 40) << 20 : 1);
        var (counts, gate, clock) = (new PairCounts(), new Lock(), Stopwatch.StartNew());
        string? failure = null;

        Parallel.For(0, orders, static () => new PairCounts(), (i, state, own) =>
        {
            if (state.IsStopped) return own;
            var order = EventOrder.Of(unchecked(first + (ulong)i));
            if (Fault(order, own) is not { } law) return own;
            lock (gate) failure ??= Told(order, law);
            state.Stop();
            return own;
        }, own =>
        {
            lock (gate) counts.Add(own);
        });

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{orders} orders from seed {first} in {clock.Elapsed.TotalSeconds:0.0} s; {counts}"));
        Assert.True(failure is null, failure);
        if (only is null && Effort.IsFull) counts.AssertNothingIsEmpty();
    }

    /// <summary>The laws can break: each of these mistakes is found, and shrinks to a story that is short.</summary>
    [Fact]
    public void A_law_that_is_broken_is_found_and_told_as_a_short_story()
    {
        static bool ChestPain(EventOrder order) => order.Happenings.Any(h => h.Fact is SymptomsReported { Symptoms: ["chest-pain"] });

        var order = Enumerable.Range(1, 1000).Select(seed => EventOrder.Of((ulong)seed)).First(o => ChestPain(o) && o.Happenings.Count > 6);
        var shortest = OrderStory.Shrink(order, ChestPain);
        var story = OrderStory.Tell(shortest, "chest pain");

        Assert.Equal(0, Assert.Single(shortest.Happenings).Seconds);
        Assert.Null(Core.Scenarios.ScenarioReader.Read(story).Fault);
        Assert.Contains("chest-pain", story, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_order_and_another_one_another() => Assert.All(Enumerable.Range(1, 200), seed =>
    {
        Assert.Equal(EventOrder.Of((ulong)seed).Happenings.Select(Described), EventOrder.Of((ulong)seed).Happenings.Select(Described));
        Assert.NotEqual(EventOrder.Of((ulong)seed).Happenings.Select(Described), EventOrder.Of((ulong)seed + 1).Happenings.Select(Described));
    });

    private static string Described(Happening happening) => $"{happening.Seconds} {happening.Bpm} {happening.Contact} {happening.Deed} {happening.Fact}";

    private static string? Fault(EventOrder order, PairCounts counts)
    {
        try
        {
            return FaultOrThrow(order, counts);
        }
#pragma warning disable CA1031 // Whatever is thrown is a broken law, and shrinks like one.
        catch (Exception bug)
        {
            return bug.GetType().Name + ": " + bug.Message + bug.StackTrace?.Split('\n')[0];
        }
#pragma warning restore CA1031
    }

    private static string? FaultOrThrow(EventOrder order, PairCounts counts)
    {
        var laws = new OrderLaws(counts.Single);
        var watcher = new Transcript(laws);
        OrderPlay.Run(order, watcher);
        laws.Finish();
        return laws.Broken ?? PairFault(order, watcher, counts);
    }

    private static string? PairFault(EventOrder order, Transcript first, PairCounts counts) => (order.Seed % 8) switch
    {
        0 => OrderPairs.SameAgain(order, first, counts),
        1 => OrderPairs.Shifted(order, first, Later, counts),
        2 => OrderPairs.MedicinesTurned(order, first, counts),
        3 => OrderPairs.MedicineAdded(order, first, counts),
        _ => null,
    };

    private static string Told(EventOrder order, string law)
    {
        var shortest = OrderStory.Shrink(order, candidate => Fault(candidate, new()) is not null);
        var now = Fault(shortest, new());
        return string.Create(CultureInfo.InvariantCulture, $"{law}\nHEARTMONITOR_PROPERTY_SEED={order.Seed} plays it again; the shortest story ({now}):\n{OrderStory.Tell(shortest, now ?? law)}");
    }

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? ulong.Parse(given, CultureInfo.InvariantCulture) : null;
}
