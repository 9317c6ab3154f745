using System.Reactive.Concurrency;
using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

public sealed class MonitorPipelineTests
{
    public static TheoryData<string> Stories() => [.. Shipped.ScenarioFiles];

    [Theory]
    [MemberData(nameof(Stories))]
    public void A_story_through_rx_decides_exactly_what_the_fold_alone_decides(string file)
    {
        var (scenario, fault) = ScenarioReader.Read(Shipped.Scenario(file));
        Assert.True(scenario is not null, fault);
        var alone = ScenarioRun.Play(scenario, Shipped.Setup).Select(MonitorJson.Write).Select(Convert.ToHexString);
        Assert.Equal(alone, new ScenarioReplay(Shipped.Setup, scenario).Run().Select(MonitorJson.Write).Select(Convert.ToHexString));
    }

    [Fact]
    public void The_same_person_gets_zone_alerts_in_zones_mode_and_only_prompts_on_metoprolol()
    {
        using var monitor = new VirtualMonitor();
        monitor.Begin(Shipped.InZones(), "a");
        monitor.Begin(Shipped.OnMetoprolol(), "b");

        monitor.Run(600, ("a", 150), ("b", 150));

        var inZones = Identity.OfSession("gym1", "p_zones", VirtualMonitor.Start);
        Assert.Contains(monitor.Events.OfType<AlertEvent>(), a => a.Code == AlertCode.ZoneHigh);
        Assert.Contains(monitor.Events.OfType<PromptEvent>(), p => p.Reason == PromptReason.Schedule && p.T == 180);
        Assert.Equal(1, monitor.Events.OfType<AlertEvent>().Count(a => a is { Code: AlertCode.ZoneHigh, State: AlertState.Raised }));
        Assert.Equal(inZones, monitor.Registry.OfDevice("a")!.Engine.Id);
    }

    [Fact]
    public void Silence_is_told_without_any_packet_to_tell_it()
    {
        using var monitor = new VirtualMonitor();
        monitor.Begin(Shipped.InZones(), "a");
        monitor.Run(30, ("a", 120));

        monitor.Clock.AdvanceBy(TimeSpan.FromSeconds(12));

        var lost = Assert.Single(monitor.Events.OfType<AlertEvent>(), a => a.Code == AlertCode.SignalLost);
        Assert.Equal(39, lost.T); // the last reading came at 29 s, and 10 s of silence are due
        Assert.Null(monitor.Live[^1].Hr);
    }

    [Fact]
    public void A_command_is_answered_only_when_the_journal_has_it()
    {
        using var monitor = new VirtualMonitor { JournalRefusal = "disk full" };
        var request = monitor.Ask(null, new SessionStarted { Participant = Shipped.InZones(), Device = "a" });

        Assert.Equal(CommandResult.NotStored, request.Answered());
    }

    [Fact]
    public void A_command_for_nobody_is_answered_at_once()
    {
        using var monitor = new VirtualMonitor();

        Assert.Equal(CommandResult.NotFound, monitor.Ask("s_nobody", new SessionPaused()).Answered());
        Assert.Equal(CommandResult.NotFound, monitor.Ask(null, new AlertAcknowledged { Alert = "nothing" }).Answered());
    }

    [Fact]
    public void One_strap_and_one_person_have_one_session_at_a_time()
    {
        using var monitor = new VirtualMonitor();
        var first = monitor.Begin(Shipped.InZones(), "a");

        Assert.Equal(CommandResult.Invalid, monitor.Ask(null, new SessionStarted { Participant = Shipped.InZones(), Device = "b" }).Answered());
        Assert.Equal(CommandResult.Invalid, monitor.Ask(null, new SessionStarted { Participant = Shipped.InZones("p_other"), Device = "a" }).Answered());
        monitor.Ask(first, new SessionEnded());
        Assert.Equal(CommandResult.Accepted, monitor.Ask(null, new SessionStarted { Participant = Shipped.InZones("p_other"), Device = "a" }).Answered());
    }

    [Fact]
    public void An_unknown_strap_is_counted_and_judged_for_nobody()
    {
        using var monitor = new VirtualMonitor();
        monitor.Begin(Shipped.InZones(), "a");

        monitor.Run(3, ("stranger", 180));

        Assert.Equal(3, monitor.Registry.UnknownDevices);
        Assert.DoesNotContain(monitor.Inputs, i => i.Input.Fact is null);
    }

    [Fact]
    public void A_source_that_fails_is_told_as_lost_and_heard_again_after_a_second()
    {
        var failing = new FailingSource();
        using var monitor = new VirtualMonitor(sources: failing);

        monitor.Clock.AdvanceBy(TimeSpan.FromSeconds(8));

        Assert.Equal(4, failing.Subscriptions); // at 0, 1, 3 and 7 s: the wait doubles
        Assert.All(monitor.Links, link => Assert.Equal(("failing", SourceEventKind.Lost), link));
    }

    [Fact]
    public void A_fold_that_throws_breaks_its_own_session_and_says_so()
    {
        var calls = 0;
        var setup = Shipped.Setup with
        {
            Plan = (person, checkIn, on, at) => person.Id == "p_bug" && ++calls > 1
                ? throw new InvalidOperationException("a bug")
                : Shipped.Setup.Plan(person, checkIn, on, at),
        };
        using var monitor = new VirtualMonitor(setup);
        var broken = monitor.Begin(Shipped.InZones("p_bug"), "a");
        monitor.Begin(Shipped.InZones("p_fine"), "b");

        monitor.Ask(broken, new RestingHeartRateMeasured(60));
        monitor.Run(30, ("a", 120), ("b", 120));

        var stopped = Assert.Single(monitor.Events.OfType<AlertEvent>(), a => a.Code == AlertCode.MonitoringStopped);
        Assert.Equal(AlertPriority.High, stopped.Priority);
        Assert.Contains(monitor.Live, live => live.Participant == "p_fine" && live.At > stopped.At);
        Assert.DoesNotContain(monitor.Live, live => live.Participant == "p_bug" && live.At > stopped.At);
    }

    [Fact]
    public void Disposal_lets_the_sources_go()
    {
        var monitor = new VirtualMonitor();
        Assert.True(monitor.Straps.IsHeard);

        monitor.Dispose();

        Assert.False(monitor.Straps.IsHeard);
    }

    private sealed class FailingSource : IHeartRateSource
    {
        public string Name => "failing";

        internal int Subscriptions { get; private set; }

        public IObservable<SourceEvent> Events => System.Reactive.Linq.Observable.Defer(() =>
        {
            Subscriptions++;
            return System.Reactive.Linq.Observable.Throw<SourceEvent>(new IOException("no radio"));
        });
    }
}

internal static class Finished
{
    /// <summary>What became of the command, which must be known by now: in virtual time nothing is ever waited for.</summary>
    internal static CommandResult Answered(this CommandRequest request)
    {
        Assert.True(request.Receipt.IsCompletedSuccessfully);
        return request.Receipt.GetAwaiter().GetResult().Result;
    }
}
