using System.Text.Json;
using HeartMonitor.Core.Patients;

namespace HeartMonitor.Core.Medications;

/// <summary>Members of a configuration file that are there and hold nothing: what was meant is lost, and no default stands in for it.</summary>
internal static class CatalogueGaps
{
    /// <param name="element">The file, or a part of it.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="mayBeNull">Names of members for which null is a value.</param>
    /// <param name="findings">Where to.</param>
    internal static void Find(JsonElement element, string path, IReadOnlyList<string> mayBeNull, InputFindings findings)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    if (member.Value.ValueKind != JsonValueKind.Null || !mayBeNull.Contains(Name(member)))
                        Find(member.Value, $"{path}.{Quoted.Path(Name(member))}", mayBeNull, findings);
                if (!element.EnumerateObject().Any()) Tell(path, "is empty: leave it out or fill it", findings);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray()) Find(item, $"{path}[{index++}]", mayBeNull, findings);
                if (index == 0) Tell(path, "is empty: leave it out or fill it", findings);
                break;
            case JsonValueKind.Null:
                Tell(path, "is null: leave it out or fill it", findings);
                break;
        }
    }

    /// <summary>Where a fault is told already, this is what it is about.</summary>
    private static void Tell(string path, string text, InputFindings findings)
    {
        if (!findings.Faults.Any(fault => fault.Path == path)) findings.Fault(path, text);
    }

    /// <summary>A question mark for a name with half a surrogate pair, which is a fault of its own.</summary>
    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }
}
