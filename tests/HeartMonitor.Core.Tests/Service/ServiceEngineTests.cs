using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Service;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Service;

public sealed class ServiceEngineTests
{
    private static readonly SinkTold InfluxDown = new("influxdb", false);
    private static readonly SinkTold InfluxUp = new("influxdb", true);

    [Fact]
    public void A_store_that_does_not_answer_for_thirty_seconds_is_told_and_clears_ten_seconds_after_it_is_back()
    {
        var watch = new Watch().Then(InfluxDown).Wait(29);
        Assert.Empty(watch.Alerts);

        watch.Wait(60).Then(InfluxUp).Wait(30);

        Assert.Equal(["raised 30", "cleared 99", "closed 99"], watch.Told(AlertCode.SinkDown));
        Assert.Equal((AlertPriority.Low, AlertNature.Technical), (watch.Last.Priority, watch.Last.Nature));
        Assert.Contains("influxdb", watch.Alerts[0].Text, StringComparison.Ordinal);
        Assert.Contains("30 s", watch.Alerts[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_is_back_in_time_is_nobodys_business() =>
        Assert.Empty(new Watch().Then(InfluxDown).Wait(29).Then(InfluxUp).Wait(60).Alerts);

    [Fact]
    public void Two_receivers_that_take_turns_in_being_down_are_one_alert()
    {
        var watch = new Watch().Then(InfluxDown).Wait(20).Then(new SinkTold("mqtt", false)).Wait(5).Then(InfluxUp).Wait(10);

        Assert.Equal(["raised 30"], watch.Told(AlertCode.SinkDown));
        Assert.Contains("mqtt", watch.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_rows_refused_for_good_within_an_hour_are_told_at_once_and_nine_are_not()
    {
        Assert.Empty(new Watch().Then(InfluxUp with { DeadLettersLastHour = 9 }).Wait(60).Alerts);

        var watch = new Watch().Then(InfluxUp with { DeadLettersLastHour = 10 });

        Assert.Equal(["raised 0"], watch.Told(AlertCode.SinkDown));
        Assert.Contains("refused 10 rows", watch.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_radio_that_is_gone_for_five_seconds_is_medium_waits_for_somebody_and_clears_with_its_return()
    {
        var watch = new Watch().Then(new AdapterTold("hci0", false)).Wait(130).Then(new AdapterTold("hci0", true)).Wait(20);

        Assert.Equal(["raised 5", "escalated 125", "cleared 135"], watch.Told(AlertCode.AdapterLost));
        Assert.True(watch.Last.Latched);
        Assert.Equal(AlertPriority.Medium, watch.Last.Priority);

        watch.Then(new AlertAcknowledged("staff1") { Alert = watch.Last.Id });

        Assert.Equal(["acknowledged 150", "closed 150"], watch.Told(AlertCode.AdapterLost).Skip(3));
        Assert.Equal(CommandResult.Accepted, watch.Outcome.Result);
    }

    [Fact]
    public void A_disk_that_is_low_becomes_high_when_it_is_full()
    {
        var watch = new Watch().Then(new StorageTold(StorageLevel.Low, 400)).Wait(60);
        Assert.Equal((AlertPriority.Low, "raised 5"), (watch.Last.Priority, Assert.Single(watch.Told(AlertCode.StorageLow))));

        watch.Then(new StorageTold(StorageLevel.Full, 12));

        Assert.Equal((AlertPriority.High, AlertState.Escalated), (watch.Last.Priority, watch.Last.State));
        Assert.Contains("12 MB", watch.Last.Text, StringComparison.Ordinal);
        watch.Wait(31); // nobody came
        Assert.Equal(3, watch.Told(AlertCode.StorageLow).Count());
    }

    [Fact]
    public void What_happened_once_stays_open_for_five_minutes_and_a_damaged_journal_until_somebody_took_note()
    {
        var watch = new Watch().Then(new JournalSetAside()).Then(new ClockStepped(-3600)).Wait(600);

        Assert.Equal(["raised 0", "cleared 300", "closed 300"], watch.Told(AlertCode.ClockStep));
        Assert.Contains("-3600 s", watch.Alerts.First(a => a.Code == AlertCode.ClockStep).Text, StringComparison.Ordinal);
        Assert.Equal(["raised 0", "escalated 120", "cleared 300"], watch.Told(AlertCode.JournalCorrupt));
        Assert.False(watch.Engine.IsSettled);
    }

    [Fact]
    public void Many_signals_lost_are_one_alert_with_a_list_that_grows_and_is_asked_about_again()
    {
        var watch = new Watch().Then(new SignalsLostTogether(["p_1", "p_2", "p_3", "p_4", "p_5"])).Wait(1);
        watch.Then(new AlertAcknowledged("staff1") { Alert = watch.Last.Id }).Wait(1);

        watch.Then(new SignalsLostTogether(["p_1", "p_2", "p_3", "p_4", "p_5", "p_6"]));

        Assert.Equal(["raised 0", "acknowledged 1", "escalated 2"], watch.Told(AlertCode.ManySignalsLost));
        Assert.StartsWith("6 signals were lost at once: p_1, p_2, p_3, p_4, p_5, p_6.", watch.Last.Text, StringComparison.Ordinal);
        Assert.Null(watch.Last.AckedBy);
        watch.Then(new SignalsLostTogether([])).Wait(1);
        Assert.Equal(AlertState.Cleared, watch.Last.State);
    }

    [Fact]
    public void Of_a_hall_twenty_are_named_and_all_are_counted()
    {
        var watch = new Watch().Then(new SignalsLostTogether([.. Enumerable.Range(100, 200).Select(i => $"p_{i}")]));

        Assert.StartsWith("200 signals were lost at once, among them p_100,", watch.Last.Text, StringComparison.Ordinal);
        Assert.Contains("p_119.", watch.Last.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("p_120", watch.Last.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, false)]
    [InlineData(30, true)]
    [InlineData(-1, true)]
    public void A_certificate_is_told_thirty_days_before_its_end(int days, bool isTold)
    {
        var watch = new Watch().Then(new CertificateTold(days)).Wait(1);

        Assert.Equal(isTold, watch.Told(AlertCode.CertificateExpiring).Any());
        if (days < 0) Assert.Contains("has expired", watch.Last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_are_there_in_german()
    {
        var watch = new Watch(Shipped.German).Then(new AdapterTold("hci0", false)).Wait(6);

        Assert.Equal("Der Bluetooth-Adapter hci0 fehlt oder ist ausgeschaltet. Adapter prüfen; die Teilnehmenden direkt beobachten.", watch.Last.Text);
    }

    [Fact]
    public void An_alert_of_the_service_can_be_put_aside_and_comes_back()
    {
        var watch = new Watch().Then(InfluxDown).Wait(31);
        watch.Then(new AlertShelved(60, "staff1") { Alert = watch.Last.Id });
        Assert.Equal(AlertState.Shelved, watch.Last.State);

        watch.Wait(60);

        Assert.Equal(["raised 30", "shelved 31", "returned 91"], watch.Told(AlertCode.SinkDown));
    }

    [Fact]
    public void What_is_about_a_person_is_not_taken_and_nobody_is_bound_by_a_name_that_is_missing()
    {
        Assert.Equal(CommandResult.Invalid, new Watch().Then(new RpeAnswered(13)).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, new Watch().Then(new SinkTold(null!, false)).Outcome.Result);
        Assert.Equal(CommandResult.NotFound, new Watch().Then(new AlertAcknowledged("staff1") { Alert = "nosuchalert" }).Outcome.Result);
        Assert.Equal(CommandResult.Invalid, Acknowledged("\u200b").Outcome.Result);
    }

    [Fact]
    public void With_all_well_for_ten_minutes_the_watch_is_over_and_not_before()
    {
        var watch = new Watch().Then(InfluxDown).Wait(40).Then(InfluxUp).Wait(20);
        Assert.False(watch.Engine.IsSettled);

        watch.Wait(620);

        Assert.True(watch.Engine.IsSettled);
        Assert.False(new Watch().Then(InfluxDown).Wait(5_000).Engine.IsSettled);
    }

    [Fact]
    public void The_facts_alone_give_the_same_alerts_again_with_the_same_ids()
    {
        var watch = new Watch().Then(InfluxDown).Wait(45).Then(new AdapterTold("hci0", false)).Wait(200);
        watch.Then(new AlertAcknowledged("staff1") { Code = AlertCode.AdapterLost }).Wait(3).Then(InfluxUp).Wait(30).Then(InfluxDown).Wait(40);

        var (again, step) = (new ServiceEngine("w_test", Watch.Start, Shipped.Setup), new SessionStep());
        var alerts = new List<SessionEvent>();
        foreach (var (fact, at) in watch.Facts)
        {
            again.Apply(fact, at, step.ForFact("w_test", "", at, fact));
            alerts.AddRange(step.Events);
        }

        again.AdvanceTo(watch.Now, step.ForFact("w_test", "", watch.Now, null));
        alerts.AddRange(step.Events);

        Assert.Equal(watch.Alerts.Select(Written), alerts.Cast<AlertEvent>().Select(Written));
        Assert.Equal(2, watch.Alerts.Where(a => a.Code == AlertCode.SinkDown).Select(a => a.Id).Distinct().Count()); // two episodes
        Assert.NotEqual(watch.Alerts[0].Id, new Watch(id: "w_other").Then(InfluxDown).Wait(45).Alerts[0].Id);
    }

    [Fact]
    public void Nothing_is_decided_for_a_time_in_which_nobody_watched()
    {
        var watch = new Watch().Then(InfluxDown).Wait(10);
        var from = watch.Now;

        watch.Wait(0);
        var later = from.AddDays(400);
        var step = new SessionStep();
        watch.Engine.Apply(new MonitoringInterrupted(from), later, step);

        Assert.Empty(step.Events);
        watch.Engine.AdvanceTo(later.AddSeconds(2), step);
        Assert.Equal(AlertState.Raised, Assert.IsType<AlertEvent>(Assert.Single(step.Events)).State); // still down
    }

    private static Watch Acknowledged(string by)
    {
        var watch = new Watch().Then(InfluxDown).Wait(31);
        return watch.Then(new AlertAcknowledged(by) { Alert = watch.Last.Id });
    }

    private static string Written(AlertEvent alert) => $"{alert.Id} {alert.Rev} {alert.State} {alert.T} {alert.Text} {alert.AckedBy}";
}
