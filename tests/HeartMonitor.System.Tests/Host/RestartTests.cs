using System.Globalization;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Prompts;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Storage.Journal;
using HeartMonitor.System.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>What a restart must not forget.</summary>
[Collection(WholeProcesses.Name)]
public sealed class RestartTests
{
    [Fact]
    public async Task An_alert_of_a_session_that_has_ended_is_still_owed_after_a_restart()
    {
        await using var monitor = new MonitorProcess("--seed", "7", "--Clock:Start", DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        var alert = await AcknowledgementTests.RaiseAsync(monitor, tablet);
        Assert.Equal("accepted", (await monitor.Http.EnterAsync("end-1", alert.Session, """{"event":"session-end"}"""))!.Result);
        var owed = await tablet.UntilAsync(m => m.Event == "alert" && m.Text("aid") == alert.Text("aid") && m.Text("state") == "cleared", "the latched alert", 5);

        await monitor.KillAsync();
        var mark = tablet.Count;
        await monitor.StartAsync();

        var snapshot = await tablet.UntilAsync(m => m.Event == "snapshot", "a snapshot", from: mark);
        Assert.Contains(snapshot.Data.GetProperty("alerts").EnumerateArray(), a => a.GetProperty("data").GetProperty("aid").GetString() == alert.Text("aid"));
        var rev = owed.Data.GetProperty("rev").GetInt32();
        Assert.Equal("accepted", (await monitor.Http.AcknowledgeAsync("tap-1", alert.Text("aid"), rev, "nurse_a"))!.Result);
        await tablet.UntilAsync(m => m.Event == "alert" && m.Text("aid") == alert.Text("aid") && m.Text("state") == "closed", "its end", 5, mark);
    }

    [Fact]
    public async Task An_alert_of_a_clock_ahead_of_ours_is_owed_after_every_restart_until_somebody_takes_note()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync("--Clock:Start", "2026-03-02T12:00:00Z");
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        var alert = await AcknowledgementTests.RaiseAsync(monitor, tablet);
        foreach (var start in (string[])["2026-03-02T09:00:00Z", "2026-03-02T09:10:00Z"])
        {
            await monitor.KillAsync();
            var mark = tablet.Count;
            await monitor.StartAsync("--Clock:Start", start);
            var snapshot = await tablet.UntilAsync(m => m.Event == "snapshot", "a snapshot", from: mark);
            Assert.Contains(snapshot.Data.GetProperty("alerts").EnumerateArray(), a => a.GetProperty("data").GetProperty("aid").GetString() == alert.Text("aid"));
            await JournalWait.Until(() => monitor.Journal.Sessions().Single(s => s.Session == alert.Session).Ended is not null, "the end of the session", 10);
        }

        var before = tablet.Count;
        Assert.Equal("accepted", (await monitor.Http.EnterAsync("tap-1", alert.Session, $$"""{"event":"ack","alert":"{{alert.Text("aid")}}","by":"nurse_a"}"""))!.Result);
        await tablet.UntilAsync(m => m.Event == "alert" && m.Text("aid") == alert.Text("aid") && m.Text("state") == "closed", "its end", 5, before);
        var told = JournalEvents.Alerts(monitor.Journal.ReadAfter(0, 1_000_000)).Select(a => a.Alert).Where(a => a.Id == alert.Text("aid")).ToList();
        Assert.Equal(Enumerable.Range(1, told.Count), told.Select(a => a.Rev));
        Assert.Equal(told.Select(a => a.At).Order(), told.Select(a => a.At));
    }

