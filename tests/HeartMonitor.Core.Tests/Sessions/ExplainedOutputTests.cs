using System.Text.Json;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>Every alert explains itself, and every figure of a summary has its source or its reason, in all stories there are.</summary>
public sealed class ExplainedOutputTests
{
    private static readonly string[] Figures =
        ["minutesInZone", "minutesAbove", "minutesBelow", "metMinutes", "metMinutesModerate", "meanHr", "peakHr", "hrRecovery60", "coveragePercent"];

    private static readonly List<SessionEvent> Everything = [.. Shipped.ScenarioFiles.SelectMany(file => ScenarioRun.Play(ScenarioReader.Read(Shipped.Scenario(file)).Scenario!, Shipped.Setup))];

    [Fact]
    public void An_alert_names_its_numbers_its_rule_and_the_versions_in_force()
    {
        Assert.NotEmpty(Everything.OfType<AlertEvent>());
        Assert.All(Everything.OfType<AlertEvent>(), alert =>
        {
            Assert.True(alert.Because.Count > 0 || alert.Nature == AlertNature.Workflow, $"{alert.Code} has no numbers"); // a call for help has none
            Assert.All(alert.Because, evidence => Assert.True(double.IsFinite(evidence.Value), $"{alert.Code}.{evidence.What}"));
            Assert.True(alert.Source.Length > 0, $"{alert.Code} has no rule");
            Assert.Equal(Shipped.Setup.RulesVersion, alert.RulesVersion);
            Assert.Equal(Shipped.Medications.Version, alert.CatalogueVersion);
            Assert.DoesNotContain('{', alert.Text);
        });
    }

    [Fact]
    public void A_limit_says_where_it_comes_from() => Assert.All(
        Everything.OfType<AlertEvent>().SelectMany(a => a.Because).Where(e => e.What is "limit" or "below" || e is { Unit: "rpe", What: "from" or "to" }),
        limit => Assert.False(string.IsNullOrWhiteSpace(limit.Source), limit.What));

    [Fact]
    public void A_figure_of_the_summary_has_a_source_and_a_missing_one_a_reason()
    {
        Assert.NotEmpty(Everything.OfType<SummaryEvent>());
        Assert.All(Everything.OfType<SummaryEvent>(), summary =>
        {
            using var json = JsonDocument.Parse(MonitorJson.Write(summary));
            foreach (var figure in Figures)
            {
                var missing = json.RootElement.GetProperty(figure).ValueKind == JsonValueKind.Null;
                Assert.Equal(missing, summary.Reasons.ContainsKey(figure));
                Assert.Equal(!missing, summary.Sources.ContainsKey(figure));
            }
        });
    }

    [Fact]
    public void Plan_and_alerts_name_the_same_rules_and_every_file_with_numbers_is_in_the_name()
    {
        Assert.All(Everything.OfType<PlanEvent>(), plan => Assert.Equal(Shipped.Setup.RulesVersion, plan.Plan.RulesVersion));
        var (changed, _) = Core.Alarms.AlarmCatalogueReader.Read(Shipped.Text("alarms.json").Replace("\"onDelaySeconds\": 120", "\"onDelaySeconds\": 119", StringComparison.Ordinal));
        var (other, _) = Core.Dose.ActivityTableReader.Read(Shipped.Text("activities.json").Replace("4.8", "4.9", StringComparison.Ordinal));

        Assert.NotEqual(Shipped.Setup.RulesVersion, (Shipped.Setup with { Alarms = changed! }).RulesVersion);
        Assert.NotEqual(Shipped.Setup.RulesVersion, (Shipped.Setup with { Activities = other! }).RulesVersion);
        var (wider, _) = Core.Medications.PlannerOptionsReader.Read(Shipped.Text("planner.json").Replace("\"titrationDays\": 14", "\"titrationDays\": 21", StringComparison.Ordinal));
        Assert.NotEqual(Shipped.Setup.RulesVersion, (Shipped.Setup with { Planner = wider! }).RulesVersion);
    }
}
