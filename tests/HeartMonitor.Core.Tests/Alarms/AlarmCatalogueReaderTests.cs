using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Alarms;

public sealed class AlarmCatalogueReaderTests
{
    private static readonly string Text = Shipped.Text("alarms.json");

    [Fact]
    public void The_shipped_catalogue_is_accepted_and_has_words_for_every_code()
    {
        var (catalogue, faults) = AlarmCatalogueReader.Read(Text);

        Assert.Empty(faults);
        Assert.All(Enum.GetValues<AlertCode>(), code => Assert.False(string.IsNullOrWhiteSpace(catalogue![code].Text["en"])));
    }

    [Fact]
    public void All_faults_are_told_at_once_and_named()
    {
        var broken = Text
            .Replace("\"zone-low\":", "\"zone-lower\":", StringComparison.Ordinal)
            .Replace("\"rules\": {}", "\"rules\": { \"zoneSilenceSeconds\": 9000, \"stopRpe\": 12 }", StringComparison.Ordinal)
            .Replace("Reduce the work and watch.", "This is normal.", StringComparison.Ordinal);

        var (catalogue, faults) = AlarmCatalogueReader.Read(broken);

        Assert.Null(catalogue);
        Assert.Contains(faults, f => f.Contains("alerts.zone-lower", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("alerts.zone-low: missing", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("rules.zoneSilenceSeconds", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("rules.stopRpe", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("hr-ceiling-warning.text.en", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"onDelaySeconds\": 120", "\"onDelaySecs\": 120", "no such member")]
    [InlineData("above the zone {from}", "above the zone {form}", "{form}")]
    [InlineData("\"priority\": \"low\"", "\"priority\": \"lowest\"", "low, medium, high")]
    public void A_slip_in_the_catalogue_is_a_fault_that_says_what_is_wrong(string right, string wrong, string expected)
    {
        var (_, faults) = AlarmCatalogueReader.Read(Text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(faults, f => f.Contains(expected, StringComparison.Ordinal) && !f.Contains("HeartMonitor", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{ \"version\": \"1\" }")]
    [InlineData("{ \"version\": \"1\", \"alerts\": { \"zone-high\": null } }")]
    [InlineData("{ \"version\": \"1\", \"rules\": null, \"alerts\": {} }")]
    public void Text_that_is_no_catalogue_is_a_fault_and_never_an_exception(string text) =>
        Assert.NotEmpty(AlarmCatalogueReader.Read(text).Faults);

    [Theory]
    [InlineData("""{"en": "it is {nonsense}"}""", "alerts.irregular-rr.variants.known.en: there is no number called {nonsense}")]
    [InlineData("""{"en": "all normal"}""", "alerts.irregular-rr.variants.known.en: holds a word or a dose that is never shown")]
    [InlineData("""{"de": "etwas"}""", "alerts.irregular-rr.variants.known.en: missing")]
    public void Words_for_a_circumstance_are_held_to_the_same_rules(string texts, string fault)
    {
        var file = System.Text.Json.Nodes.JsonNode.Parse(Shipped.Text("alarms.json"))!;
        file["alerts"]!["irregular-rr"]!["variants"]!["known"] = System.Text.Json.Nodes.JsonNode.Parse(texts);

        Assert.Contains(fault, AlarmCatalogueReader.Read(file.ToJsonString()).Faults);
    }

    [Theory]
    [InlineData("source", "\" \"", "alerts.zone-low.source: empty")]
    [InlineData("text", "{\"de\": \"Etwas mehr Arbeit ist heute möglich.\"}", "alerts.zone-low.text.en: missing")]
    [InlineData("text", "{\"en\": \" \"}", "alerts.zone-low.text.en: missing")]
    [InlineData("text", "{\"en\": \"A little more work is possible.\", \"de\": \"Alles ist normal, etwas mehr Arbeit ist möglich.\"}", "alerts.zone-low.text.de: holds a word or a dose that is never shown")]
    public void An_alert_without_its_source_or_its_words_is_a_fault(string member, string value, params string[] faults)
    {
        var file = System.Text.Json.Nodes.JsonNode.Parse(Text)!;
        file["alerts"]!["zone-low"]![member] = System.Text.Json.Nodes.JsonNode.Parse(value);

        Assert.Equal(faults, AlarmCatalogueReader.Read(file.ToJsonString()).Faults);
    }

    [Fact]
    public void Only_a_language_that_every_text_has_is_a_language_of_the_catalogue()
    {
        Assert.Equal(["de", "en"], AlarmCatalogueReader.Read(Text).Catalogue!.Languages);
        var file = System.Text.Json.Nodes.JsonNode.Parse(Text)!;
        file["alerts"]!["zone-low"]!["text"]!.AsObject().Remove("de");

        Assert.Equal(["en"], AlarmCatalogueReader.Read(file.ToJsonString()).Catalogue!.Languages);
    }
}
