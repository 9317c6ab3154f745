using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

/// <summary>What is about the service goes by the same door as everything else, and touches no session.</summary>
public sealed class ServiceWatchTests : IDisposable
{
    private readonly VirtualMonitor _monitor = new();

    [Fact]
    public async Task A_store_that_is_away_is_told_acknowledged_and_cleared_by_the_door_that_everybody_uses()
    {
        _monitor.Ask(null, new SinkTold("influxdb", false));
        _monitor.Run(31);
        var raised = Assert.Single(Alerts);

        var ack = _monitor.Ask(null, new AlertAcknowledged("staff1") { Alert = raised.Id, Rev = 1 });
        _monitor.Ask(null, new SinkTold("influxdb", true));
        _monitor.Run(12);

        Assert.Equal(CommandResult.Accepted, (await ack.Receipt).Result);
        Assert.Equal([AlertState.Raised, AlertState.Acknowledged, AlertState.Cleared, AlertState.Closed], Alerts.Select(a => a.State));
        Assert.Equal([1, 2, 3, 4], Alerts.Select(a => a.Rev));
        Assert.All(Alerts, a => Assert.Equal(raised.Id, a.Id));
    }

    [Fact]
    public async Task That_all_is_well_is_not_worth_a_row()
    {
        var told = _monitor.Ask(null, new SinkTold("influxdb", true));

        Assert.Equal(CommandResult.Accepted, (await told.Receipt).Result);
        Assert.Empty(_monitor.Inputs);
        Assert.Null(_monitor.Registry.Service.Engine);
    }

    [Fact]
    public void A_watch_ends_ten_minutes_after_all_is_well_and_the_next_trouble_begins_another()
    {
        _monitor.Ask(null, new AdapterTold("hci0", false));
        _monitor.Run(2);
        _monitor.Ask(null, new AdapterTold("hci0", true));
        _monitor.Run(610);
        Assert.Null(_monitor.Registry.Service.Engine);
        Assert.Equal("settled", Assert.IsType<SessionEnded>(_monitor.Inputs[^1].Input.Fact).Why);

        _monitor.Ask(null, new AdapterTold("hci0", false), "again");
        _monitor.Run(6);

        Assert.Equal(2, _monitor.Inputs.Select(i => i.Session).Distinct().Count());
        Assert.Equal(AlertCode.AdapterLost, Assert.Single(Alerts).Code);
    }

    [Fact]
    public async Task Sessions_do_not_hear_of_it()
    {
        var session = _monitor.Begin(Shipped.InZones(), "a");
        _monitor.Run(20, ("a", 120));
        _monitor.Ask(null, new JournalSetAside(), "j");
        _monitor.Run(5, ("a", 120));

        Assert.DoesNotContain(_monitor.Inputs, i => i.Session == session && i.Input.Fact is ServiceFact);
        Assert.Equal(AlertCode.JournalCorrupt, Assert.Single(Alerts).Code);
        Assert.Equal(session, (await _monitor.Ask(session, new HelpRequested(), "h").Receipt).Session);
    }

    [Fact]
    public void A_clock_that_leaps_by_days_leaves_a_gap_and_the_alert_stands()
    {
        _monitor.Ask(null, new AdapterTold("hci0", false));
        _monitor.Run(10);
        var id = Alerts[^1].Id;

        using var later = new VirtualMonitor(start: VirtualMonitor.Start.AddDays(3));
        later.Registry.Service.Adopt(_monitor.Registry.Service.Engine!, new HashSet<(string, int)> { (id, 1) }, TimeSpan.Zero);
        later.Ask(later.Registry.Service.Engine!.Id, new MonitoringInterrupted(_monitor.Clock.Now));
        later.Run(2);
        later.Ask(null, new AlertAcknowledged("staff1") { Alert = id }, "ack");

        Assert.Equal([AlertState.Escalated, AlertState.Acknowledged], later.Events.OfType<AlertEvent>().Select(a => a.State)); // nobody came for three days
    }

    public void Dispose() => _monitor.Dispose();

    private List<AlertEvent> Alerts => [.. _monitor.Events.OfType<AlertEvent>()];
}
