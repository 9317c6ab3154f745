using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary>Classes of sensors (domain-facts 1.5) and the names that are known to be of one.</summary>
public sealed class StrapClassTests
{
    private static readonly StrapCatalogue Catalogue = StrapCatalogue.Default with
    {
        Known = [new("Polar", SensorClass.Chest), new("Polar Sense", SensorClass.Optical), new("TICKR FIT", SensorClass.Optical)],
    };

    [Theory]
    [InlineData("Polar H10 1234", SensorClass.Chest)]
    [InlineData("polar sense 77", SensorClass.Optical)] // the longest name, in any case
    [InlineData("Polar", SensorClass.Chest)]
    [InlineData("Pola", SensorClass.Unknown)]
    [InlineData("My Polar", SensorClass.Unknown)]
    [InlineData("", SensorClass.Unknown)]
    [InlineData(null, SensorClass.Unknown)]
    public void A_name_is_of_the_class_of_the_longest_known_one_it_begins_with(string? name, SensorClass expected) => Assert.Equal(expected, Catalogue.ClassOf(name));

    [Fact]
    public void The_shipped_catalogue_knows_what_the_facts_tell_of()
    {
        Assert.Equal(SensorClass.Chest, Shipped.Straps.ClassOf("Polar H10 A1B2C3"));
        Assert.Equal(SensorClass.Optical, Shipped.Straps.ClassOf("Polar OH1 A1B2C3"));
        Assert.Equal(SensorClass.Optical, Shipped.Straps.ClassOf("Polar Sense A1B2C3"));
        var optical = Shipped.Straps.Of(SensorClass.Optical);
        Assert.True(optical is { IntervalsAreBeats: false, MayCountSteps: true, WornByPattern: true });
        Assert.True(Shipped.Straps.Of(SensorClass.Chest) is { IntervalsAreBeats: true, MayCountSteps: false, WornByPattern: false });
    }

    [Fact]
    public void Every_class_has_an_entry_whatever_the_catalogue()
    {
        foreach (var sensor in Enum.GetValues<SensorClass>())
        {
            Assert.NotNull(StrapCatalogue.Default.Of(sensor));
            Assert.NotNull(Shipped.Straps.Of(sensor));
        }
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("null", "empty")]
    [InlineData("""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "optical": { "wornByPattern": true } }, "extra": 1 }""", "not what straps.json may hold")]
    [InlineData("""{ "version": " ", "classes": { "chest": {}, "unknown": {}, "optical": { "wornByPattern": true } } }""", "version: empty")]
    [InlineData("""{ "version": "1", "classes": { "chest": {}, "optical": { "wornByPattern": true } } }""", "classes.unknown: missing")]
    [InlineData("""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "optical": {} } }""", "this must stay true")]
    [InlineData("""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "ear": {}, "optical": { "wornByPattern": true } } }""", "classes.ear: there is no such class")]
    [InlineData("""{ "version": "1", "classes": { "chest": null, "unknown": {}, "optical": { "wornByPattern": true } } }""", "classes.chest: there is no such class")]
    [InlineData("""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "optical": { "wornByPattern": true } }, "known": [ { "name": "A", "class": "ear" } ] }""", "known[0].class")]
    [InlineData("""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "optical": { "wornByPattern": true } }, "known": [ { "name": " ", "class": "chest" } ] }""", "known[0].name: empty")]
    [InlineData("""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "optical": { "wornByPattern": true } }, "known": [ { "name": "A", "class": "chest" }, { "name": "a", "class": "optical" } ] }""", "known[1].name: a is there already")]
    public void A_fault_is_named_and_gives_no_catalogue(string text, string fault)
    {
        var (catalogue, faults) = StrapCatalogueReader.Read(text);
        Assert.Null(catalogue);
        Assert.Contains(faults, f => f.Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null", "classes")]
    [InlineData("[]", "classes")]
    public void Classes_that_are_none_are_a_fault(string classes, string fault)
    {
        var (catalogue, faults) = StrapCatalogueReader.Read($$"""{ "version": "1", "classes": {{classes}} }""");
        Assert.Null(catalogue);
        Assert.Contains(faults, f => f.Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[ null ]")]
    [InlineData("""[ { "name": null, "class": "chest" } ]""")]
    [InlineData("""[ { "name": "A", "class": null } ]""")]
    public void Nothing_in_the_place_of_a_name_is_no_crash(string known)
    {
        var (catalogue, faults) = StrapCatalogueReader.Read($$"""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "optical": { "wornByPattern": true } }, "known": {{known}} }""");
        Assert.True(faults.Count > 0 ? catalogue is null : catalogue!.Known.Count == 0);
    }

    [Fact]
    public void What_a_class_does_not_say_is_as_documented()
    {
        var (catalogue, _) = StrapCatalogueReader.Read("""{ "version": "1", "classes": { "chest": {}, "unknown": {}, "optical": { "wornByPattern": true } } }""");
        Assert.Equal(new(), catalogue!.Of(SensorClass.Chest));
        Assert.True(catalogue.Of(SensorClass.Chest).IntervalsAreBeats);
        Assert.Empty(catalogue.Known);
    }

    [Fact]
    public void The_version_names_the_content_and_not_its_line_ends()
    {
        const string Text = """
            { "version": "7", "classes": { "chest": {}, "unknown": {},
              "optical": { "wornByPattern": true } } }
            """;
        var (one, _) = StrapCatalogueReader.Read(Text.ReplaceLineEndings("\n"));
        var (two, _) = StrapCatalogueReader.Read(Text.ReplaceLineEndings("\r\n"));
        var (other, _) = StrapCatalogueReader.Read(Text.Replace("{}", "{ }", StringComparison.Ordinal));
        Assert.Matches("^7\\+[0-9a-f]{8}$", one!.Version);
        Assert.Equal(one.Version, two!.Version);
        Assert.NotEqual(one.Version, other!.Version);
    }
}
