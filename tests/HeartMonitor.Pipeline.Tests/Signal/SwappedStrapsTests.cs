using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using HeartMonitor.Simulator;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;
using Xunit;

namespace HeartMonitor.Pipeline.Tests.Signal;

/// <summary>Two people wear each other's strap for three minutes: what is known of a person stays with the person (domain-facts 9.4, the identity test).</summary>
public sealed class SwappedStrapsTests
{
    private static readonly Swapped Swap = new(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(180));

    [Fact]
    public void Limits_are_those_of_the_person_that_a_strap_is_bound_to_whoever_wears_it()
    {
        using var monitor = new VirtualMonitor();
        var session = monitor.Begin(Shipped.OnMetoprolol() with { RestingHr = 60 }, "a");
        monitor.Begin(Shipped.InZones() with { RestingHr = 72 }, "b");
        var pair = new StrapSwap(Wearer("a", Presets.BetaBlocked, 0.3), Wearer("b", Presets.Unmedicated, 0.6), Swap);
        for (var second = 0; second < 480; second++)
        {
            if (second == 60) monitor.Ask(session, new RpeAnswered(12));
            var (first, other) = pair.Tick();
            Tell(monitor, "a", first);
            Tell(monitor, "b", other);
            monitor.Clock.AdvanceBy(TimeSpan.FromSeconds(1));
        }

        var alerts = monitor.Events.OfType<AlertEvent>().Where(alert => alert.Code == AlertCode.HrUnexpectedlyHigh).ToArray();
        var raised = Assert.Single(alerts, alert => alert.State == AlertState.Raised);
        Assert.InRange(raised.T, 120, 180);
        Assert.Equal(100, raised.Because.Single(evidence => evidence.What == "limit").Value);
        Assert.Contains(alerts, alert => alert.State == AlertState.Cleared && alert.T is > 300 and < 400);
    }

    private static void Tell(VirtualMonitor monitor, string strap, in StrapSecond second)
    {
        foreach (var packet in second.Packets) monitor.Straps.Tell(new(SourceEventKind.Packet, strap, monitor.Clock.Now, packet));
    }

    /// <summary>Already warm: the swap is the only thing that happens.</summary>
    private static VirtualWearer Wearer(string strap, VirtualPerson person, double fraction)
    {
        var heart = new HeartModel(person, new SeededNoise(1));
        for (var second = 0; second < 300; second++) heart.Step(person.MetsAt(fraction));
        return new(heart, new(strap, StrapProfile.ChestWithContact, new(new(2)), [Swap], new(3)), _ => new(person.MetsAt(fraction)));
    }
}
