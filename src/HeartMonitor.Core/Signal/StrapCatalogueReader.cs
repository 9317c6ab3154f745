using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HeartMonitor.Core.Measurements;

namespace HeartMonitor.Core.Signal;

/// <summary>Text of <c>config/straps.json</c> to a <see cref="StrapCatalogue"/>, or every fault in it.</summary>
public static class StrapCatalogueReader
{
    private const int MostKnown = 1000;

    /// <summary>The catalogue and no faults, or null and at least one fault in plain words.</summary>
    public static (StrapCatalogue? Catalogue, IReadOnlyList<string> Faults) Read(string text)
    {
        StrapFile? file;
        try
        {
            file = JsonSerializer.Deserialize(text, StrapJsonContext.Default.StrapFile);
        }
        catch (JsonException e)
        {
            return (null, [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, {e.Path ?? "$"}: not what straps.json may hold")]);
        }

        if (file is null) return (null, ["the file is empty"]);
        var faults = new List<string>();
        var classes = Classes(file, faults);
        var known = Known(file, faults);
        if (string.IsNullOrWhiteSpace(file.Version)) faults.Add("version: empty");
        if (faults.Count > 0) return (null, faults);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))))[..8];
        return (new($"{file.Version}+{hash}", classes, known), []);
    }

    private static Dictionary<SensorClass, StrapClass> Classes(StrapFile file, List<string> faults)
    {
        var classes = new Dictionary<SensorClass, StrapClass>();
        foreach (var (name, definition) in file.Classes ?? new Dictionary<string, StrapClass?>())
        {
            if (KebabCase.Parse<SensorClass>(name) is { } known && definition is not null) classes[known] = definition;
            else faults.Add($"classes.{name}: there is no such class of sensors");
        }

        foreach (var sensor in Enum.GetValues<SensorClass>())
            if (!classes.ContainsKey(sensor)) faults.Add($"classes.{KebabCase.Of(sensor)}: missing");
        if (classes.TryGetValue(SensorClass.Optical, out var optical) && !optical.WornByPattern)
            faults.Add("classes.optical.wornByPattern: an optical sensor cannot tell that it was taken off; this must stay true");
        return classes;
    }

    private static List<KnownStrap> Known(StrapFile file, List<string> faults)
    {
        var known = new List<KnownStrap>();
        var named = file.Known ?? [];
        if (named.Count > MostKnown) faults.Add($"known: more than {MostKnown}");
        for (var i = 0; i < named.Count; i++)
        {
            if (named[i] is not { } strap || string.IsNullOrWhiteSpace(strap.Name)) faults.Add($"known[{i}].name: empty");
            else if (KebabCase.Parse<SensorClass>(strap.Class) is not { } sensor) faults.Add($"known[{i}].class: one of chest, optical, unknown");
            else if (known.Exists(k => k.Name.Equals(strap.Name, StringComparison.OrdinalIgnoreCase))) faults.Add($"known[{i}].name: {strap.Name} is there already");
            else known.Add(new(strap.Name, sensor));
        }

        return known;
    }
}

internal sealed record StrapFile
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    public required string Version { get; init; }

    public required IReadOnlyDictionary<string, StrapClass?>? Classes { get; init; }

    public IReadOnlyList<NamedStrap?>? Known { get; init; }
}

internal sealed record NamedStrap(string Name = "", string Class = "", string? Note = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StrapFile))]
internal sealed partial class StrapJsonContext : JsonSerializerContext;
