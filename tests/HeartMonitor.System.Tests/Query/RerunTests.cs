using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Rerun;
using HeartMonitor.System.Tests.Support;
using Xunit;

namespace HeartMonitor.System.Tests.Query;

/// <summary>Rules over stored sessions: the same rules decide the same to the last number, others are told difference by difference.</summary>
public sealed class RerunTests : IDisposable
{
    private const string Story = """
        { "name": "above the zone, then over the ceiling's warning", "start": "2026-03-02T09:00:00Z",
          "participant": { "id": "p_1", "age": 40, "restingHr": 60 },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" },
            { "from": 0, "to": 300, "hr": [100, 125] }, { "from": 300, "to": 500, "hr": [125, 152] }, { "from": 500, "to": 700, "hr": 152 }, { "from": 700, "to": 900, "hr": 118 },
            { "at": 620, "event": "ack", "code": "hr-ceiling-warning", "by": "nurse_a" }, { "at": 900, "event": "session-end" } ] }
        """;

    internal const string Steady = """
        { "name": "above the zone", "start": "2026-03-02T09:00:00Z", "participant": { "id": "p_1", "age": 40, "restingHr": 60, "bodyMassKg": 80 },
          "inputs": [ { "at": 0, "event": "session-start" }, { "at": 0, "event": "phase", "phase": "work" }, { "at": 200, "event": "workload", "watts": 60 },
            { "from": 0, "to": 200, "hr": [100, 125] }, { "from": 200, "to": 320, "hr": [125, 138] }, { "from": 320, "to": 500, "hr": 138 }, { "from": 500, "to": 700, "hr": 118 },
            { "at": 700, "event": "session-end" } ] }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rerun-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_same_rules_decide_the_same_in_every_story_that_ships()
    {
        var (alerts, prompts, stories) = (0, 0, 0);
        foreach (var (name, scenario) in StoredStory.Shipped())
        {
            var report = Rerun(StoredStory.Rows(scenario, StoredStory.Rules.Speaking(scenario.Language)), StoredStory.Rules.Speaking(scenario.Language));
            Assert.True(report is { IsSame: true, AnswersMoved: 0 }, $"{name}: {RerunJson.Write(report)}");
            (alerts, prompts, stories) = (alerts + report.Alerts, prompts + report.Prompts, stories + 1);
        }

        Assert.True(alerts > 100 && prompts > 100 && stories > 100, $"{stories} stories, {alerts} alerts, {prompts} prompts are too few to tell.");
    }

    [Fact]
    public void Another_language_is_no_difference()
    {
        var german = StoredStory.RulesOf(Path.Combine(AppContext.BaseDirectory, "config"), "de");
        Assert.True(Rerun(StoredStory.Rows(StoredStory.Read(Story), StoredStory.Rules), german).IsSame);
    }

    [Fact]
    public void An_alert_that_comes_later_is_moved_and_its_acknowledgement_goes_with_it()
    {
        var later = StoredStory.RulesWith(_folder, "alarms.json", ("\"hr-ceiling-warning\": { \"priority\": \"medium\", \"nature\": \"physiological\", \"source\": \"decisions 2\", \"onDelaySeconds\": 10", "\"hr-ceiling-warning\": { \"priority\": \"medium\", \"nature\": \"physiological\", \"source\": \"decisions 2\", \"onDelaySeconds\": 20"));
        var rows = StoredStory.Rows(StoredStory.Read(Story), StoredStory.Rules);

        var report = Rerun(rows, later);

        var moved = Assert.Single(report.Differences, d => d.Code == "hr-ceiling-warning");
        Assert.Equal(("alert", RerunChange.Moved, AlertPriority.Medium, 10.0), (moved.Kind, moved.Change, moved.Priority, moved.NowT - moved.ThenT));
        Assert.Contains(moved.Figures, f => f.Figure == "rev1.t");
        Assert.DoesNotContain(moved.Figures, f => f.Figure.Contains("ackedBy", StringComparison.Ordinal)); // the same nurse, at the same time
        Assert.NotEqual(report.RulesNow, Assert.Single(report.RulesThen));
        Assert.False(report.IsSame);
    }

    [Fact]
    public void An_alert_that_clears_later_is_changed_and_one_whose_delay_is_not_reached_is_gone()
    {
        var rows = StoredStory.Rows(StoredStory.Read(Steady), StoredStory.Rules);
        const string Zone = "\"zone-high\": { \"priority\": \"low\", \"nature\": \"physiological\", \"source\": \"domain-facts 4.6, decisions 34\", \"onDelaySeconds\": 60, \"clearDelaySeconds\": 30";
        var changed = Rerun(rows, StoredStory.RulesWith(_folder, "alarms.json", (Zone, Zone.Replace("\": 30", "\": 45", StringComparison.Ordinal))));
        var gone = Rerun(rows, StoredStory.RulesWith(_folder, "alarms.json", (Zone, Zone.Replace("60", "300", StringComparison.Ordinal))));

        var later = Assert.Single(changed.Differences, d => d is { Kind: "alert", Code: "zone-high" });
        Assert.Equal((RerunChange.Changed, new RerunFigure("rev2.t", "544", "559")), (later.Change, later.Figures[0]));
        var missing = Assert.Single(gone.Differences, d => d is { Kind: "alert", Code: "zone-high" });
        Assert.Equal((RerunChange.Gone, null, true), (missing.Change, missing.NowT, missing.Course[0].StartsWith("raised ", StringComparison.Ordinal)));
        Assert.Contains(gone.Differences, d => d.Kind == "summary" && d.Figures.Any(f => f.Figure == "alerts.low"));
    }

    [Fact]
    public void A_medicine_of_another_class_changes_the_plan_and_the_questions()
    {
        var story = StoredStory.Read(Story.Replace("\"restingHr\": 60", "\"restingHr\": 60, \"medications\": [ { \"atc\": \"C07AB02\" } ]", StringComparison.Ordinal));
        var rows = StoredStory.Rows(story, StoredStory.Rules);
        var without = StoredStory.Rules with { Plan = (person, checkIn, on, at) => StoredStory.Rules.Plan(person with { Medications = [] }, checkIn, on, at) };

        var report = Rerun(rows, without);

        var plan = Assert.Single(report.Differences, d => d.Kind == "plan");
        Assert.Contains(new RerunFigure("mode", "rpe", "zones"), plan.Figures);
        Assert.Contains(report.Differences, d => d is { Kind: "prompt", Change: RerunChange.Gone, Code: "schedule" });
        Assert.Contains(report.Differences, d => d is { Kind: "alert", Change: RerunChange.New, Code: "zone-high" });
    }

    [Fact]
    public void A_stored_label_that_today_would_be_another_is_counted()
    {
        var rows = StoredStory.Rows(StoredStory.Read(Story), StoredStory.Rules).ToList();
        var sample = rows.FindIndex(r => r.Entry.Kind == Core.Ports.JournalKind.Sample && (r.Entry.At - rows[0].Entry.At).TotalSeconds >= 100);
        var body = rows[sample].Entry.Body.ToArray();
        body[0] ^= 1;
        rows[sample] = rows[sample] with { Entry = rows[sample].Entry with { Body = body } };

        var report = Rerun(rows, StoredStory.Rules);

        Assert.Equal((1, 100.0, false, 0), (report.LabelsChanged, report.FirstLabelChangedT, report.IsSame, report.Differences.Count));
    }

    [Fact]
    public void Rows_without_a_start_are_refused_with_a_sentence()
    {
        var rows = StoredStory.Rows(StoredStory.Read(Story), StoredStory.Rules);
        Assert.Equal("The session's first row is no start.", Assert.Throws<InvalidDataException>(() => Rerun([.. rows.Skip(1)], StoredStory.Rules)).Message);
        Assert.Equal("The session has no rows.", Assert.Throws<InvalidDataException>(() => Rerun([], StoredStory.Rules)).Message);
    }

    internal static RerunReport Rerun(IReadOnlyList<Core.Ports.JournalRow> rows, EngineSetup setup) =>
        SessionRerun.Run(Research.Series.StoredSessionRows.Read(rows), setup);
}
