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
    /// <param name="principal">The logged-in user, who may read no other's replies; null for anonymous staff on loopback, who may read the site.</param>
    internal static bool Allows(string filter, string site, string? principal)
    {
        if (filter.Length is 0 or > UpTopic.MaxLength) return false;
        var levels = filter.Split('/');
        if (levels.Length > MaxLevels || !IsWellFormed(levels)) return false;
        if (levels is not ["hrm", "1", var itsSite, _, ..] || itsSite != site) return false;
        return principal is null || StaysReadable(levels.AsSpan(3), principal);
    }

    private static bool IsWellFormed(string[] levels)
    {
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] == "#" ? i != levels.Length - 1 : levels[i] != "+" && !TopicLevel.IsValid(levels[i])) return false;
        }

        return true;
    }

    /// <summary>Staff reads <c>dn</c> without the replies to others, and its own <c>up</c>.</summary>
    private static bool StaysReadable(ReadOnlySpan<string> levels, string principal) => levels switch
    {
        ["dn", "reply", var to] => to == principal,
        ["dn", "svc" or "session" or "device", ..] => true,
        ["up", var who, ..] => who == principal,
        _ => false,
    };
}
