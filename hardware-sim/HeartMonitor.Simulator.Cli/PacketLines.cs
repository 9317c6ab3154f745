using System.Buffers;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Cli;

/// <summary>What straps send and people enter as JSON lines: <c>{"t":63,"device":"sim-02","hex":"0474","truth":"clean","heart":101.2}</c>.</summary>
internal sealed class PacketLines(TextWriter output)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new(512);
    private readonly Dictionary<string, int> _battery = [];

    /// <summary>A line for each packet of a second, or one for its silence; before it one for a link that changed or a battery that fell.</summary>
    internal void Write(int second, string device, in StrapSecond sent)
    {
        if (sent.Link != StrapLink.Unchanged) Line(second, device, "link", KebabCase.Of(sent.Link));
        if (sent.BatteryPercent is { } percent && _battery.GetValueOrDefault(device, -1) != percent)
        {
            _battery[device] = percent;
            using var battery = Begin(second, device);
            battery.WriteNumber("battery", percent);
            End(battery);
        }

        if (sent.Packets.Count == 0) WriteSecond(second, device, null, sent);
        foreach (var packet in sent.Packets) WriteSecond(second, device, packet, sent);
    }

    /// <summary>Something entered or said: the fact's own members.</summary>
    internal void Write(int second, string device, SessionFact fact)
    {
        using var writer = Begin(second, device);
        foreach (var member in JsonSerializer.SerializeToElement(fact, MonitorJson.Context.SessionFact).EnumerateObject())
            if (member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)) member.WriteTo(writer);
        End(writer);
    }

    private void WriteSecond(int second, string device, byte[]? packet, in StrapSecond sent)
    {
        using var writer = Begin(second, device);
        if (packet is null) writer.WriteNull("hex");
        else writer.WriteString("hex", Convert.ToHexString(packet));
        writer.WriteString("truth", KebabCase.Of(sent.Truth.Label));
        if (sent.Truth.Kind != FaultKind.None) writer.WriteString("fault", KebabCase.Of(sent.Truth.Kind));
        if (sent.Truth.Because != WhyUnjudged.No) writer.WriteString("why", KebabCase.Of(sent.Truth.Because));
        if (sent.StampOffset != TimeSpan.Zero) writer.WriteNumber("stampOffset", sent.StampOffset.TotalSeconds);
        writer.WriteNumber("heart", Math.Round(sent.HeartBpm, 1));
        End(writer);
    }

    private void Line(int second, string device, string name, string value)
    {
        using var writer = Begin(second, device);
        writer.WriteString(name, value);
        End(writer);
    }

    private Utf8JsonWriter Begin(int second, string device)
    {
        _line.ResetWrittenCount();
        var writer = new Utf8JsonWriter(_line, Options);
        writer.WriteStartObject();
        writer.WriteNumber("t", second);
        writer.WriteString("device", device);
        return writer;
    }

    private void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.Flush();
        output.WriteLine(System.Text.Encoding.UTF8.GetString(_line.WrittenSpan));
    }
}
