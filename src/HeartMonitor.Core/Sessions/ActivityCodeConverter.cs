using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeartMonitor.Core.Sessions;

/// <summary>An activity code as text. A number has lost its leading zero and may name another activity, so it is refused in plain words.</summary>
internal sealed class ActivityCodeConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Null => null,
        _ => throw new JsonException("an activity is a code in quotes, such as \"01214\": a number would lose its leading zero"),
    };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