    [Fact]
    public async Task A_demonstration_faster_than_life_goes_on_after_a_restart_although_its_journal_is_ahead_of_the_machines_clock()
    {
        await using var monitor = new MonitorProcess("--seed", "7", "--speed", "60");
        await monitor.StartAsync();
        await JournalWait.Until(() => monitor.Journal.LastStamp() > DateTimeOffset.UtcNow.AddMinutes(6), "a journal further ahead than any clock is put right", 120);
        var sessions = monitor.Journal.OpenSessions().Select(s => s.Session).Order().ToList();
        var before = monitor.Journal.LastStamp();
        await monitor.KillAsync();

        await monitor.StartAsync();

        await JournalWait.Until(() => monitor.Journal.LastStamp() > before!.Value.AddSeconds(20), "that it goes on", 60);
        Assert.Equal(8, sessions.Count);
        Assert.Equal(sessions, monitor.Journal.OpenSessions().Select(s => s.Session).Order());
    }

    [Fact]
    public async Task The_gap_is_told_to_every_session_before_anything_else_so_that_nobody_is_judged_by_it()
    {
        await using var monitor = new MonitorProcess("--seed", "7", "--people", "40");
        await monitor.StartAsync("--Clock:Start", "2026-03-02T09:00:00Z");
        await JournalWait.Until(() => monitor.Journal.OpenSessions().Count == 40, "forty sessions", 30);
        await JournalWait.Until(() => monitor.Journal.OpenSessions().All(s => s.Samples > 2), "packets of all", 30);
        await monitor.KillAsync();
        var before = monitor.Journal.ReadAfter(0, 1_000_000)[^1].Seq;

        await monitor.StartAsync("--Clock:Start", "2026-03-02T09:01:00Z");
        await JournalWait.Until(() => monitor.Journal.ReadAfter(before, 100_000).Count(r => r.Entry.Kind == JournalKind.Sample) > 200, "packets after it", 30);
        await monitor.KillAsync();

        var after = monitor.Journal.ReadAfter(before, 100_000);
        foreach (var session in after.GroupBy(row => row.Entry.Session))
            Assert.IsType<MonitoringInterrupted>(JournalEvents.Facts([session.First(row => row.Entry.Kind != JournalKind.Event)]).Select(f => f.Fact).FirstOrDefault());
        Assert.Equal(40, after.Select(row => row.Entry.Session).Distinct().Count());
        Assert.DoesNotContain(JournalEvents.Alerts(after), a => a.Alert.Code is AlertCode.SignalLost or AlertCode.RpeNotResponding or AlertCode.RpeUnanswered);
    }

    [Fact]
    public async Task Whoever_is_judged_by_exertion_is_asked_at_once_after_a_restart_and_again_after_the_next()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync();
        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await tablet.UntilAsync(m => m.Event == "live" && m.Text("participant") == "p_08" && m.Text("phase") == "work", "everybody at work");
        for (var life = 0; life < 2; life++)
        {
            await monitor.KillAsync();
            var before = monitor.Journal.ReadAfter(0, 1_000_000)[^1].Seq;
            await monitor.StartAsync();
            await JournalWait.Until(() => Asked(monitor, before).SetEquals(["p_02", "p_05", "p_07"]), "a question to everybody in RPE mode", 5);
        }

