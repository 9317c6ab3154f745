using System.Text.Json;
using HeartMonitor.Core.Scenarios;

namespace HeartMonitor.Simulator;

/// <summary>Where in a file a fault stands: the places are put before the message on the way out.</summary>
internal static class StoryPath
{
    /// <summary>Reads something that stands at <paramref name="place"/>.</summary>
    /// <exception cref="JsonException">The same fault with its place.</exception>
    internal static T At<T>(string place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            var inner = e is PlacedException ? e.Message : ": " + e.Message;
            throw new PlacedException((inner.StartsWith(':') || inner.StartsWith('[') ? place : place + ".") + inner, e);
        }
    }

    /// <summary>Refuses every member that is not known, with the nearest name where there is one: nobody else writes these files.</summary>
    internal static void RefuseUnknown(JsonElement holder, IReadOnlyCollection<string> known)
    {
        foreach (var member in holder.EnumerateObject())
            if (!known.Contains(member.Name)) throw new JsonException($"there is no member \"{member.Name}\" here{StoryJson.Hint(member.Name, known)}");
    }

    private sealed class PlacedException(string message, Exception inner) : JsonException(message, inner);
}
