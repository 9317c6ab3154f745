using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Signal;
using HeartMonitor.Host.Composition;
using Xunit;

namespace HeartMonitor.System.Tests.Host;

/// <summary>The people file: who wears what, and how it reads the pulse.</summary>
public sealed class PeopleFileTests : IDisposable
{
    private static readonly StrapCatalogue Straps = ConfigFiles.ReadStraps(Path.Combine(AppContext.BaseDirectory, "config"), [])!;

    private readonly string _folder = Directory.CreateTempSubdirectory("hrm-people-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("", null)]
    [InlineData(""", "sensor": null """, null)]
    [InlineData(""", "sensor": "chest" """, SensorClass.Chest)]
    [InlineData(""", "sensor": "optical" """, SensorClass.Optical)]
    [InlineData(""", "sensor": "Polar OH1" """, SensorClass.Optical)]
    [InlineData(""", "sensor": "polar h10 5A8B7C22" """, SensorClass.Chest)]
    public void A_sensor_is_a_class_or_a_product_or_left_out(string sensor, SensorClass? expected)
    {
        var (people, faults) = Read(sensor, Straps);

        Assert.Empty(faults);
        Assert.Equal(expected, Assert.Single(people).Sensor);
    }

    [Theory]
    [InlineData(""" "" """)]
    [InlineData(""" "unknown" """)]
    [InlineData(""" "Optical" """)]
    [InlineData(""" "Garmin" """)]
    [InlineData("7")]
    public void Anything_else_is_a_fault_that_names_what_is_known(string sensor)
    {
        var (_, faults) = Read($", \"sensor\": {sensor}", Straps);

        var fault = Assert.Single(faults);
        Assert.StartsWith("people.json[0].sensor: must be chest or optical, or a product of straps.json (", fault, StringComparison.Ordinal);
        Assert.All(Straps.Known, known => Assert.Contains(known.Name, fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_labels_that_differ_by_their_case_alone_are_one_strap_to_whoever_reads_them()
    {
        var file = Path.Combine(_folder, "people.json");
        File.WriteAllText(file, """[{ "participant": { "id": "p_1", "age": 50, "restingHr": 60 }, "strap": "S1" }, { "participant": { "id": "p_2", "age": 50, "restingHr": 60 }, "strap": "s1" }]""");

        Assert.Equal(["people.json: the strap \"S1\" is bound to 2 people"], PeopleFile.Read(file, Straps).Faults);
    }

    [Fact]
    public void Without_products_only_the_classes_are_named() => Assert.Equal(
        ["people.json[0].sensor: must be chest or optical, or be left out"], Read(""", "sensor": "Polar OH1" """, StrapCatalogue.Default).Faults);

    [Fact]
    public void A_product_is_not_judged_by_a_straps_file_that_cannot_be_read()
    {
        Assert.Empty(Read(""", "sensor": "Polar OH1" """, straps: null).Faults);
        Assert.Single(Read(""", "sensor": 7 """, straps: null).Faults);
    }

    [Fact]
    public void The_faults_of_one_person_come_together() => Assert.Equal(
        ["people.json[0].strap: must be a strap id of 1 to 60 characters", "people.json[0].sensor: must be chest or optical, or be left out"],
        Read(""", "strap": "", "sensor": 7 """, StrapCatalogue.Default).Faults);

    [Theory]
    [InlineData("medications", """[{ "atc": "C07AB02" }]""")]
    [InlineData("comment", "\"takes Concor\"")]
    [InlineData("Strap", "\"sim-02\"")]
    public void What_stands_beside_the_participant_is_refused_by_name(string name, string value) => Assert.Equal(
        [$"people.json[0]: \"{name}\" is not read here; what is about the person stands inside participant"],
        Read($", \"{name}\": {value}", Straps).Faults);

    private (IReadOnlyList<StrapBinding> People, IReadOnlyList<string> Faults) Read(string members, StrapCatalogue? straps)
    {
        var file = Path.Combine(_folder, "people.json");
        var strap = members.Contains("\"strap\"", StringComparison.Ordinal) ? "" : """, "strap": "sim-01" """;
        File.WriteAllText(file, $$"""[{ "participant": { "id": "p_01", "age": 34, "restingHr": 72 }{{strap}}{{members}} }]""");
        return PeopleFile.Read(file, straps);
    }
}
