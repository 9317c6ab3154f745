using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeartMonitor.Research.Rerun;

/// <summary>The report as one line of JSON.</summary>
public static class RerunJson
{
    private static readonly RerunJsonContext Context = new(new JsonSerializerOptions(RerunJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>One object, no line feed.</summary>
    public static string Write(RerunReport report) => JsonSerializer.Serialize(report, Context.RerunReport);
}

/// <summary>Generated serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RerunReport))]
internal sealed partial class RerunJsonContext : JsonSerializerContext;
