using System.Text.Json;
using HeartMonitor.Core.Medications;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

/// <summary>Conventions of the shipped configuration.</summary>
public sealed class ShippedCatalogueTests
{
    [Fact]
    public void Every_language_has_every_text_and_every_variant()
    {
        foreach (var file in Directory.GetFiles(Shipped.Directory, "texts.??.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var keys = document.RootElement.GetProperty("plan").EnumerateObject().Select(p => p.Name);

            Assert.Equal(PlanTexts.RequiredKeys.Concat(PlanTexts.Variants).Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Languages_use_the_same_placeholders()
    {
        var (english, german) = (Placeholders("texts.en.json"), Placeholders("texts.de.json"));

        Assert.All(english, text => Assert.Equal(text.Value, german[text.Key]));
    }

    [Fact]
    public void German_speaks_german() => Assert.Equal(
        "Atenolol dämpft den Puls",
        MonitoringPlanner.Plan(People.AtenololWithTest with { Tests = [] }, CheckIn.Nothing, People.Monday, null, Shipped.German, PlannerOptions.Default).Reasons[0].Text);

    [Fact]
    public void Every_condition_of_the_contract_is_known()
    {
        const string Codes = """
            coronary-disease heart-failure atrial-fibrillation pacemaker icd heart-transplant chronotropic-incompetence sick-sinus
            autonomic-neuropathy panic-disorder ptsd depression anxiety schizophrenia bipolar substance-use eating-disorder fever pregnancy
            """;
        Assert.All(Codes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), code => Assert.NotNull(Shipped.Catalogue.Condition(code)));
        Assert.All(["cannabis", "alcohol", "nicotine", "caffeine", "other"], name => Assert.NotNull(Shipped.Catalogue.Substance(name)));
    }

    [Fact]
    public void Every_entry_has_evidence_and_cites_a_section()
    {
        using var document = JsonDocument.Parse(Shipped.Medicines);

        Assert.All(document.RootElement.GetProperty("groups").EnumerateArray(), group =>
        {
            Assert.True(group.GetProperty("evidence").GetString() is { Length: > 4 });
            Assert.True(group.GetProperty("source").GetString() is { Length: > 4 });
        });
    }

    /// <summary>No schema library is used: members, required ones and enumerations of the schema are held against the file by hand.</summary>
    [Theory]
    [InlineData("medications.json", "medications.schema.json"), InlineData("texts.en.json", "texts.schema.json"), InlineData("texts.de.json", "texts.schema.json")]
    public void The_shipped_files_keep_to_their_schemas(string file, string schema)
    {
        using var instance = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shipped.Directory, file)));
        using var rules = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shipped.Directory, schema)));

        Assert.Empty(SchemaCheck.Faults(instance.RootElement, rules.RootElement, rules.RootElement, "$"));
    }

    [Fact]
    public void The_schema_check_can_fail()
    {
        using var rules = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shipped.Directory, "medications.schema.json")));
        using var instance = JsonDocument.Parse("""{ "version": 3, "odd": 1, "groups": [{ "class": "numbs", "prefixes": ["c7"] }] }""");
        var faults = SchemaCheck.Faults(instance.RootElement, rules.RootElement, rules.RootElement, "$").ToList();

        Assert.Contains("$.version: not string", faults);
        Assert.Contains("$.odd: not a member", faults);
        Assert.Contains("$.groups[0].class: not one of the values", faults);
        Assert.Contains("$.groups[0].source: missing", faults);
        Assert.Contains("$.groups[0].prefixes[0]: does not fit the pattern", faults);
    }

    private static Dictionary<string, string> Placeholders(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Shipped.Directory, file)));
        return document.RootElement.GetProperty("plan").EnumerateObject().ToDictionary(
            p => p.Name,
            p => string.Join(' ', p.Value.GetString()!.Split('{').Skip(1).Select(part => part.Split('}')[0]).Order(StringComparer.Ordinal)));
    }
}
