using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HeartMonitor.Core.Messages;

/// <summary>
/// Writes messages in the product's envelope (ecosystem-reliability 1a; attribute names of CloudEvents, members in snake_case).
/// One writer per channel: <c>seq</c> grows by one with every message, so a receiver counts its losses.
/// </summary>
/// <param name="source">Who speaks, such as <c>hrm/gym1/svc</c>.</param>
/// <param name="epoch">Number of the service's start; a new one tells receivers to drop what they had.</param>
/// <remarks>Not thread-safe: one channel, one writer, one thread at a time.</remarks>
public sealed class EnvelopeWriter(string source, long epoch)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private long _seq;

    /// <summary>Wraps <paramref name="data"/>.</summary>
    /// <param name="type"><c>hrm.live</c>, <c>hrm.alert</c>, ...</param>
    /// <param name="id">Idempotency key: the same content sent again has the same id.</param>
    /// <param name="time">When it came to be.</param>
    /// <param name="expiresAt">After this, receivers drop it; null for never.</param>
    /// <param name="subject">Session id, or null.</param>
    /// <param name="data">The data.</param>
    /// <param name="typeInfo">Of <see cref="MessageJsonContext"/>.</param>
    public byte[] Write<T>(
        string type, string id, DateTimeOffset time, DateTimeOffset? expiresAt, string? subject, T data, JsonTypeInfo<T> typeInfo)
    {
        _buffer.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_buffer, Options);
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteNumber("v"u8, 1);
        writer.WriteString("id"u8, id);
        writer.WriteString("source"u8, source);
        writer.WriteNumber("epoch"u8, epoch);
        writer.WriteNumber("seq"u8, ++_seq);
        writer.WriteString("type"u8, type);
        writer.WriteString("time"u8, Stamp(time));
        if (expiresAt is { } until) writer.WriteString("expiresat"u8, Stamp(until));
        if (subject is not null) writer.WriteString("subject"u8, subject);
        writer.WritePropertyName("data"u8);
        JsonSerializer.Serialize(writer, data, typeInfo);
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>UTC with Z and milliseconds.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}

/// <summary>Generated serialisers for message data: snake_case, null members left in so that a reader sees "not known".</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcStampConverter)])]
[JsonSerializable(typeof(LiveData))]
[JsonSerializable(typeof(AlertData))]
[JsonSerializable(typeof(PromptData))]
[JsonSerializable(typeof(SessionData))]
[JsonSerializable(typeof(ReplyData))]
[JsonSerializable(typeof(ServiceData))]
[JsonSerializable(typeof(DeviceData))]
[JsonSerializable(typeof(AckRequest))]
[JsonSerializable(typeof(AnswerRequest))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class MessageJsonContext : JsonSerializerContext;

/// <summary>Stamps inside the data, as the envelope's own: UTC with Z and milliseconds (ecosystem-reliability 1a).</summary>
public sealed class UtcStampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EnvelopeWriter.Stamp(value));
}
