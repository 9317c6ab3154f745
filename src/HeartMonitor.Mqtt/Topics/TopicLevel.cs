namespace HeartMonitor.Mqtt.Topics;

/// <summary>One level of a topic: <c>[a-z0-9_-]{1,40}</c> (ecosystem-reliability 1a).</summary>
internal static class TopicLevel
{
    internal const int MaxLength = 40;

    internal static bool IsValid(ReadOnlySpan<char> level) =>
        level.Length is > 0 and <= MaxLength && level.IndexOfAnyExcept(Allowed) < 0;

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");
}
