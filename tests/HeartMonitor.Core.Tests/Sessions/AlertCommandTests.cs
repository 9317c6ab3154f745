using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>What staff are told when they take note of an alert, put it aside or bring it back.</summary>
public sealed class AlertCommandTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly SessionEngine _engine;
    private readonly SessionStep _step = new();
    private DateTimeOffset _now = Start;

    public AlertCommandTests()
    {
        var start = new SessionStarted { Participant = new() { Id = "p_a", Age = 40, RestingHr = 70, Prescription = new() { HrCeiling = 150 } } };
        _engine = new(Identity.OfSession("gym1", "p_a", Start), start, Start, Shipped.Setup);
        Tell(start);
    }

    [Fact]
    public void Whoever_acknowledges_second_is_told_who_was_first_and_sees_the_alert()
    {
        Beat(148, 60);
        Assert.Equal(CommandResult.Accepted, Tell(new AlertAcknowledged("staff1") { Code = AlertCode.HrCeilingWarning }).Result);

        var second = Tell(new AlertAcknowledged("staff2") { Code = AlertCode.HrCeilingWarning });

        Assert.Equal((CommandResult.Stale, "The alert is acknowledged by staff1 already."), (second.Result, second.Detail));
        Assert.Equal(("staff1", 2), (Assert.IsType<AlertEvent>(second.Current).AckedBy, ((AlertEvent)second.Current).Rev));
    }

    [Fact]
    public void A_high_alert_is_refused_in_a_plain_sentence()
    {
        Beat(160, 60);
        var refused = Tell(new AlertShelved(60, "staff1") { Code = AlertCode.HrCeiling });

        Assert.Equal((CommandResult.Invalid, "A high alert cannot be shelved: go to the person, then acknowledge it."), (refused.Result, refused.Detail));
    }

    [Theory]
    [InlineData(0, "staff1", "A shelf lasts from 1 to 600 seconds.")]
    [InlineData(601, "staff1", "A shelf lasts from 1 to 600 seconds.")]
    [InlineData(-5, "staff1", "A shelf lasts from 1 to 600 seconds.")]
    [InlineData(60, "", "A shelf is signed, in at most 40 characters.")]
    [InlineData(60, "a name of more than forty characters in all", "A shelf is signed, in at most 40 characters.")]
    public void A_shelf_without_a_signature_or_with_no_length_that_is_allowed_is_refused(int seconds, string by, string detail)
    {
        Beat(148, 60);
        var refused = Tell(new AlertShelved(seconds, by) { Code = AlertCode.HrCeilingWarning });

        Assert.Equal((CommandResult.Invalid, detail), (refused.Result, refused.Detail));
        Assert.Empty(_step.Events);
    }

    [Fact]
    public void The_longest_shelf_is_what_the_rules_say()
    {
        Beat(148, 60);
        Assert.Equal(CommandResult.Accepted, Tell(new AlertShelved(600, "staff1") { Code = AlertCode.HrCeilingWarning, Reason = new('x', 200) }).Result);
    }

    [Fact]
    public void A_shelved_alert_is_neither_shelved_again_nor_acknowledged_and_names_whose_shelf_it_is()
    {
        Beat(148, 60);
        Tell(new AlertShelved(60, "staff1") { Code = AlertCode.HrCeilingWarning });

        var again = Tell(new AlertShelved(600, "staff2") { Code = AlertCode.HrCeilingWarning });
        Assert.Equal((CommandResult.Stale, "The alert is shelved by staff1 already: it comes back before it can be shelved again."), (again.Result, again.Detail));
        var ack = Tell(new AlertAcknowledged("staff2") { Code = AlertCode.HrCeilingWarning });
        Assert.Equal((CommandResult.Stale, "The alert is shelved by staff1: bring it back first."), (ack.Result, ack.Detail));
        var back = Tell(new AlertUnshelved("staff2") { Code = AlertCode.HrCeilingWarning });
        Assert.Equal((CommandResult.Accepted, AlertState.Returned), (back.Result, ((AlertEvent)back.Current!).State));
        Assert.Equal("The alert is not on the shelf.", Tell(new AlertUnshelved("staff2") { Code = AlertCode.HrCeilingWarning }).Detail);
    }

    [Fact]
    public void What_is_not_open_cannot_be_put_aside()
    {
        Assert.Equal(CommandResult.NotFound, Tell(new AlertShelved(60, "staff1") { Code = AlertCode.HrCeilingWarning }).Result);
        Assert.Equal(CommandResult.NotFound, Tell(new AlertUnshelved("staff1") { Alert = "nobodyknowsthis0" }).Result);
        Beat(148, 60);
        Beat(110, 60);
        Assert.Equal("The condition has ended: there is nothing to shelve.", Tell(new AlertShelved(60, "staff1") { Code = AlertCode.HrCeilingWarning }).Detail);
    }

    [Fact]
    public void What_is_suppressed_cannot_be_put_aside_but_can_be_acknowledged()
    {
        Beat(148, 60);
        _now = _now.AddSeconds(30);
        _engine.AdvanceTo(_now, _step.ForFact(_engine.Id, "p_a", _now, null));

        Assert.Equal("The alert is suppressed until the signal is back: there is nothing to shelve.", Tell(new AlertShelved(60, "staff1") { Code = AlertCode.HrCeilingWarning }).Detail);
        var noted = (AlertEvent)Tell(new AlertAcknowledged("staff1") { Code = AlertCode.HrCeilingWarning }).Current!;
        Assert.Equal((AlertState.Acknowledged, AlertCode.SignalLost, "staff1"), (noted.State, noted.SuppressedBy, noted.AckedBy));
    }

    [Fact]
    public void Shelving_goes_through_the_journal_and_back()
    {
        SessionFact[] facts =
        [
            new AlertShelved(300, "staff1") { Code = AlertCode.ZoneHigh, Reason = "strap is being changed" },
            new AlertUnshelved("staff2") { Alert = "abcdefghijklmnop" },
        ];
        Assert.All(facts, fact => Assert.Equal(fact, MonitorJson.ReadFact(MonitorJson.Write(fact))));
        Assert.Equal(new AlertShelved { Code = AlertCode.ZoneHigh }, MonitorJson.ReadFact("""{ "event": "shelve", "code": "zone-high" }"""u8));
    }

    [Fact]
    public void An_event_about_a_shelf_goes_through_the_journal_and_back()
    {
        Beat(148, 60);
        var told = (AlertEvent)Tell(new AlertShelved(60, "staff1") { Code = AlertCode.HrCeilingWarning }).Current!;

        var read = Assert.IsType<AlertEvent>(MonitorJson.ReadEvent(MonitorJson.Write(told), told.At));
        Assert.Equal((AlertState.Shelved, "staff1", told.At.AddSeconds(60)), (read.State, read.ShelvedBy, read.ShelvedUntil));
    }

    private FactOutcome Tell(SessionFact fact) => _engine.Apply(SessionInput.OfFact(_now, fact), _step.ForFact(_engine.Id, "p_a", _now, fact));

    private void Beat(int bpm, int seconds)
    {
        var packet = HeartRateMeasurementCodec.Encode(HeartRate.FromBpm(bpm), SensorContact.Detected, []);
        for (var i = 0; i < seconds; i++)
        {
            _now = _now.AddSeconds(1);
            _engine.Apply(SessionInput.OfPacket(_now, packet), _step.ForSample(_engine.Id, "p_a", _now, packet));
        }
    }
}
