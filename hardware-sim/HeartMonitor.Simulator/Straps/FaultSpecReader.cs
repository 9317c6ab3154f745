using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Core.Scenarios;

namespace HeartMonitor.Simulator.Straps;

/// <summary>Faults as stories and models write them: <c>{ "kind": "dropout", "at": 75, "seconds": 20 }</c>.</summary>
internal static class FaultSpecReader
{
    private const double MostPerHour = 600;
    private const double LongestSeconds = 24 * 3_600;

    private static readonly string[] Common = ["kind", "at", "every", "perHour", "from", "to", "seconds"];

    private static readonly string[] Kinds = [.. FaultWord.All.Select(word => KebabCase.Of(word.Kind))];

    /// <summary>The faults of an optional array.</summary>
    /// <exception cref="JsonException">One of them is none; the message names it.</exception>
    internal static IReadOnlyList<FaultSpec> ReadAll(JsonElement holder, string name)
    {
        var faults = new List<FaultSpec>();
        foreach (var entry in StoryJson.Entries(holder, name)) faults.Add(StoryPath.At($"{name}[{faults.Count}]", () => Read(entry)));
        return faults;
    }

    private static FaultSpec Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object) throw new JsonException($"a fault is an object, not {StoryJson.Named(entry.ValueKind)}");
        StoryJson.Required(entry, "kind", JsonValueKind.String);
        var word = FaultWord.Of(KebabCase.Parse<FaultKind>(StoryJson.OneOf(entry, "kind", "", Kinds))!.Value);
        string[] known = [.. Common, .. word.Options];
        StoryPath.RefuseUnknown(entry, known);
        var spec = new FaultSpec
        {
            Kind = word.Kind,
            At = Seconds(entry, "at"),
            Every = Seconds(entry, "every"),
            PerHour = Number(entry, "perHour"),
            From = Seconds(entry, "from") ?? 0,
            To = Seconds(entry, "to"),
            Seconds = Range(entry),
            Frozen = Flag(entry, "frozen"),
            Whole = Flag(entry, "whole"),
            Intervals = Flag(entry, "intervals"),
            Half = Flag(entry, "half"),
            By = Number(entry, "by"),
            ZeroAfter = Seconds(entry, "zeroAfter"),
            Address = Text(entry, "address"),
            With = Text(entry, "with"),
        };
        Check(spec, word);
        return spec;
    }

    private static void Check(FaultSpec spec, FaultWord word)
    {
        if (spec.At is null == spec.PerHour is null) throw new JsonException("a fault comes \"at\" a second or so often \"perHour\": one of the two");
        if (spec.PerHour is { } rate && rate is not (> 0 and <= MostPerHour)) throw new JsonException($"\"perHour\" is above 0 and at most {MostPerHour}");
        if (spec.PerHour is not null && !word.ByRate) throw new JsonException($"{KebabCase.Of(spec.Kind)} comes \"at\" a second, not by rate");
        if (spec.PerHour is not null && spec.Every is not null) throw new JsonException("\"every\" belongs to \"at\"");
        if (spec.PerHour is null && (spec.To is not null || spec.From > 0)) throw new JsonException("\"from\" and \"to\" belong to \"perHour\"");
        var (shortest, longest) = spec.Seconds ?? word.Usual;
        if (word.Usual == default && spec.Seconds is not null) throw new JsonException($"{KebabCase.Of(spec.Kind)} is a single beat or a run of some: it has no \"seconds\"");
        if (shortest > longest || (word.Usual != default && shortest <= 0)) throw new JsonException("\"seconds\" is a number above 0, or two: [shortest, longest]");
        if (spec.Every is { } every && every <= longest) throw new JsonException("\"every\" is longer than the fault");
        if (spec.Kind == FaultKind.AddressChange && spec.Address is null) throw new JsonException("\"address\" is missing");
        if (spec.Kind == FaultKind.AddressChange && shortest <= Dropout.SupervisionTimeout.TotalSeconds)
            throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"an address change takes more than {Dropout.SupervisionTimeout.TotalSeconds} s"));
        if (spec.Kind == FaultKind.Swapped && spec.With is null) throw new JsonException("\"with\" is missing: whose strap it is exchanged with");
    }

    private static (double, double)? Range(JsonElement entry)
    {
        if (!entry.TryGetProperty("seconds", out var seconds)) return null;
        if (seconds.ValueKind == JsonValueKind.Number) return (StoryJson.Seconds(entry, "seconds"), StoryJson.Seconds(entry, "seconds"));
        return seconds.ValueKind == JsonValueKind.Array && seconds.GetArrayLength() == 2 && seconds.EnumerateArray().All(s => s.ValueKind == JsonValueKind.Number)
            && seconds[0].GetDouble() >= 0 && seconds[1].GetDouble() <= LongestSeconds
            ? (seconds[0].GetDouble(), seconds[1].GetDouble())
            : throw new JsonException("\"seconds\" is a number, or two: [shortest, longest]");
    }

    private static double? Seconds(JsonElement entry, string name) => entry.TryGetProperty(name, out _) ? StoryJson.Seconds(entry, name) : null;

    private static double? Number(JsonElement entry, string name) => entry.TryGetProperty(name, out _) ? StoryJson.Number(entry, name) : null;

    private static bool? Flag(JsonElement entry, string name) => entry.TryGetProperty(name, out var value)
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new JsonException($"\"{name}\" is true or false")
        : null;

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out _) ? StoryJson.Required(entry, name, JsonValueKind.String).GetString() : null;
}
