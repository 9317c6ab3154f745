using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Messages;
using HeartMonitor.Mqtt.Board;
using HeartMonitor.Mqtt.Brokers;
using HeartMonitor.Mqtt.Topics;

namespace HeartMonitor.Mqtt.Requests;

/// <summary>
/// A request's payload, opened. Either our envelope (<c>id</c> and <c>data</c>), or, so that a plain <c>mosquitto_pub -m '{"value":13}'</c> works,
/// the bare data: its key is then derived from topic (which names the principal), payload and five seconds of arrival, so that a transport's repeat acts
/// once and the same words said later act again.
/// </summary>
/// <param name="Id">The sender's id, or the derived one; goes back in the reply as <c>re</c>.</param>
/// <param name="Data">The data object.</param>
/// <param name="ExpiresAt">After this the request is refused; null for a bare body.</param>
internal sealed record RequestBody(string Id, JsonElement Data, DateTimeOffset? ExpiresAt)
{
    private const int LongestId = 100;

    /// <summary>
    /// The same bare words within these are a transport's repeat. Ours: a client sends again at once when its connection is back; somebody who calls for
    /// help again after the first call was answered must be heard, and needs longer than this to be answered.
    /// </summary>
    private const long RepeatSeconds = 5;

    /// <summary>Deep nesting is no request of ours.</summary>
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Opens a payload; null when it is not a JSON object, or an envelope with a part that cannot be believed.</summary>
    internal static RequestBody? Open(InboundPublish request, DateTimeOffset now)
    {
        if (TryParse(request.Payload) is not { ValueKind: JsonValueKind.Object } root) return null;
        if (!root.TryGetProperty("specversion"u8, out _) && !root.TryGetProperty("data"u8, out _))
            return new(DerivedId(request, now), root, null);
        return OpenEnvelope(root, request.Topic.Kind);
    }

    /// <summary>The key under which the journal remembers the command: ids are the sender's own, so the principal is part of it.</summary>
    internal static string CommandId(string principal, string id)
    {
        var key = $"{principal}:{id}";
        return key.Length <= LongestId ? key : $"{principal}:{Hash(Encoding.UTF8.GetBytes(id))}";
    }

    private static RequestBody? OpenEnvelope(JsonElement root, UpKind kind)
    {
        if (Text(root, "id") is not { Length: > 0 and <= LongestId } id) return null;
        if (!root.TryGetProperty("data"u8, out var data) || data.ValueKind != JsonValueKind.Object) return null;
        if (Text(root, "type") is { } type && type != TypeOf(kind)) return null;
        if (!TryStamp(root, "expiresat", out var expiresAt) || !TryStamp(root, "time", out var time)) return null;
        return new(id, data, expiresAt ?? time + MessageExpiry.Request);
    }

    private static string TypeOf(UpKind kind) => kind switch
    {
        UpKind.Ack => "hrm.ack",
        UpKind.Answer => "hrm.answer",
        UpKind.Symptom => "hrm.symptom",
        UpKind.Talk => "hrm.talk",
        UpKind.Help => "hrm.help",
        UpKind.Shelve => "hrm.shelve",
        UpKind.Unshelve => "hrm.unshelve",
        UpKind.State or UpKind.Raw or UpKind.Batch => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is no request."),
    };

    private static bool TryStamp(JsonElement root, string name, out DateTimeOffset? stamp)
    {
        stamp = null;
        if (!root.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null) return true;
        if (member.ValueKind != JsonValueKind.String || !member.TryGetDateTimeOffset(out var read)) return false;
        stamp = read;
        return true;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static JsonElement? TryParse(byte[] payload)
    {
        if (HalfPairs.FaultOf(payload) is not null) return null;
        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string DerivedId(InboundPublish request, DateTimeOffset now)
    {
        var when = Encoding.UTF8.GetBytes($"{request.FullTopic}\n{now.ToUnixTimeSeconds() / RepeatSeconds}\n");
        return "bare-" + Hash([.. when, .. request.Payload]);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16));
}
