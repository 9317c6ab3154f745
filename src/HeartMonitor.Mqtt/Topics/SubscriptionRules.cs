using HeartMonitor.Core.Ports;

namespace HeartMonitor.Mqtt.Topics;

/// <summary>
/// Which filters a client of the embedded broker may subscribe to: a filter is allowed when every topic it can match is one the client
/// may read. Judged level by level, never by string prefix (ecosystem-reliability 2e).
/// </summary>
internal static class SubscriptionRules
{
    /// <summary>Subscriptions of one client at a time.</summary>
    internal const int MaxPerClient = 50;

    private const int MaxLevels = 8;

    /// <summary>True when <paramref name="filter"/> stays inside what the client may read.</summary>
    /// <param name="filter">As the client sent it.</param>
    /// <param name="site">Our site: everything else is refused.</param>
    /// <param name="caller">Who asks; null for anonymous staff on loopback, who may read the site.</param>
    internal static bool Allows(string filter, string site, Caller? caller)
    {
        if (filter.Length is 0 or > UpTopic.MaxLength) return false;
        var levels = filter.Split('/');
        if (levels.Length > MaxLevels || !IsWellFormed(levels)) return false;
        if (levels is not ["hrm", "1", var itsSite, _, ..] || itsSite != site) return false;
        return caller is null || RoleTopics.MayRead(caller, levels.AsSpan(3));
    }

    private static bool IsWellFormed(string[] levels)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] == "#" ? i != levels.Length - 1 : levels[i] != "+" && !TopicLevel.IsValid(levels[i])) return false;
        }

        return true;
    }
}
