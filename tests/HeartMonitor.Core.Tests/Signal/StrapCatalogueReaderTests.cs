using System.Text.Json;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using HeartMonitor.Core.Tests.Medications;
using Xunit;
using Shipped = HeartMonitor.Core.Tests.Support.Shipped;

namespace HeartMonitor.Core.Tests.Signal;

/// <summary><c>config/straps.json</c>: what ships, and every fault by name.</summary>
public sealed class StrapCatalogueReaderTests
{
    private const string Classes = """ "chest": {}, "optical": { "wornByPattern": true }, "unknown": {} """;

    [Fact]
    public void The_classes_that_ship_are_those_the_program_was_written_for() => Assert.Equal(StrapCatalogue.Default.Classes, Shipped.Straps.Classes);

    [Fact]
    public void The_shipped_file_keeps_to_its_schema()
    {
        using var instance = JsonDocument.Parse(Shipped.Text("straps.json"));
        using var schema = JsonDocument.Parse(Shipped.Text("straps.schema.json"));

        Assert.Empty(SchemaCheck.Faults(instance.RootElement, schema.RootElement, schema.RootElement, "$"));
    }

    [Theory]
    [InlineData("Polar H10 5A8B7C22", SensorClass.Chest)]
    [InlineData("polar oh1 1234", SensorClass.Optical)]
    [InlineData("TICKR 00A1", SensorClass.Chest)]
    [InlineData("TICKR FIT 00A1", SensorClass.Optical)]
    [InlineData("HRM-Dual:123456", SensorClass.Chest)]
    [InlineData("WHOOP 4A0B", SensorClass.Optical)]
    [InlineData("Polar", SensorClass.Unknown)]
    [InlineData("My Polar H10", SensorClass.Unknown)]
    [InlineData("", SensorClass.Unknown)]
    [InlineData(null, SensorClass.Unknown)]
    public void The_longest_known_name_at_the_beginning_tells_the_class(string? advertised, SensorClass sensor)
    {
        Assert.Equal(sensor, Shipped.Straps.ClassOf(advertised));
        Assert.Equal(sensor == SensorClass.Unknown, Shipped.Straps.KnownAs(advertised) is null);
    }

    [Fact]
    public void A_change_is_another_version_and_a_line_end_is_none()
    {
        var text = Shipped.Text("straps.json");

        Assert.StartsWith("1+", Read(text).Version, StringComparison.Ordinal);
        Assert.NotEqual(Read(text).Version, Read(text.Replace("Movesense", "Movesens", StringComparison.Ordinal)).Version);
        Assert.Equal(Read(text).Version, Read(text.ReplaceLineEndings("\r\n")).Version);
    }

    [Theory]
    [InlineData("", "line 1, $: not what straps.json may hold")]
    [InlineData("null", "the file is empty")]
    [InlineData("""{ "classes": {} }""", "line 1, $: not what straps.json may hold")]
    [InlineData("""{ "version": "1" }""", "line 1, $: not what straps.json may hold")]
    [InlineData("""{ "version": "1", "classes": {}, "straps": [] }""", "line 1, $.straps: not what straps.json may hold")]
    [InlineData("""{ "version": "1", "classes": { "chest": { "wet": true } } }""", "line 1, $.classes.chest.wet: not what straps.json may hold")]
    [InlineData("""{ "version": "1", "classes": { "chest": { "mayCountSteps": "yes" } } }""", "line 1, $.classes.chest.mayCountSteps: not what straps.json may hold")]
    public void A_file_that_cannot_be_read_names_the_place(string text, string fault) => Assert.Equal([fault], Faults(text));

    [Theory]
    [InlineData(" ", Classes, "", "version: empty")]
    [InlineData("1", """ "chest": {}, "optical": { "wornByPattern": true } """, "", "classes.unknown: missing")]
    [InlineData("1", Classes + """, "wrist": {} """, "", "classes.wrist: there is no such class of sensors")]
    [InlineData("1", """ "chest": null, "optical": { "wornByPattern": true }, "unknown": {} """, "", "classes.chest: there is no such class of sensors", "classes.chest: missing")]
    [InlineData("1", """ "chest": {}, "optical": {}, "unknown": {} """, "", "classes.optical.wornByPattern: an optical sensor cannot tell that it was taken off; this must stay true")]
    [InlineData("1", Classes, """ { "name": " ", "class": "chest" } """, "known[0].name: empty")]
    [InlineData("1", Classes, """ { "class": "chest" } """, "known[0].name: empty")]
    [InlineData("1", Classes, """ { "name": "A", "class": "wrist" } """, "known[0].class: one of chest, optical, unknown")]
    [InlineData("1", Classes, """ { "name": "A" } """, "known[0].class: one of chest, optical, unknown")]
    [InlineData("1", Classes, """ { "name": "A", "class": "chest" }, { "name": "a", "class": "optical" } """, "known[1].name: a is there already")]
    public void Every_fault_is_named_with_its_place(string version, string classes, string known, params string[] faults) =>
        Assert.Equal(faults, Faults(Written(version, classes, known)));

    [Theory]
    [InlineData("")]
    [InlineData(""", "known": null """)]
    public void What_is_left_out_has_the_value_of_the_schema_and_no_products_are_none(string known)
    {
        var straps = Read($$"""{ "version": "1", "classes": { {{Classes}} }{{known}} }""");

        Assert.Empty(straps.Known);
        Assert.Equal(new StrapClass { IntervalsAreBeats = true, MayCountSteps = false, WornByPattern = false }, straps.Of(SensorClass.Chest));
        Assert.Equal(new StrapClass { IntervalsAreBeats = true, MayCountSteps = false, WornByPattern = true }, straps.Of(SensorClass.Optical));
    }

    [Fact]
    public void Nothing_in_place_of_something_is_a_fault()
    {
        Assert.Equal(["classes.unknown: missing", "classes.chest: missing", "classes.optical: missing"], Faults("""{ "version": "1", "classes": null }"""));
        Assert.Equal(["known[0].name: empty"], Faults(Written("1", Classes, "null")));
    }

    [Fact]
    public void All_faults_come_at_once() => Assert.Equal(
        ["classes.unknown: missing", "known[0].name: empty", "known[1].class: one of chest, optical, unknown", "version: empty"],
        Faults(Written("", """ "chest": {}, "optical": { "wornByPattern": true } """, """ { "name": "", "class": "chest" }, { "name": "B", "class": "ring" } """)));

    [Theory]
    [InlineData(1000)]
    [InlineData(1001, "known: more than 1000")]
    public void There_are_at_most_a_thousand_products(int count, params string[] faults) =>
        Assert.Equal(faults, Faults(Written("1", Classes, string.Join(",", Enumerable.Range(0, count).Select(i => $$"""{ "name": "S{{i}}", "class": "chest" }""")))));

    private static string Written(string version, string classes, string known) =>
        $$"""{ "version": "{{version}}", "classes": { {{classes}} }, "known": [ {{known}} ] }""";

    private static StrapCatalogue Read(string text) => StrapCatalogueReader.Read(text).Catalogue!;

    private static IReadOnlyList<string> Faults(string text)
    {
        var (catalogue, faults) = StrapCatalogueReader.Read(text);
        Assert.Equal(faults.Count == 0, catalogue is not null);
        return faults;
    }
}
