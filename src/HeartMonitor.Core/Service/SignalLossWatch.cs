using HeartMonitor.Core.Intensity;

namespace HeartMonitor.Core.Service;

/// <summary>What is to be told after a look; nothing where all is as it was.</summary>
/// <param name="Together">Everybody whose loss one alert tells from now on, empty when that is over; null for no change.</param>
/// <param name="Joined">Sessions whose own alert stands under it from now on.</param>
/// <param name="Left">Sessions whose own alert speaks for itself again.</param>
public readonly record struct LossChange(IReadOnlyList<string>? Together, IReadOnlyList<string> Joined, IReadOnlyList<string> Left)
{
    public static LossChange None => new(null, [], []);
}

/// <summary>
/// Signals that are lost at once have one cause, and one alert (ecosystem-reliability 1d: 10 or more technical alerts inside 5 s). Who stands under
/// it is kept by the sessions themselves, so that this needs no memory: a pure function of what is seen.
/// </summary>
public static class SignalLossWatch
{
    /// <summary>One look.</summary>
    /// <param name="now">The present.</param>
    /// <param name="seen">Every session that runs.</param>
    /// <param name="together">Whom the open alert tells; empty when there is none.</param>
    /// <param name="rules">How many, and how fast.</param>
    public static LossChange Look(DateTimeOffset now, IReadOnlyList<SeenSignal> seen, IReadOnlyList<string> together, RuleOptions rules) =>
        together.Count > 0 ? WhileOpen(seen, together, rules)
        : seen.Any(s => s.LostAt is not null || s.IsExplained) ? WhileNone(now, seen, rules)
        : LossChange.None;

    /// <summary>
    /// How many make one alert: as configured, and on a small floor most of it. Ours: the figure of 10 would never be met by 8 people whose one
    /// receiver was unplugged; fewer than a handful are told one by one, as each is somebody to look at.
    /// </summary>
    /// <param name="watched">Sessions that run.</param>
    /// <param name="rules">The figures.</param>
    public static int Needed(int watched, RuleOptions rules) => Math.Min(
        rules.ManySignals, Math.Max(rules.ManySignalsAtLeast, (int)Math.Ceiling(watched * rules.ManySignalsPercent / 100.0)));

    private static LossChange WhileNone(DateTimeOffset now, IReadOnlyList<SeenSignal> seen, RuleOptions rules)
    {
        var lost = seen.Where(s => s.LostAt is { } at && (now - at).TotalSeconds <= rules.ManySignalsWithinSeconds).ToList();
        return lost.Count >= Needed(seen.Count, rules)
            ? new(Names(lost), [.. lost.Where(s => !s.IsExplained).Select(s => s.Session)], [])
            : new(null, [], [.. seen.Where(s => s.IsExplained).Select(s => s.Session)]);
    }

    /// <summary>
    /// Who is lost within the same few seconds of one that stands under it joins. Who is back leaves. With less than half of them left it is over, and
    /// those who are still lost are told one by one: whatever they had in common has passed.
    /// </summary>
    private static LossChange WhileOpen(IReadOnlyList<SeenSignal> seen, IReadOnlyList<string> together, RuleOptions rules)
    {
        var members = seen.Where(s => s.IsExplained).ToList();
        var lost = members.Where(s => s.LostAt is not null).ToList();
        if (lost.Count * 2 < together.Count) return new([], [], [.. members.Select(s => s.Session)]);
        var within = TimeSpan.FromSeconds(rules.ManySignalsWithinSeconds);
        var (first, last) = (lost.Min(s => s.LostAt) - within, lost.Max(s => s.LostAt) + within);
        var joined = seen.Where(s => !s.IsExplained && s.LostAt >= first && s.LostAt <= last).ToList();
        return new(
            joined.Count == 0 ? null : [.. together.Union(Names(joined)).Order(StringComparer.Ordinal)],
            [.. joined.Select(s => s.Session)],
            [.. members.Where(s => s.LostAt is null).Select(s => s.Session)]);
    }

    private static IReadOnlyList<string> Names(IEnumerable<SeenSignal> lost) => [.. lost.Select(s => s.Participant).Distinct().Order(StringComparer.Ordinal)];
}
