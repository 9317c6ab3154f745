using System.Globalization;
using System.Text.Json.Nodes;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Intensity;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms;

/// <summary>Absolute bounds refuse, recommended bounds warn.</summary>
public sealed class GuardrailTests
{
    private static readonly string Text = Shipped.Text("alarms.json");

    [Fact]
    public void The_page_holds_the_bounds_as_they_are() => WrittenPage.Check("config/bounds.md", BoundsPage.Write());

    [Fact]
    public void What_ships_is_as_recommended() => Assert.Empty(AlarmCatalogueReader.Read(Text).Catalogue!.Warnings);

    [Theory]
    [InlineData("hr-ceiling", "onDelaySeconds", 4, "refused")]
    [InlineData("hr-ceiling", "onDelaySeconds", 5, "warned")]
    [InlineData("hr-ceiling", "onDelaySeconds", 9, "warned")]
    [InlineData("hr-ceiling", "onDelaySeconds", 10, "fine")]
    [InlineData("hr-ceiling", "onDelaySeconds", 30, "fine")]
    [InlineData("hr-ceiling", "onDelaySeconds", 31, "warned")]
    [InlineData("hr-ceiling", "onDelaySeconds", 60, "warned")]
    [InlineData("hr-ceiling", "onDelaySeconds", 61, "refused")]
    [InlineData("hr-ceiling", "clearDelaySeconds", 4, "refused")]
    [InlineData("hr-ceiling", "hysteresis", 0, "warned")]
    [InlineData("hr-ceiling", "hysteresis", 11, "refused")]
    [InlineData("rpe-stop", "onDelaySeconds", 1, "warned")]
    [InlineData("rpe-stop", "onDelaySeconds", 6, "refused")]
    [InlineData("signal-lost", "onDelaySeconds", 15, "fine")]
    [InlineData("signal-lost", "onDelaySeconds", 31, "refused")]
    [InlineData("zone-low", "onDelaySeconds", 600, "warned")]
    [InlineData("battery-low", "onDelaySeconds", -1, "refused")]
    [InlineData("battery-low", "onDelaySeconds", 601, "refused")]
    public void A_number_is_fine_warned_of_or_refused(string alert, string member, double value, string outcome) =>
        Outcome($"alerts.{alert}.{member}", outcome, file => file["alerts"]![alert]![member] = value);

    [Theory]
    [InlineData("rpe-stop", "medium", "refused")]
    [InlineData("symptom-stop", "low", "refused")]
    [InlineData("hr-ceiling", "medium", "refused")]
    [InlineData("help-requested", "low", "refused")]
    [InlineData("monitoring-stopped", "low", "refused")]
    [InlineData("rpe-not-responding", "medium", "refused")]
    [InlineData("rpe-reduce", "low", "warned")]
    [InlineData("hr-ceiling-warning", "low", "warned")]
    [InlineData("zone-high", "medium", "fine")]
    [InlineData("zone-high", "high", "refused")]
    [InlineData("zone-low", "high", "refused")]
    [InlineData("contact-lost", "high", "fine")]
    public void A_high_alert_is_never_made_lower_and_a_medium_one_only_with_a_warning(string alert, string priority, string outcome) =>
        Outcome($"alerts.{alert}.priority", outcome, file => file["alerts"]![alert]!["priority"] = priority);

    [Theory]
    [InlineData("escalateHighSeconds", 9, "refused")]
    [InlineData("escalateHighSeconds", 10, "warned")]
    [InlineData("escalateHighSeconds", 30, "fine")]
    [InlineData("escalateHighSeconds", 120, "warned")]
    [InlineData("escalateHighSeconds", 121, "refused")]
    [InlineData("shelfLongestSeconds", 1800, "warned")]
    [InlineData("shelfLongestSeconds", 1801, "refused")]
    [InlineData("stopRpe", 18, "warned")]
    [InlineData("stopRpe", 19, "refused")]
    public void A_number_of_a_rule_is_fine_warned_of_or_refused(string member, double value, string outcome) =>
        Outcome($"rules.{member}", outcome, file => file["rules"]![member] = value);

    [Fact]
    public void No_alert_can_be_left_out()
    {
        foreach (var code in Enum.GetValues<AlertCode>().Select(KebabCase.Of))
        {
            var file = JsonNode.Parse(Text)!;
            file["alerts"]!.AsObject().Remove(code);
            Assert.Contains(AlarmCatalogueReader.Read(file.ToJsonString()).Faults, f => f == $"alerts.{code}: missing");
        }
    }

    [Fact]
    public void What_is_recommended_lies_within_what_is_allowed_and_the_default_within_what_is_recommended()
    {
        foreach (var bounds in Enum.GetValues<AlertCode>().Select(AlarmBounds.Of).SelectMany(b => new[] { b.OnDelay, b.ClearDelay, b.Hysteresis }))
            Assert.True(bounds.Lowest <= bounds.From && bounds.From <= bounds.To && bounds.To <= bounds.Highest, bounds.ToString());
        Assert.Empty(RuleAdvice.On(new()));
        foreach (var range in RuleAdvice.Ranges)
        {
            var (lowest, highest) = BoundsPage.Absolute(range.Name);
            Assert.True(lowest <= range.From && range.From <= range.To && range.To <= highest, range.Name);
        }
    }

    [Fact]
    public void Every_alert_that_ships_as_high_is_high_for_good_unless_its_rule_decides()
    {
        var floors = Enum.GetValues<AlertCode>().Where(code => AlarmBounds.Of(code).Priority == AlertPriority.High);
        var shipped = Enum.GetValues<AlertCode>().Where(code => Shipped.Alarms[code].Priority == AlertPriority.High && code != AlertCode.HrFallsWhileWorkRises);
        Assert.Equal(shipped, floors);
    }

    private static void Outcome(string path, string expected, Action<JsonNode> change)
    {
        var file = JsonNode.Parse(Text)!;
        change(file);
        var (catalogue, faults) = AlarmCatalogueReader.Read(file.ToJsonString());

        var seen = faults.Any(f => f.StartsWith(path + ":", StringComparison.Ordinal)) ? "refused"
            : catalogue?.Warnings.Any(w => w.StartsWith(path + ":", StringComparison.Ordinal)) == true ? "warned"
            : "fine";
        Assert.Equal(expected, seen);
        Assert.Equal(expected == "refused", catalogue is null);
    }
}
