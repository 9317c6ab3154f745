using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core.Scenarios;

/// <summary>Text of a scenario file to a <see cref="Scenario"/>, or the first fault in plain words.</summary>
public static class ScenarioReader
{
    private const double LongestTailSeconds = 300; // ours: how long time runs on after the last input for the sake of an expectation

    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly string[] Members = ["name", "start", "language", "participant", "inputs", "expect", "never"];

    /// <summary>The scenario and no fault, or null and a fault. Expectations that cannot hold are no fault here: see <see cref="Scenario.Faults"/>.</summary>
    public static (Scenario? Scenario, string? Fault) Read(string text)
    {
        var json = text.AsSpan().TrimStart('\uFEFF');
        if (json.IsWhiteSpace()) return (null, "line 1: the file is empty");
        if (HalfPairs.FaultOf(text) is { } half) return (null, half);
        try
        {
            using var document = JsonDocument.Parse(json.ToString(), Options);
            return (Read(document.RootElement), null);
        }
        catch (JsonException e) when (e.LineNumber is { } line)
        {
            return (null, string.Create(CultureInfo.InvariantCulture,
                $"line {line + 1}, position {(e.BytePositionInLine ?? 0) + 1}: this is not JSON, or it is nested too deeply"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return (null, e.Message);
        }
    }

    private static Scenario Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException($"a story is an object, not {StoryJson.Named(root.ValueKind)}");
        StoryJson.RefuseSlips(root, Members);
        var start = Start(root);
        var reading = ParticipantReader.Read(StoryJson.Required(root, "participant", JsonValueKind.Object), "participant");
        var participant = reading.Participant ?? throw new JsonException(string.Join("; ", reading.Faults.Select(f => $"{f.Path}: {f.Text}")));
        var story = new ScenarioInputs(start, participant);
        var index = 0;
        foreach (var input in StoryJson.Required(root, "inputs", JsonValueKind.Array).EnumerateArray())
        {
            try
            {
                story.Read(input);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or JsonException or ArgumentException)
            {
                throw new JsonException($"inputs[{index}]: {e.Message}", e);
            }

            index++;
        }

        var inputs = story.InOrder();
        var expect = Expectation.ReadAll(root, "expect");
        var never = Expectation.ReadAll(root, "never");
        var last = Math.Max(story.LastSecond, expect.Concat(never).Select(e => e.Until ?? 0).DefaultIfEmpty().Max());
        var end = Math.Min(last, story.LastSecond + LongestTailSeconds);
        return new(
            root.TryGetProperty("name", out _) ? StoryJson.Required(root, "name", JsonValueKind.String).GetString()! : "",
            start,
            participant,
            inputs,
            expect,
            never,
            [.. ExpectationCheck.Faults(expect, end), .. ExpectationCheck.Faults(never, end, isNever: true)],
            start.AddSeconds(end).TruncateToMicroseconds())
        {
            Language = root.TryGetProperty("language", out _) ? StoryJson.Required(root, "language", JsonValueKind.String).GetString() : null,
        };
    }

    private static DateTimeOffset Start(JsonElement root)
    {
        if (!root.TryGetProperty("start", out _)) return new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return StoryJson.Required(root, "start", JsonValueKind.String).TryGetDateTimeOffset(out var at) && at.Year is >= 1900 and < 2200
            ? at
            : throw new JsonException("\"start\" is not a time such as 2026-03-02T09:00:00Z, of the years 1900 to 2199");
    }
}
