using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Scenarios;
using HeartMonitor.Simulator.Physiology;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Gym;

/// <summary>Text of a gym story to a <see cref="GymStory"/>, or the first fault in plain words with its place.</summary>
public static class GymStoryReader
{
    /// <summary>As many as one radio and two cores are asked for.</summary>
    public const int MostPeople = 500;

    private const double LongestHours = 24 * 30;

    /// <summary>A quarter of an hour is played through in some seconds; ours.</summary>
    private const int MostLeadSeconds = 900;

    private static readonly string[] Members =
        ["$schema", "name", "about", "seconds", "warmedUpSeconds", "leadSeconds", "people", "parts", "cast", "faults", "staff", "expect", "never"];

    private static readonly string[] PersonMembers = ["strap", "participant", "heart", "part", "hoursSinceDose", "daysSinceStop"];

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The story and no fault, or null and a fault.</summary>
    public static (GymStory? Story, string? Fault) Read(string text)
    {
        var json = text.AsSpan().TrimStart('\uFEFF');
        if (json.IsWhiteSpace()) return (null, "line 1: the file is empty");
        try
        {
            using var document = JsonDocument.Parse(json.ToString(), Options);
            return (Read(document.RootElement), null);
        }
        catch (JsonException e) when (e.LineNumber is { } line)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, position {(e.BytePositionInLine ?? 0) + 1}: this is not JSON, or it is nested too deeply"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return (null, e.Message);
        }
    }

    private static GymStory Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException($"a story is an object, not {StoryJson.Named(root.ValueKind)}");
        StoryPath.RefuseUnknown(root, Members);
        var parts = StoryPath.At("parts", () => StoryParts.Read(StoryJson.Required(root, "parts", JsonValueKind.Object)));
        var people = root.TryGetProperty("people", out var who) && who.ValueKind == JsonValueKind.Array ? People(who, parts) : [];
        var story = new GymStory
        {
            Name = StoryJson.Required(root, "name", JsonValueKind.String).GetString()!,
            Seconds = root.TryGetProperty("seconds", out _) ? StoryParts.Whole(root, "seconds", 1, 24 * 3_600) : null,
            WarmedUpSeconds = root.TryGetProperty("warmedUpSeconds", out _) ? StoryParts.Whole(root, "warmedUpSeconds", 0, 3_600) : 0,
            LeadSeconds = root.TryGetProperty("leadSeconds", out _) ? StoryParts.Whole(root, "leadSeconds", 0, MostLeadSeconds) : 0,
            Count = people.Count == 0 ? StoryParts.Whole(root, "people", 1, MostPeople) : null,
            People = people,
            Blunted = Cast(root, "blunted", parts, people.Count == 0),
            Others = Cast(root, "others", parts, people.Count == 0),
            Faults = FaultSpecReader.ReadAll(root, "faults"),
            Staff = root.TryGetProperty("staff", out var staff) ? StoryPath.At("staff", () => StoryStaffReader.Read(staff)) : null,
            Expect = StoryExpectations.Read(root, "expect"),
            Never = StoryExpectations.Read(root, "never"),
        };
        Check(story);
        return story;
    }

    private static void Check(GymStory story)
    {
        if (story.Faults.FirstOrDefault(fault => fault.Kind is FaultKind.Swapped or FaultKind.AddressChange) is not null)
            throw new JsonException("faults: a swap or a new address is somebody's own: it stands in a part");
        foreach (var twice in story.People.GroupBy(p => p.Strap).Where(g => g.Count() > 1)) throw new JsonException($"people: the strap {twice.Key} is worn by {twice.Count()} people");
        foreach (var twice in story.People.GroupBy(p => p.Participant.Id).Where(g => g.Count() > 1)) throw new JsonException($"people: {twice.Key} is there {twice.Count()} times");
        var swaps = story.People.SelectMany(p => p.Part.Faults.Where(f => f.Kind == FaultKind.Swapped).Select(f => (p.Strap, f.With)));
        foreach (var (strap, with) in swaps)
            if (strap == with || story.People.All(p => p.Strap != with)) throw new JsonException($"people: {strap} is swapped with {with}, which nobody else wears");
        if (story.Count is not null && story.Blunted.Concat(story.Others).Any(part => part.Faults.Any(f => f.Kind is FaultKind.Swapped or FaultKind.AddressChange)))
            throw new JsonException("parts: a swap or a new address needs people that the story names");
        StoryExpectations.Check(story);
    }

    private static StoryPart[] Cast(JsonElement root, string name, IReadOnlyDictionary<string, StoryPart> parts, bool isNeeded)
    {
        if (!isNeeded)
            return root.TryGetProperty("cast", out _) ? throw new JsonException("cast: the story's people have their parts; it belongs to a number of people") : [];
        return StoryPath.At("cast", () =>
        {
            var cast = StoryJson.Required(root, "cast", JsonValueKind.Object);
            StoryPath.RefuseUnknown(cast, ["blunted", "others"]);
            StoryPart[] named = [.. StoryJson.Required(cast, name, JsonValueKind.Array).EnumerateArray().Select(part => Part(part, parts))];
            return named.Length > 0 ? named : throw new JsonException($"\"{name}\" is empty");
        });
    }

    private static StoryPart Part(JsonElement name, IReadOnlyDictionary<string, StoryPart> parts)
    {
        if (name.ValueKind != JsonValueKind.String) throw new JsonException($"a part is named by a text, not {StoryJson.Named(name.ValueKind)}");
        return parts.GetValueOrDefault(name.GetString()!) ?? throw new JsonException($"there is no part called {name.GetString()}{StoryJson.Hint(name.GetString()!, parts.Keys)}");
    }

    private static List<StoryPerson> People(JsonElement who, IReadOnlyDictionary<string, StoryPart> parts)
    {
        var people = new List<StoryPerson>();
        foreach (var entry in who.EnumerateArray()) people.Add(StoryPath.At($"people[{people.Count}]", () => Person(entry, parts)));
        return people.Count is > 0 and <= MostPeople ? people : throw new JsonException($"people: 1 to {MostPeople}, not {people.Count}");
    }

    private static StoryPerson Person(JsonElement entry, IReadOnlyDictionary<string, StoryPart> parts)
    {
        if (entry.ValueKind != JsonValueKind.Object) throw new JsonException($"a person is an object, not {StoryJson.Named(entry.ValueKind)}");
        StoryPath.RefuseUnknown(entry, PersonMembers);
        var reading = ParticipantReader.Read(StoryJson.Required(entry, "participant", JsonValueKind.Object), "participant");
        var participant = reading.Participant ?? throw new JsonException(string.Join("; ", reading.Faults.Select(f => $"{f.Path}: {f.Text}")));
        var presets = Presets.All.Select(preset => preset.Name).ToArray();
        var heart = StoryJson.OneOf(entry, "heart", "", presets);
        if (heart.Length > 0 && (entry.TryGetProperty("hoursSinceDose", out _) || entry.TryGetProperty("daysSinceStop", out _)))
            throw new JsonException("a preset has its own figures: \"hoursSinceDose\" and \"daysSinceStop\" are for a heart made of the participant's facts");
        return new()
        {
            Participant = participant,
            Strap = StoryJson.Required(entry, "strap", JsonValueKind.String).GetString()!,
            Part = StoryPath.At("part", () => Part(StoryJson.Required(entry, "part", JsonValueKind.String), parts)),
            Heart = heart.Length > 0 ? Presets.All.First(preset => preset.Name == heart).Person : null,
            SinceDose = Hours(entry, "hoursSinceDose", 1),
            SinceStop = Hours(entry, "daysSinceStop", 24),
        };
    }

    private static TimeSpan? Hours(JsonElement entry, string name, double hours)
    {
        if (!entry.TryGetProperty(name, out _)) return null;
        var time = StoryJson.Number(entry, name) * hours;
        return time is >= 0 and <= LongestHours ? TimeSpan.FromHours(time) : throw new JsonException($"\"{name}\" is from 0 to a month");
    }
}
