using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Alarms;
using HeartMonitor.Core.Scenarios;

namespace HeartMonitor.Simulator.Gym;

/// <summary>The virtual staff of a gym story.</summary>
internal static class StoryStaffReader
{
    private const string Simulated = "sim-";

    private static readonly string[] Codes = [.. Enum.GetValues<AlertCode>().Select(KebabCase.Of)];

    internal static StoryStaff Read(JsonElement staff)
    {
        if (staff.ValueKind != JsonValueKind.Object) throw new JsonException($"staff are an object, not {StoryJson.Named(staff.ValueKind)}");
        StoryPath.RefuseUnknown(staff, ["by", "acknowledge"]);
        var by = StoryJson.Required(staff, "by", JsonValueKind.String).GetString()!;
        if (!by.StartsWith(Simulated, StringComparison.Ordinal)) throw new JsonException($"\"by\" begins with {Simulated}: nobody shall take virtual staff for people");
        return new(by, [.. StoryJson.Entries(staff, "acknowledge").Select((ack, i) => StoryPath.At($"acknowledge[{i}]", () => Acknowledgement(ack)))]);
    }

    private static StoryAcknowledgement Acknowledgement(JsonElement ack)
    {
        if (ack.ValueKind != JsonValueKind.Object) throw new JsonException($"an acknowledgement is an object, not {StoryJson.Named(ack.ValueKind)}");
        StoryPath.RefuseUnknown(ack, ["code", "afterSeconds", "times"]);
        var code = StoryJson.OneOf(ack, "code", "", Codes);
        return new(
            KebabCase.Parse<AlertCode>(code),
            TimeSpan.FromSeconds(StoryJson.Seconds(ack, "afterSeconds")),
            ack.TryGetProperty("times", out _) ? StoryParts.Whole(ack, "times", 1, 10_000) : null);
    }
}
