using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Scenarios;

namespace HeartMonitor.Simulator.Straps;

/// <summary>Every model there is: the plain straps of each class, and the devices of <c>strap-models.json</c>.</summary>
public static class StrapModels
{
    private static readonly string[] Members =
    [
        "id", "name", "about", "class", "contact", "intervals", "location", "batteryHours", "energy", "wideRate", "alwaysFlagsIntervals",
        "intervalsEvery", "mostLinks", "habits",
    ];

    public static IReadOnlyList<StrapModel> All { get; } =
    [
        .. Enum.GetValues<StrapProfile>().Select(StrapModel.Plain),
        .. Read(Resource()),
    ];

    /// <summary>The model with that id; null when there is none.</summary>
    public static StrapModel? Find(string? id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>The models of a file.</summary>
    /// <exception cref="JsonException">It is no such file; the message says where.</exception>
    internal static IReadOnlyList<StrapModel> Read(string text)
    {
        using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false });
        var models = new List<StrapModel>();
        foreach (var entry in StoryJson.Entries(document.RootElement, "models")) models.Add(StoryPath.At($"models[{models.Count}]", () => ReadOne(entry)));
        return models;
    }

    private static StrapModel ReadOne(JsonElement entry)
    {
        StoryPath.RefuseUnknown(entry, Members);
        return new()
        {
            Id = StoryJson.Required(entry, "id", JsonValueKind.String).GetString()!,
            Name = StoryJson.Required(entry, "name", JsonValueKind.String).GetString(),
            About = StoryJson.Required(entry, "about", JsonValueKind.String).GetString()!,
            Class = Word<SensorClass>(entry, "class"),
            Contact = Word<ContactHabit>(entry, "contact"),
            Intervals = Word<IntervalHabit>(entry, "intervals"),
            Location = entry.TryGetProperty("location", out _) ? Word<BodySensorLocation>(entry, "location") : null,
            BatteryHours = entry.TryGetProperty("batteryHours", out _) ? StoryJson.Number(entry, "batteryHours") : null,
            Energy = entry.TryGetProperty("energy", out var energy) && energy.GetBoolean(),
            WideRate = entry.TryGetProperty("wideRate", out var wide) && wide.GetBoolean(),
            AlwaysFlagsIntervals = entry.TryGetProperty("alwaysFlagsIntervals", out var flags) && flags.GetBoolean(),
            IntervalsEvery = entry.TryGetProperty("intervalsEvery", out var every) ? every.GetInt32() : 1,
            MostLinks = entry.TryGetProperty("mostLinks", out var links) ? links.GetInt32() : null,
            Habits = FaultSpecReader.ReadAll(entry, "habits"),
        };
    }

    private static T Word<T>(JsonElement entry, string name)
        where T : struct, Enum =>
        KebabCase.Parse<T>(StoryJson.OneOf(entry, name, "", [.. Enum.GetValues<T>().Select(KebabCase.Of)])) ?? throw new JsonException($"\"{name}\" is missing");

    private static string Resource()
    {
        using var stream = typeof(StrapModels).Assembly.GetManifestResourceStream("strap-models.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
