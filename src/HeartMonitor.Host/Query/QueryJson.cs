using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core;
using HeartMonitor.Research.Series;
using HeartMonitor.Research.Tables;

namespace HeartMonitor.Host.Query;

/// <summary>JSON of what is read from the store.</summary>
internal static class QueryJson
{
    /// <summary>Generated serialisers; letters beyond ASCII as they are.</summary>
    internal static QueryJsonContext Context { get; } =
        new(new JsonSerializerOptions(QueryJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Generated serialisers of what is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(KebabCaseEnumConverter<GapReason>)])]
[JsonSerializable(typeof(SessionLine))]
[JsonSerializable(typeof(SessionDetail))]
[JsonSerializable(typeof(PersonWeek))]
[JsonSerializable(typeof(SessionChart))]
[JsonSerializable(typeof(IReadOnlyList<DictionaryRow>))]
internal sealed partial class QueryJsonContext : JsonSerializerContext;
