using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Pipeline.Tests.Support;
using Xunit;

namespace HeartMonitor.Pipeline.Tests;

/// <summary>A receiver that fails takes many signals at once (ecosystem-reliability 1d, F14): one alert for all, and nobody is forgotten.</summary>
public sealed class ManySignalsLostTests : IDisposable
{
    private readonly VirtualMonitor _monitor = new();
    private readonly Dictionary<string, string> _told = []; // alert id to session

    public ManySignalsLostTests() => _monitor.Said = (session, told) => { if (told is AlertEvent alert) _told.TryAdd(alert.Id, session); };

    [Fact]
    public void Twelve_straps_that_fall_silent_are_one_alert_and_the_single_ones_stand_under_it()
    {
        var sessions = Floor(12);
        Play(30, 12);
        _monitor.Run(15);

        var together = Assert.Single(Of(AlertCode.ManySignalsLost));
        Assert.Equal((AlertState.Raised, AlertPriority.Medium), (together.State, together.Priority));
        Assert.StartsWith("12 signals were lost at once: p_10, p_11,", together.Text, StringComparison.Ordinal);
        Assert.True(Identity.IsOfService(_told[together.Id]));
        Assert.All(sessions, session => Assert.Equal([AlertState.Raised, AlertState.Suppressed], States(session)));
        Assert.All(Of(AlertCode.SignalLost).Where(a => a.State == AlertState.Suppressed), a => Assert.Equal(AlertCode.ManySignalsLost, a.SuppressedBy));
        Assert.All(sessions, session => Assert.Equal(11, Told(session)[1].T - 29, 1.0)); // with the others, not one by one
    }

    [Fact]
    public void The_one_alert_clears_when_they_are_back_and_those_who_are_not_speak_for_themselves()
    {
        var sessions = Floor(12);
        Play(30, 12);
        _monitor.Run(20);

        Play(20, 10);

        Assert.Equal([AlertState.Raised, AlertState.Cleared], Of(AlertCode.ManySignalsLost).Select(a => a.State));
        Assert.True(Of(AlertCode.ManySignalsLost)[^1].Latched); // nobody took note
        Assert.All(sessions[..10], session => Assert.Equal([AlertState.Raised, AlertState.Suppressed, AlertState.Cleared, AlertState.Closed], States(session)));
        Assert.All(sessions[10..], session => Assert.Equal([AlertState.Raised, AlertState.Suppressed, AlertState.Returned], States(session)));
    }

    [Fact]
    public void On_a_floor_of_eight_five_are_enough_and_four_are_told_one_by_one()
    {
        Floor(8);
        Play(30, 8);
        Play(20, 4); // four are silent
        Assert.Empty(Of(AlertCode.ManySignalsLost));
        Assert.Equal(4, Of(AlertCode.SignalLost).Count(a => a.State == AlertState.Raised));

        using var other = new VirtualMonitor();
        for (var i = 0; i < 8; i++) other.Begin(Shipped.InZones($"p_{10 + i}"), Strap(i));
        other.Run(30, Rates(8));
        other.Run(20, Rates(3));

        Assert.Single(other.Events.OfType<AlertEvent>(), a => a.Code == AlertCode.ManySignalsLost);
    }

    [Fact]
    public void A_strap_that_fails_later_is_told_by_itself_although_the_others_are_still_away()
    {
        var sessions = Floor(13);
        Play(30, 13);
        for (var i = 0; i < 40; i++) _monitor.Run(1, [(Strap(12), 100)]);
        _monitor.Run(15);

        Assert.Single(Of(AlertCode.ManySignalsLost));
        Assert.Equal([AlertState.Raised], States(sessions[12]));
    }

    [Fact]
    public async Task Taking_note_of_the_one_alert_is_taking_note_of_it_alone_and_help_is_still_heard()
    {
        var sessions = Floor(10);
        Play(30, 10);
        _monitor.Run(15);
        var together = Of(AlertCode.ManySignalsLost)[0];

        var ack = _monitor.Ask(null, new AlertAcknowledged("staff1") { Alert = together.Id }, "ack");
        _monitor.Ask(sessions[3], new HelpRequested(), "help");

        var receipt = await ack.Receipt;
        Assert.Equal((CommandResult.Accepted, _told[together.Id]), (receipt.Result, receipt.Session));
        Assert.Equal(AlertState.Acknowledged, Of(AlertCode.ManySignalsLost)[^1].State);
        Assert.Equal([AlertState.Raised, AlertState.Suppressed], States(sessions[0]));
        Assert.Single(Of(AlertCode.HelpRequested));
    }

    [Fact]
    public void The_journal_alone_gives_the_alerts_of_the_service_and_of_the_sessions_again()
    {
        var sessions = Floor(10);
        Play(30, 10);
        _monitor.Run(200);
        _monitor.Ask(null, new AlertAcknowledged("staff1") { Code = AlertCode.ManySignalsLost, Alert = Of(AlertCode.ManySignalsLost)[0].Id });
        Play(30, 10);
        var watch = _told[Of(AlertCode.ManySignalsLost)[0].Id];

        var facts = _monitor.Inputs.Where(i => i.Session == watch).Select(i => (i.Input.Fact!, i.Input.At)).ToList();
        var (engine, step, again) = (new ServiceEngine(watch, facts[0].At, Shipped.Setup), new SessionStep(), new List<AlertEvent>());
        foreach (var (fact, at) in facts)
        {
            engine.Apply(fact, at, step.ForFact(watch, ServiceEngine.Participant, at, fact));
            again.AddRange(step.Events.Cast<AlertEvent>());
        }

        engine.AdvanceTo(_monitor.Clock.Now, step.ForFact(watch, "", _monitor.Clock.Now, null));
        again.AddRange(step.Events.Cast<AlertEvent>());

        Assert.Equal(Of(AlertCode.ManySignalsLost).Select(Written), again.Select(Written));
        Assert.Equal([AlertState.Raised, AlertState.Escalated, AlertState.Acknowledged, AlertState.Cleared, AlertState.Closed], again.Select(a => a.State));
        Assert.All(sessions, session => Assert.Equal(2, _monitor.Inputs.Count(i => i.Session == session && i.Input.Fact is LossExplained)));
    }

    public void Dispose() => _monitor.Dispose();

    private static string Strap(int i) => $"strap-{i}";

    private static (string Strap, int Bpm)[] Rates(int count) => [.. Enumerable.Range(0, count).Select(i => (Strap(i), 100 + (3 * i)))];

    private List<string> Floor(int people) => [.. Enumerable.Range(0, people).Select(i => _monitor.Begin(Shipped.InZones($"p_{10 + i}"), Strap(i)))];

    private void Play(int seconds, int straps) => _monitor.Run(seconds, Rates(straps));

    private List<AlertEvent> Of(AlertCode code) => [.. _monitor.Events.OfType<AlertEvent>().Where(a => a.Code == code)];

    private List<AlertEvent> Told(string session) => [.. Of(AlertCode.SignalLost).Where(a => _told[a.Id] == session)];

    private IEnumerable<AlertState> States(string session) => Told(session).Select(a => a.State);

    private static string Written(AlertEvent alert) => $"{alert.Id} {alert.Rev} {alert.State} {alert.T} {alert.Text}";
}
