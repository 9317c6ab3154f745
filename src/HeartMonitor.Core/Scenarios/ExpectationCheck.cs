using System.Globalization;
using System.Text.Json;

namespace HeartMonitor.Core.Scenarios;

/// <summary>
/// Entries that no event can ever match. In <c>expect</c> they could only fail; in <c>never</c> they would hold for nothing, which is worse: a
/// slip of the pen would pass for a proof.
/// </summary>
internal static class ExpectationCheck
{
    /// <summary>Each fault with the entry's place; empty when all is well.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="end">Last second of the story.</param>
    /// <param name="isNever">They stand under <c>never</c>.</param>
    internal static IEnumerable<string> Faults(IEnumerable<Expectation> entries, double end, bool isNever = false) =>
        entries.Select(entry => (entry.Path, Fault: Fault(entry, end, isNever))).Where(f => f.Fault is not null).Select(f => $"{f.Path}: {f.Fault}");

    private static string? Fault(Expectation expectation, double end, bool isNever)
    {
        var entry = expectation.Entry;
        if (entry.ValueKind != JsonValueKind.Object) return $"an expectation is an object, not {StoryJson.Named(entry.ValueKind)}";
        if (!entry.EnumerateObject().Any()) return "an empty entry matches everything";
        return FaultOfKind(expectation) ?? FaultOfTimes(expectation, end) ?? FaultOfCounts(expectation, isNever) ?? FaultOfMembers(expectation);
    }

    private static string? FaultOfKind(Expectation expectation)
    {
        if (!expectation.Entry.TryGetProperty("kind", out _)) return null;
        if (expectation.Kind is not { } kind) return "\"kind\" is a text";
        return EventShape.Kinds.Contains(kind) ? null : $"there is no kind {kind}{StoryJson.Hint(kind, EventShape.Kinds)}";
    }

    private static string? FaultOfTimes(Expectation expectation, double end)
    {
        if (!expectation.Entry.TryGetProperty("between", out _)) return null;
        if (expectation is not { From: { } from, Until: { } until } || from > until) return "\"between\" is two numbers of seconds, the earlier first";
        return from <= end ? null : string.Create(CultureInfo.InvariantCulture, $"nothing can happen from {from} s on: the story ends at {end} s");
    }

    private static string? FaultOfCounts(Expectation expectation, bool isNever)
    {
        foreach (var (name, value) in new[] { ("count", expectation.Count), ("atMost", expectation.AtMost) })
        {
            if (!expectation.Entry.TryGetProperty(name, out _)) continue;
            if (isNever) return $"\"{name}\" means nothing in \"never\"";
            if (value is null) return $"\"{name}\" is a whole number from 0 on";
        }

        return null;
    }

    private static string? FaultOfMembers(Expectation expectation)
    {
        foreach (var member in expectation.Wanted)
        {
            if (member.Name == "kind") continue;
            if (EventShape.Fault(expectation.Kind, member) is { } fault) return fault;
            if (expectation.Kind == "gate" && member.Name == "code" && EventShape.FaultOfGateCode(member.Value) is { } unknown) return unknown;
        }

        return null;
    }
}
