using System.Text.Json;
using HeartMonitor.Core.Ports;
using HeartMonitor.Mqtt.Topics;
using HeartMonitor.Mqtt.Uplink;

namespace HeartMonitor.Mqtt.Gateways;

/// <summary>A gateway's state, opened.</summary>
/// <param name="IsGone">It has stopped or vanished.</param>
/// <param name="Straps">As it tells them.</param>
internal sealed record GatewayState(bool IsGone, IReadOnlyList<GatewayStrap> Straps);

/// <summary>Reads <c>hrm.gateway</c>. Total over bytes; what cannot be believed of one strap is left out.</summary>
internal static class StateReader
{
    private const int MostStraps = 1_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <summary>Null when it is not a gateway's state.</summary>
    internal static GatewayState? Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            if (Text(document.RootElement, "type") != "hrm.gateway" || Member(document.RootElement, "data") is not { } data) return null;
            var state = Text(data, "state");
            if (state is not (UplinkJson.Online or UplinkJson.Offline or UplinkJson.Lost)) return null;
            return new(state != UplinkJson.Online, Straps(data));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // not JSON, or text that is no text
        }
    }

    private static List<GatewayStrap> Straps(JsonElement data) =>
        Member(data, "straps") is { ValueKind: JsonValueKind.Array } straps ? [.. straps.EnumerateArray().Take(MostStraps).Select(Strap).OfType<GatewayStrap>()] : [];

    private static GatewayStrap? Strap(JsonElement strap)
    {
        if (Text(strap, "dev") is not { } device || !TopicLevel.IsValid(device)) return null;
        LinkState? link = Text(strap, "link") switch { "up" => LinkState.Up, "down" => LinkState.Down, "searching" => LinkState.Searching, _ => null };
        return link is { } known ? new(device, known, Whole(strap, "battery", 0, 100), Whole(strap, "rssi", -127, 20), Whole(strap, "losses", 0, int.MaxValue) ?? 0) : null;
    }

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int? Whole(JsonElement of, string name, int from, int to) =>
        Member(of, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value >= from && value <= to ? value : null;
}