        var rows = monitor.Journal.ReadAfter(0, 1_000_000);
        var open = JournalEvents.Events(rows).Where(e => e.Event is PromptEvent p && JournalEvents.OpenPrompts(rows).Contains(p.Id));
        Assert.All(open.GroupBy(e => e.Row.Entry.Participant), person => Assert.Single(person, e => ((PromptEvent)e.Event).State == PromptState.Open));
    }

    private static HashSet<string> Asked(MonitorProcess monitor, long after) =>
    [
        .. JournalEvents.Events(monitor.Journal.ReadAfter(after, 1_000_000))
            .Where(e => e.Event is PromptEvent { State: PromptState.Open, Reason: PromptReason.Signal })
            .Select(e => e.Row.Entry.Participant),
    ];

    [Fact]
    public async Task A_session_whose_rows_cannot_be_read_keeps_nobody_else_from_being_watched_again()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        await monitor.StartAsync();
        await JournalWait.Until(() => monitor.Journal.OpenSessions().Count(s => s.Facts > 1) == 8, "eight at work", 20);
        await monitor.KillAsync();
        Spoil(monitor, """{"event":"phase","phase":"of the moon"}""");
        monitor.Log.Expect("could not be rebuilt");
        await monitor.StartAsync();

        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        var watched = new HashSet<string>();
        await tablet.UntilAsync(m => m.Event == "live" && watched.Add(m.Text("participant")) && watched.Count == 8, "all eight are watched");
        Assert.Single(monitor.Log.Errors, line => line.Contains("could not be rebuilt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_whose_session_a_damaged_journal_does_not_give_back_counts_as_unwatched_until_another_one_begins()
    {
        await using var monitor = new MonitorProcess("--Session:AutoStart", "false");
        var person = new Participant { Id = "p_01", Age = 34, RestingHr = 72 };
        var at = DateTimeOffset.UtcNow.AddSeconds(-2);
        await using (var journal = SqliteJournal.Open(new() { Folder = monitor.Data }, TimeProvider.System, NullLogger.Instance))
        {
            var session = Identity.OfSession("gym1", person.Id, at);
            journal.Append(new SessionStep().ForFact(session, person.Id, at, new SessionStarted { Participant = person, Device = "sim-01" }));
            journal.Append(new SessionStep().ForFact(session, person.Id, at, new PhaseEntered(SessionPhase.Work)));
        }

        Spoil(monitor, """{"event":"phase","phase":"of the moon"}""");
        monitor.Log.Expect("could not be rebuilt");
        await monitor.StartAsync();
        Assert.Equal((0, 1), await BrokenAsync());

        using var client = new HttpClient { BaseAddress = monitor.Address };
        using var start = TabletHost.Post("/api/v1/sessions", """{"participant":"p_01"}""");
        using var begun = await client.SendAsync(start, TestContext.Current.CancellationToken);
        Assert.Equal(global::System.Net.HttpStatusCode.OK, begun.StatusCode);
        Assert.Equal((1, 0), await BrokenAsync());

        async Task<(int Sessions, int Broken)> BrokenAsync()
        {
            var health = await monitor.Http.GetAsync("health/ready");
            return (health.GetProperty("sessions").GetInt32(), health.GetProperty("brokenSessions").GetInt32());
        }
    }

    /// <summary>Puts something else in place of the first session's last fact.</summary>
    private static void Spoil(MonitorProcess monitor, string body)
    {
        using var journal = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={monitor.Data}/journal.db;Pooling=False");
        journal.Open();
        using var spoil = journal.CreateCommand();
        spoil.CommandText = "UPDATE journal SET body = CAST($body AS BLOB), crc = NULL WHERE seq = (SELECT max(seq) FROM journal WHERE kind = 2 AND session = 1)";
        spoil.Parameters.AddWithValue("$body", body);
        Assert.Equal(1, spoil.ExecuteNonQuery());
    }

    [Fact]
    public async Task Somebody_whose_start_was_stored_just_before_a_kill_is_at_work_after_it()
    {
        await using var monitor = new MonitorProcess("--seed", "7");
        var person = new Participant { Id = "p_01", Age = 34, RestingHr = 72 };
        var at = DateTimeOffset.UtcNow.AddSeconds(-2);
        var session = Identity.OfSession("gym1", person.Id, at);
        await using (var journal = SqliteJournal.Open(new() { Folder = monitor.Data }, TimeProvider.System, NullLogger.Instance))
            journal.Append(new SessionStep().ForFact(session, person.Id, at, new SessionStarted { Participant = person, Device = "sim-01" }));

        await monitor.StartAsync();

        await using var tablet = SseClient.Follow(monitor.Http.Stream);
        await tablet.UntilAsync(m => m.Event == "live" && m.Session == session && m.Text("phase") == "work", "the person at work", 5);
    }
}
