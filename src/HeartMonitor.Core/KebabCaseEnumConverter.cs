using System.Text.Json;
using System.Text.Json.Serialization;

namespace HeartMonitor.Core;

/// <summary>Writes an enumeration as the contract does: <c>HrCeilingWarning</c> is <c>hr-ceiling-warning</c>; numbers are refused.</summary>
public sealed class KebabCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;

/// <summary>The contract's spelling of an enumeration's member.</summary>
public static class KebabCase
{
    /// <summary><c>HrCeilingWarning</c> to <c>hr-ceiling-warning</c>.</summary>
    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum =>
        Names<TEnum>.ByValue.TryGetValue(value, out var name) ? name : JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The member spelt <paramref name="name"/>, or null when there is none.</summary>
    public static TEnum? Parse<TEnum>(string? name) where TEnum : struct, Enum =>
        name is not null && Names<TEnum>.ByName.TryGetValue(name, out var value) ? value : null;

    private static class Names<TEnum> where TEnum : struct, Enum
    {
        internal static readonly Dictionary<TEnum, string> ByValue =
            Enum.GetValues<TEnum>().ToDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        internal static readonly Dictionary<string, TEnum> ByName = ByValue.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }
}
