using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Sessions;

namespace HeartMonitor.Core;

/// <summary>
/// The product's JSON: UTF-8, camelCase, invariant, unknown members ignored on read (contracts, first paragraph). One place, so that
/// the command line, HTTP, scenario files and the journal cannot drift apart.
/// </summary>
public static class MonitorJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Generated serialisers with the product's options.</summary>
    public static MonitorJsonContext Context { get; } = new(new JsonSerializerOptions(MonitorJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false, // of two values neither is to be believed
    });

    /// <summary>One line of <c>--events</c>: <c>t</c>, <c>kind</c> and the members of that kind; a plan's members stand beside them.</summary>
    public static byte[] Write(SessionEvent sessionEvent)
    {
        if (sessionEvent is not PlanEvent planned) return JsonSerializer.SerializeToUtf8Bytes(sessionEvent, Context.SessionEvent);

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("t"u8, planned.T);
            writer.WriteString("kind"u8, "plan"u8);
            foreach (var member in JsonSerializer.SerializeToElement(planned.Plan, Context.MonitoringPlan).EnumerateObject())
                member.WriteTo(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Write(SessionEvent)"/> wrote; the judging facts of a plan are not stored and come back unknown.</summary>
    /// <exception cref="JsonException">Not such a line.</exception>
    public static SessionEvent ReadEvent(ReadOnlySpan<byte> line, DateTimeOffset at)
    {
        using var document = JsonDocument.Parse(line.ToArray());
        var root = document.RootElement;
        if (root.TryGetProperty("kind"u8, out var kind) && kind.ValueEquals("plan"u8))
        {
            var plan = root.Deserialize(Context.MonitoringPlan) ?? throw new JsonException("A plan event without a plan.");
            return new PlanEvent { T = root.GetProperty("t"u8).GetDouble(), At = at, Plan = plan };
        }

        var read = root.Deserialize(Context.SessionEvent) ?? throw new JsonException("An empty event.");
        return read with { At = at };
    }

    public static byte[] Write(SessionFact fact) => JsonSerializer.SerializeToUtf8Bytes(fact, Context.SessionFact);

    /// <exception cref="JsonException">Not a fact of contracts section 4, or a value of the wrong type.</exception>
    public static SessionFact ReadFact(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Context.SessionFact) ?? throw new JsonException("An empty fact.");
}

/// <summary>Generated serialisers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(Participant))]
[JsonSerializable(typeof(MonitoringPlan))]
[JsonSerializable(typeof(SessionFact))]
[JsonSerializable(typeof(SessionEvent))]
[JsonSerializable(typeof(AlertEvent))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(PromptEvent))]
public sealed partial class MonitorJsonContext : JsonSerializerContext;
