using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Signal;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

/// <summary>Two straps swapped between two people in mid-session (domain-facts 9.4, the identity test).</summary>
public sealed class SwappedStrapsTests(ITestOutputHelper output)
{
    private const int SwappedAt = 120;
    private const int LatestSeconds = 30; // smoothing, a level of 10 s, and the gate's 10 s for a leap without intervals

    [Theory]
    [InlineData(StrapProfile.ChestWithContact)]
    [InlineData(StrapProfile.ChestWithoutContact)]
    [InlineData(StrapProfile.Optical)]
    public void Both_sessions_are_told_and_each_names_the_other(StrapProfile profile)
    {
        using var two = new TwoPeople(1, Swap(SwappedAt, 1_000), profile).Run(SwappedAt);
        Assert.Empty(two.Conflicts);

        two.Run(60);

        var told = two.Conflicts.ToList();
        Assert.Equal([(AlertState.Raised, AlertPriority.Medium), (AlertState.Raised, AlertPriority.Medium)], told.Select(a => (a.State, a.Priority)));
        Assert.Contains("p_second", told[0].Text, StringComparison.Ordinal);
        Assert.Contains("p_first", told[1].Text, StringComparison.Ordinal);
        Assert.All(told, a => Assert.InRange(a.T, SwappedAt, SwappedAt + LatestSeconds));
    }

    [Fact]
    public void Of_many_pairs_of_people_nearly_every_exchange_is_seen()
    {
        var seeds = Effort.Of(200);
        var missed = new List<int>();
        for (var seed = 0; seed < seeds; seed++)
        {
            using var two = new TwoPeople(seed, Swap(SwappedAt, 1_000)).Run(SwappedAt + 60);
            if (two.Conflicts.Select(a => a.Id).Distinct().Count() != 2) missed.Add(seed);
        }

        output.WriteLine($"{seeds} exchanges, missed {missed.Count}: {string.Join(' ', missed)}");
        Assert.InRange(missed.Count, 0, seeds / 20);
    }

    [Fact]
    public void Straps_taken_off_and_put_on_the_other_are_seen_when_they_are_worn_again()
    {
        using var two = new TwoPeople(2, Swap(SwappedAt + 15, 1_000), faults: new ContactLost(At(SwappedAt), At(30), Frozen: false)).Run(SwappedAt + 30);
        Assert.Empty(two.Conflicts);

        two.Run(40);

        Assert.Equal(2, two.Conflicts.Count(a => a.State == AlertState.Raised));
    }

    [Fact]
    public void Straps_taken_off_and_put_on_the_same_person_say_nothing()
    {
        using var two = new TwoPeople(2, Swap(5_000, 1), faults: new ContactLost(At(SwappedAt), At(30), Frozen: false)).Run(SwappedAt + 120);

        Assert.Empty(two.Conflicts);
    }

    [Fact]
    public void Straps_that_are_put_right_end_the_doubt_by_themselves()
    {
        using var two = new TwoPeople(3, Swap(SwappedAt, 80)).Run(SwappedAt + 80 + 60);

        Assert.Equal(2, two.Conflicts.Count(a => a.State == AlertState.Raised));
        Assert.Equal(2, two.Conflicts.Count(a => a.State == AlertState.Cleared));
    }

    [Fact]
    public void The_journal_alone_gives_the_same_alerts_again()
    {
        using var two = new TwoPeople(4, Swap(SwappedAt, 1_000)).Run(SwappedAt + 60);
        two.Monitor.Ask(two.First, new AlertAcknowledged("staff1") { Code = AlertCode.IdentityConflict });
        two.Run(30);

        var again = two.Monitor.Inputs.GroupBy(i => i.Session).SelectMany(g => Again(g.Key, [.. g.Select(i => i.Input)], two.Monitor.Clock.Now));

        Assert.Equal(Told(two.Monitor.Events), Told(again));
        Assert.Equal(5, two.Conflicts.Count()); // raised twice; acknowledged, cleared and closed for one of them
    }

    /// <summary>What was learnt about a strap on one person is not carried to the next: a fresh gate, and the next one's own resting rate.</summary>
    [Fact]
    public void A_strap_that_goes_to_somebody_else_takes_nothing_along()
    {
        using var monitor = new VirtualMonitor();
        var first = monitor.Begin(Shipped.InZones("p_first"), "a");
        monitor.Ask(first, new RestingHeartRateMeasured(50));
        monitor.Run(60, ("a", 120));
        monitor.Ask(first, new SessionEnded());

        var next = monitor.Begin(Shipped.InZones("p_next"), "a");
        monitor.Run(5, ("a", 170));

        var engine = monitor.Registry.OfDevice("a")!.Engine;
        Assert.Equal((next, 72), (engine.Id, engine.Plan.Facts.RestingHr));
        Assert.Contains("start-of-wear", engine.Live(monitor.Clock.Now).QualityReasons);
    }

    [Fact]
    public void A_link_that_comes_back_within_ten_seconds_begins_a_new_wear_and_the_journal_knows()
    {
        using var monitor = new VirtualMonitor();
        var session = monitor.Begin(Shipped.InZones(), "a");
        monitor.Run(60, ("a", 120));

        monitor.Straps.Tell(new(SourceEventKind.Lost, "a", monitor.Clock.Now));
        monitor.Clock.AdvanceBy(TimeSpan.FromSeconds(7));
        monitor.Straps.Tell(new(SourceEventKind.Connected, "a", monitor.Clock.Now));
        monitor.Run(3, ("a", 122));

        Assert.Contains("start-of-wear", monitor.Live[^1].QualityReasons);
        Assert.Single(monitor.Inputs, i => i.Session == session && i.Input.Fact is StrapConnected);
        monitor.Run(12, ("a", 122));
        Assert.Equal(SignalQuality.Good, monitor.Live[^1].Quality);
    }

    [Fact]
    public void The_first_link_of_a_session_is_no_new_one()
    {
        using var monitor = new VirtualMonitor();
        monitor.Begin(Shipped.InZones(), "a");

        monitor.Straps.Tell(new(SourceEventKind.Connected, "a", monitor.Clock.Now));
        monitor.Run(3, ("a", 122));

        Assert.DoesNotContain(monitor.Inputs, i => i.Input.Fact is StrapConnected);
    }

    private static Swapped Swap(int from, int seconds) => new(At(from), At(seconds));

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);

    private static IEnumerable<SessionEvent> Again(string session, IReadOnlyList<SessionInput> inputs, DateTimeOffset until)
    {
        var step = new SessionStep();
        var engine = new SessionEngine(session, (SessionStarted)inputs[0].Fact!, inputs[0].At, Shipped.Setup);
        var events = new List<SessionEvent>();
        foreach (var input in inputs)
        {
            engine.Apply(input, step.ForFact(session, "", input.At, input.Fact));
            events.AddRange(step.Events);
        }

        engine.AdvanceTo(until, step.ForFact(session, "", until, null));
        return [.. events, .. step.Events];
    }

    private static IEnumerable<string> Told(IEnumerable<SessionEvent> events) =>
        events.OfType<AlertEvent>().Select(a => $"{a.Id} {a.Rev} {a.State} {a.T} {a.Text}").Order(StringComparer.Ordinal);
}
