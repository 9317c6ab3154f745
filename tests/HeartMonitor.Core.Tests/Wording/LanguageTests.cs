using System.Text.Json;
using System.Text.RegularExpressions;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Symptoms;
using HeartMonitor.Core.Tests.Medications;
using HeartMonitor.Core.Wording;
using Xunit;
using Shipped = HeartMonitor.Core.Tests.Support.Shipped;

namespace HeartMonitor.Core.Tests.Wording;

/// <summary>Every language says everything, with the same numbers in it, and never what may not be said.</summary>
public sealed partial class LanguageTests
{
    private static readonly string[] Languages = ["de", "en"];

    /// <summary>Stems in any case; "Sicherheit" may be said, "sicher" may not (product.md, decision 15).</summary>
    [GeneratedRegex(@"normal|\bsafe\b|\bsicher(e|er|es|en|em)?\b|unbedenklich|arrhythmi|atrial fibrillation|diagnos(e|is)\b(?! \{name\})|\d\s*mg\b|dosis (erhöhen|senken)", RegexOptions.IgnoreCase)]
    private static partial Regex NeverSaid();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [Fact]
    public void Every_alert_and_every_variant_has_words_in_every_language_with_the_same_placeholders()
    {
        Assert.Equal(Languages, Shipped.Alarms.Languages);
        Assert.All(Enum.GetValues<AlertCode>().SelectMany(code => Texts(Shipped.Alarms[code])), texts =>
        {
            Assert.Equal(Languages, texts.Keys.Order(StringComparer.Ordinal));
            Assert.All(texts.Values, words => Assert.Equal(PlaceholdersOf(texts["en"]), PlaceholdersOf(words)));
        });
    }

    [Fact]
    public void A_language_that_one_variant_lacks_is_no_language()
    {
        var text = Shipped.Text("alarms.json");
        var german = text.IndexOf("\"de\"", text.IndexOf("\"variants\"", StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.Equal(["en"], AlarmCatalogueReader.Read(text[..german] + "\"fr\"" + text[(german + 4)..]).Catalogue!.Languages);
    }

    [Theory]
    [InlineData("en"), InlineData("de")]
    public void Every_symptom_every_reason_of_the_summary_and_every_refusal_has_its_words(string language)
    {
        using var file = JsonDocument.Parse(Shipped.Text($"texts.{language}.json"));

        Assert.Equal(SymptomGrading.Names.Order(StringComparer.Ordinal), Keys(file, "symptoms"));
        Assert.Equal(Enum.GetValues<SummaryReason>().Select(KebabCase.Of).Order(StringComparer.Ordinal), Keys(file, "summary"));
        Assert.Equal(Enum.GetValues<Refusal>().Select(KebabCase.Of).Order(StringComparer.Ordinal), Keys(file, "refusals"));
    }

    [Fact]
    public void Every_name_of_the_catalogue_that_a_sentence_may_hold_has_a_german_one()
    {
        using var german = JsonDocument.Parse(Shipped.Text("texts.de.json"));
        using var catalogue = JsonDocument.Parse(Shipped.Text("medications.json"));
        var names = new[] { "conditions", "substances" }.SelectMany(s => catalogue.RootElement.GetProperty(s).EnumerateArray()).Select(e => e.GetProperty("name").GetString()!);

        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), Keys(german, "names"));
    }

    [Fact]
    public void What_may_not_be_said_is_said_in_no_language()
    {
        var alerts = Enum.GetValues<AlertCode>().SelectMany(code => Texts(Shipped.Alarms[code])).SelectMany(texts => texts.Values);
        var texts = Languages.SelectMany(l => Strings(JsonDocument.Parse(Shipped.Text($"texts.{l}.json")).RootElement));

        Assert.DoesNotContain(alerts.Concat(texts), words => NeverSaid().IsMatch(words));
        Assert.Matches(NeverSaid(), "Das ist sicher.");
        Assert.DoesNotMatch(NeverSaid(), "Die Sicherheit geht vor.");
    }

    [Fact]
    public void German_numbers_and_dates_are_written_as_in_german()
    {
        Assert.Equal("116,9", Shipped.German.Words.Number(116.88));
        Assert.Equal("02.03.2026", Shipped.German.Words.Date("2026-03-02"));
        Assert.Equal("2026-03-02", Shipped.Setup.Words.Date("2026-03-02"));
        Assert.Equal("?", Shipped.German.Words.Number(double.NaN));
    }

    [Theory]
    [InlineData("\"symptoms\": {", "\"symptoms\": { \"chest-pian\": \"x\",", "chest-pain is meant?")]
    [InlineData("\"summary\": {", "\"summary\": { \"whatever\": \"x\",", "is not known")]
    [InlineData("\"decimal\": \",\"", "\"decimal\": \";\"", "a point or a comma")]
    [InlineData("\"date\": \"dd.MM.yyyy\"", "\"date\": \"dd.MM\"", "must hold yyyy")]
    [InlineData("\"nausea\": \"", "\"nausea\": \"normal ", "never shown")]
    public void A_slip_in_the_words_is_a_fault(string right, string wrong, string expected)
    {
        var text = Shipped.Text("texts.de.json");
        Assert.Contains(right, text, StringComparison.Ordinal);
        var reading = Core.Medications.MedicationCatalogueReader.Read(Shipped.Text("medications.json"), text.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Null(reading.Catalogue);
        Assert.Contains(reading.Faults, f => f.Text.Contains(expected, StringComparison.Ordinal));
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Texts(AlarmDefinition definition) => [definition.Text, .. definition.Variants?.Values ?? []];

    private static IEnumerable<string> PlaceholdersOf(string words) => Placeholder().Matches(words).Select(m => m.Value).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Keys(JsonDocument file, string section) =>
        file.RootElement.GetProperty(section).EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value)),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
