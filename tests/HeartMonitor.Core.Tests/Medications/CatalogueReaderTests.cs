using HeartMonitor.Core.Medications;
using Xunit;

namespace HeartMonitor.Core.Tests.Medications;

public sealed class CatalogueReaderTests
{
    private const string Net = """ "nameNet": { "name": "n", "contains": ["olol"], "source": "s" } """;

    [Fact]
    public void The_version_is_the_files_own_and_a_hash_that_line_ends_do_not_change()
    {
        var windows = MedicationCatalogueReader.Read(Shipped.Medicines.ReplaceLineEndings("\r\n"), Shipped.Texts).Catalogue!;
        var other = MedicationCatalogueReader.Read(Shipped.Medicines.Replace("\"2026.5\"", "\"2026.6\"", StringComparison.Ordinal), Shipped.Texts).Catalogue!;

        Assert.Matches(@"^2026\.5\+[0-9a-f]{8}$", Shipped.Catalogue.Version);
        Assert.Equal(Shipped.Catalogue.Version, windows.Version);
        Assert.NotEqual(Shipped.Catalogue.Version[^8..], other.Version[^8..]);
    }

    [Theory]
    [InlineData("""{ "id": "g", "name": "n", "class": "numbs", "prefixes": ["C07"], "source": "s" }""", "medications.groups[0].class", "must be one of")]
    [InlineData("""{ "id": "g", "name": "n", "prefixes": ["C07"], "source": "s" }""", "class", "is missing")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["C07"] }""", "source", "is missing")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "prefixes": ["c7"], "source": "s" }""", "prefixes", "not the beginning of an ATC code")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "source": "s" }""", "medicines", "neither medicines nor prefixes")]
    [InlineData("""{ "id": "g", "name": "a safe one", "class": "minor", "prefixes": ["C07"], "source": "s" }""", "name", "never shown")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "source": "s", "medicines": [{ "name": "aaaaa", "atc": ["C07AB0"] }] }""", "atc", "not a complete ATC code")]
    [InlineData("""{ "id": "g", "name": "n", "class": "blunts", "source": "s", "medicines": [{ "name": "aaaaa", "atc": ["C07AB02"] }] }""", "halfLifeHours", "is missing")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "source": "s", "medicines": [{ "name": "aaaaa", "atc": ["C07AB02"], "halfLifeHours": [7, 3] }] }""", "halfLifeHours", "two numbers")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "source": "s", "medicines": [{ "name": "aaaaa", "atc": ["C07AB02", "C07AB02"] }] }""", "groups", "C07AB02 is listed twice")]
    [InlineData("""{ "id": "g", "name": "n", "class": "minor", "source": "s", "prefixes": ["C07"], "firstDaysOnly": -2 }""", "firstDaysOnly", "must lie between")]
    public void A_fault_is_named_with_its_place(string group, string path, string text)
    {
        var faults = ReadGroups(group);

        Assert.Contains(faults, f => f.Contains(path, StringComparison.Ordinal) && f.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", true), InlineData(""" "overrides": ["C07"], """, false)]
    public void Overlapping_prefixes_that_disagree_are_a_fault_unless_it_is_meant(string overrides, bool isFault)
    {
        var faults = ReadGroups(
            """{ "id": "a", "name": "n", "class": "blunts", "halfLifeHours": [1, 2], "prefixes": ["C07"], "source": "s" }""",
            $$"""{ "id": "b", "name": "n", "class": "minor", {{overrides}} "prefixes": ["C07AB"], "source": "s" }""");

        Assert.Equal(isFault, faults.Any(f => f.Contains("disagree", StringComparison.Ordinal)));
    }

    [Fact]
    public void All_faults_of_both_files_come_at_once()
    {
        var reading = MedicationCatalogueReader.Read("""{ "groups": [{}], "conditions": [{ "effect": "odd" }] }""", """{ "plan": { "odd": "{who} is normal" } }""");

        Assert.Null(reading.Catalogue);
        Assert.Contains(reading.Faults, f => f.Path == "medications.version");
        Assert.Contains(reading.Faults, f => f.Path == "medications.conditions[0].effect");
        Assert.Contains(reading.Faults, f => f.Path == "texts.plan.odd" && f.Text.Contains("{who}", StringComparison.Ordinal));
        Assert.Contains(reading.Faults, f => f.Path == "texts.plan.odd" && f.Text.Contains("never shown", StringComparison.Ordinal));
        Assert.Contains(reading.Faults, f => f.Path == "texts.plan.fever");
        Assert.Contains(reading.Faults, f => f.Path == "texts.language");
    }

    [Theory]
    [InlineData(""), InlineData("null"), InlineData("[]"), InlineData("{"), InlineData("{}"), InlineData("\"x\"")]
    public void Anything_else_is_a_fault_and_never_an_exception(string text)
    {
        Assert.NotEmpty(MedicationCatalogueReader.Read(text, Shipped.Texts).Faults);
        Assert.NotEmpty(MedicationCatalogueReader.Read(Shipped.Medicines, text).Faults);
    }

    private static List<string> ReadGroups(params string[] groups) =>
        [.. MedicationCatalogueReader.Read($$"""{ "version": "1", {{Net}}, "groups": [{{string.Join(',', groups)}}] }""", Shipped.Texts).Faults.Select(f => f.ToString())];
}
