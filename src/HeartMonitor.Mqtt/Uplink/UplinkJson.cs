using System.Buffers;
using System.Text;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Mqtt.Uplink;

/// <summary>A gateway's messages as bytes: <c>hrm.raw</c> and <c>hrm.gateway</c> (asyncapi.yaml).</summary>
internal static class UplinkJson
{
    internal const string Online = "online";

    /// <summary>Stopped by somebody.</summary>
    internal const string Offline = "offline";

    /// <summary>The will: it vanished.</summary>
    internal const string Lost = "lost";

    /// <summary>Packets. A strap's bytes go as hex; nothing reads them here.</summary>
    internal static byte[] Write(GatewayBatch batch) => Envelope("hrm.raw", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{batch.Boot}-{batch.Id}"), json =>
    {
        json.WriteString("boot", batch.Boot);
        json.WriteNumber("sent_us", batch.SentUs);
        json.WriteStartArray("items");
        foreach (var packet in batch.Items)
        {
            json.WriteStartObject();
            json.WriteString("dev", packet.Device);
            json.WriteNumber("n", packet.Number);
            json.WriteNumber("mono_us", packet.MonoUs);
            json.WriteString("b", Convert.ToHexString(packet.Packet.Span));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>State and status.</summary>
    internal static byte[] Write(string state, GatewayStatus status, string id) => Envelope("hrm.gateway", id, json =>
    {
        json.WriteString("state", state);
        json.WriteString("boot", status.Boot);
        json.WriteNumber("waiting", status.Waiting);
        json.WriteNumber("waiting_bytes", status.WaitingBytes);
        json.WriteNumber("oldest_s", (long)status.OldestSeconds);
        json.WriteNumber("taken", status.Taken);
        json.WriteNumber("dropped", status.Dropped);
        json.WriteString("disk", status.DiskFault is null ? "ok" : "failing");
        json.WriteStartArray("straps");
        foreach (var strap in status.Straps) Write(json, strap);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, GatewayStrap strap)
    {
        json.WriteStartObject();
        json.WriteString("dev", strap.Device);
        json.WriteString("link", KebabCase.Of(strap.Link));
        if (strap.BatteryPercent is { } battery) json.WriteNumber("battery", battery);
        if (strap.RssiDbm is { } rssi) json.WriteNumber("rssi", rssi);
        json.WriteNumber("losses", strap.Losses);
        json.WriteEndObject();
    }

    private static byte[] Envelope(string type, string id, Action<Utf8JsonWriter> data)
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("type", type);
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
