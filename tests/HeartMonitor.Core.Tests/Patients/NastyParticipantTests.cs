using System.Text.Json;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Tests.Medications;
using Xunit;

namespace HeartMonitor.Core.Tests.Patients;

/// <summary>
/// The corpus <c>Data/nasty-participants</c>: files that are wrong, by what must become of them. <c>expected.json</c> names the path of the
/// fault, or the code of the reason; <c>schema</c> says that the JSON Schema sees it too.
/// </summary>
public sealed class NastyParticipantTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "nasty-participants");

    private static readonly DateOnly Day = new(2026, 3, 2);

    private static readonly Dictionary<string, (string Expect, bool Schema)> Expected = Load();

    public static TheoryData<string> Files() => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_nasty_file_comes_out_as_its_folder_says(string name)
    {
        var reading = ParticipantReader.Read(Text(name), Day);
        var (folder, expect) = (name.Split('/')[0], Expected[name].Expect);
        if (folder == "refused")
        {
            Assert.Null(reading.Participant);
            Assert.Contains(reading.Faults, f => f.Path == expect || (expect.StartsWith("line", StringComparison.Ordinal) && f.Path.StartsWith(expect, StringComparison.Ordinal)));
            return;
        }

        Assert.Empty(reading.Faults);
        var plan = reading.Participant!.Plan(on: Day);
        Assert.Equal(folder, KebabCase.Of(plan.Mode));
        Assert.Contains(expect, plan.Reasons.Concat(plan.Notes).Codes());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_schema_sees_faults_of_structure_and_lets_the_rest_pass(string name)
    {
        if (Parsed(Text(name)) is not { } document) return;
        using (document) Assert.Equal(Expected[name].Schema, ParticipantSchema.Faults(document.RootElement).Any());
    }

    [Fact]
    public void Every_file_of_the_corpus_has_an_expectation_and_there_are_enough_of_them()
    {
        var files = Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories).Select(f => Path.ChangeExtension(Path.GetRelativePath(Folder, f).Replace('\\', '/'), null)).Where(f => f != "expected");

        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.True(Expected.Count >= 60);
    }

    [Fact]
    public void Every_example_and_every_person_of_a_story_keeps_to_the_schema()
    {
        var stories = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "scenarios"), "*.json", SearchOption.AllDirectories);
        var examples = Directory.GetFiles(Path.Combine(Medications.Shipped.Directory, "examples"), "*.json");
        Assert.NotEmpty(examples);
        foreach (var file in stories.Concat(examples))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var person = document.RootElement.TryGetProperty("participant", out var inside) ? inside : document.RootElement;
            Assert.True(!ParticipantSchema.Faults(person).Any(), $"{file}: {string.Join("; ", ParticipantSchema.Faults(person))}");
        }
    }

    [Fact]
    public void Every_person_of_the_shipped_gym_keeps_to_the_schema()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Medications.Shipped.Directory, "people.json")));

        Assert.All(document.RootElement.EnumerateArray(), person => Assert.Empty(ParticipantSchema.Faults(person.GetProperty("participant"))));
    }

    [Fact]
    public void A_hundred_thousand_medicines_are_refused_at_once()
    {
        var many = $$"""{ "id": "p_1", "age": 58, "medications": [{{string.Join(',', Enumerable.Repeat("""{"atc":"C07AB02"}""", 100_000))}}] }""";

        Assert.Contains("longer", Assert.Single(ParticipantReader.Read(many, Day).Faults).Text, StringComparison.Ordinal);
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".json"));

    private static JsonDocument? Parsed(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, (string Expect, bool Schema)> Load()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")));
        return document.RootElement.EnumerateObject().ToDictionary(
            e => e.Name,
            e => (e.Value.GetProperty("expect").GetString()!, e.Value.TryGetProperty("schema", out var schema) && schema.GetBoolean()));
    }
}

/// <summary><c>config/participant.schema.json</c>.</summary>
internal static class ParticipantSchema
{
    private static readonly JsonDocument Schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Medications.Shipped.Directory, "participant.schema.json")));

    internal static IEnumerable<string> Faults(JsonElement person) => SchemaCheck.Faults(person, Schema.RootElement, Schema.RootElement, "$");
}
