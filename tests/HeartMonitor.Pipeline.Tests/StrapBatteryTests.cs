using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

/// <summary>What a source says about a strap's battery reaches the session that wears it, once a level.</summary>
public sealed class StrapBatteryTests
{
    [Fact]
    public void A_level_is_one_fact_of_the_session_however_often_it_is_told()
    {
        using var monitor = new VirtualMonitor();
        var session = monitor.Begin(Shipped.InZones("p_1"), "a");
        foreach (var percent in new int?[] { null, 24, 24, 24, 18, 18 })
        {
            monitor.Straps.Tell(new(SourceEventKind.Status, "a", monitor.Clock.Now, Status: Status(percent)));
            monitor.Run(10, ("a", 90));
        }

        var told = monitor.Inputs.Where(i => i.Session == session).Select(i => i.Input.Fact).OfType<StrapBatteryTold>();
        Assert.Equal([24, 18], told.Select(t => t.Percent));
        Assert.Equal(AlertCode.BatteryLow, Assert.Single(monitor.Events.OfType<AlertEvent>(), e => e.State == AlertState.Raised).Code);
        Assert.Equal(18, monitor.Live[^1].Batt);
    }

    [Fact]
    public void A_status_is_no_packet_and_no_link()
    {
        using var monitor = new VirtualMonitor();
        monitor.Begin(Shipped.InZones("p_1"), "a");
        var before = monitor.Inputs.Count;

        monitor.Straps.Tell(new(SourceEventKind.Status, "a", monitor.Clock.Now, Status: Status(null)));
        monitor.Straps.Tell(new(SourceEventKind.Status, "b", monitor.Clock.Now, Status: Status(50)));
        monitor.Settle();

        Assert.Equal(before, monitor.Inputs.Count);
        Assert.Empty(monitor.Links);
    }

    private static StrapStatus Status(int? percent) => new(LinkState.Up) { Battery = percent is { } known ? BatteryLevel.FromPercent(known) : BatteryLevel.Unknown };
}
