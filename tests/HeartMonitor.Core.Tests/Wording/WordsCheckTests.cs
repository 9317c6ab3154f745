using System.Text.Json.Nodes;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Tests.Support;
using HeartMonitor.Core.Wording;
using Xunit;

namespace HeartMonitor.Core.Tests.Wording;

/// <summary>Words that a clinic configures: what makes no sense is refused before anybody has to read it in an alarm.</summary>
public sealed class WordsCheckTests
{
    [Theory]
    [InlineData("de", "", "is empty")]
    [InlineData("de", "   ", "is empty")]
    [InlineData("de", "Puls ist hoch", "leaves out {mean30s}, which the English text has")]
    [InlineData("de", "Puls {mean30s}, {below}, {rpe}: Belastung senken", "has {rpe}, which the English text has not")]
    [InlineData("de", "Puls {mean30s} ueber {below}} hinaus", "has a brace that belongs to no placeholder")]
    [InlineData("de", "Puls {mean 30s} ueber {below} hinaus", "has a brace that belongs to no placeholder")]
    [InlineData("de", "Puls {mean30s} {below} Vorhofflimmern", "holds a word or a dose that is never shown")]
    [InlineData("de", "Puls {mean30s} {below} das ist sicher", "holds a word or a dose that is never shown")]
    [InlineData("de", "Puls {mean30s} {below} 50 mg nehmen", "holds a word or a dose that is never shown")]
    [InlineData("en", "it is quite normal now", "holds a word or a dose that is never shown")]
    [InlineData("en", "TODO say something here", "is not finished: it holds TODO")]
    [InlineData("en", "what is this ???", "is not finished: it holds ???")]
    [InlineData("en", "asdf asdf asdf", "is not finished: it holds asdf")]
    [InlineData("en", "12 34 !!", "says nothing: it has fewer than 3 words")]
    [InlineData("en", "high", "says nothing: it has fewer than 3 words")]
    [InlineData("en", "one\nline too many", "holds a line end or another control character")]
    [InlineData("deutsch", "Puls {mean30s} ueber {below} hinaus", "is not a language such as en")]
    public void Senseless_words_of_an_alert_are_refused_by_name(string language, string words, string fault)
    {
        var file = JsonNode.Parse(Shipped.Text("alarms.json"))!;
        file["alerts"]!["zone-high"]!["text"]!["en"] = "Heart rate {mean30s} is above the zone, {below}. Reduce the work.";
        file["alerts"]!["zone-high"]!["text"]![language] = words;

        Assert.Contains(AlarmCatalogueReader.Read(file.ToJsonString()).Faults, f => f == $"alerts.zone-high.text.{language}: {fault}");
    }

    [Fact]
    public void Words_longer_than_a_tablet_shows_are_refused()
    {
        var file = JsonNode.Parse(Shipped.Text("alarms.json"))!;
        file["alerts"]!["zone-high"]!["text"]!["en"] = string.Join(' ', Enumerable.Repeat("word", 80));

        Assert.Contains("alerts.zone-high.text.en: is longer than 300 characters", AlarmCatalogueReader.Read(file.ToJsonString()).Faults);
    }

    [Fact]
    public void English_in_the_place_of_german_is_warned_of()
    {
        var file = JsonNode.Parse(Shipped.Text("alarms.json"))!;
        file["alerts"]!["zone-high"]!["text"]!["de"] = file["alerts"]!["zone-high"]!["text"]!["en"]!.GetValue<string>();

        Assert.Contains("alerts.zone-high.text.de: is the English text", AlarmCatalogueReader.Read(file.ToJsonString()).Catalogue!.Warnings);
    }

    [Fact]
    public void Sentences_of_the_plan_tell_the_same_in_every_language()
    {
        var english = Shipped.Text("texts.en.json");
        var german = Shipped.Text("texts.de.json");

        Assert.Empty(LanguageParity.Faults(english, german));
        Assert.Equal(
            ["plan.rest-gate: leaves out {bpm}, which the English text has"],
            LanguageParity.Faults(english, german.Replace("\"rest-gate\": \"Ruhepuls {bpm}/min:", "\"rest-gate\": \"Ruhepuls:", StringComparison.Ordinal)));
        Assert.Empty(LanguageParity.Faults(english, "{ not json"));
    }
}
