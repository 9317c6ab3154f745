namespace HeartMonitor.Core.Alarms.Burden;

/// <summary>
/// How much the alerts of a site ask of its staff over a time, with our targets beside (domain-facts 8.2: yardsticks of the process industry,
/// targets of our own). An alert is an episode; one that comes back from the shelf or is raised again while latched is not another.
/// </summary>
public sealed record AlertBurden
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>People on the floor to answer alerts.</summary>
    public required int Staff { get; init; }

    /// <summary>Hours of all sessions together.</summary>
    public required double SessionHours { get; init; }

    /// <summary>Alerts raised.</summary>
    public required int Alerts { get; init; }

    public required BurdenFigure PerTenMinutes { get; init; }

    public required BurdenFigure PerStaffAndTenMinutes { get; init; }

    public required BurdenFigure PerSessionHour { get; init; }

    public required BurdenFigure Floods { get; init; }

    /// <summary>When the floods were.</summary>
    public required IReadOnlyList<AlertFlood> FloodTimes { get; init; }

    /// <summary>Alerts whose condition stood for more than 15 minutes.</summary>
    public required BurdenFigure Stale { get; init; }

    /// <summary>Alert codes of a session that were raised three times within a minute.</summary>
    public required BurdenFigure Chattering { get; init; }

    public required BurdenFigure LowPercent { get; init; }

    public required BurdenFigure MediumPercent { get; init; }

    public required BurdenFigure HighPercent { get; init; }

    /// <summary>The ten most frequent codes, most frequent first.</summary>
    public required IReadOnlyList<AlertShare> TopCodes { get; init; }

    public required BurdenFigure TopTenPercent { get; init; }

    public required BurdenFigure AcknowledgedInTimePercent { get; init; }

    public required BurdenFigure FalseHigh { get; init; }
}

/// <summary>A figure and what it should be.</summary>
/// <param name="Value">Null when it cannot be computed; <paramref name="Why"/> says why.</param>
/// <param name="Target">The target in words.</param>
/// <param name="Met">Null when there is nothing to judge.</param>
/// <param name="Why">Why there is no value or no judgement.</param>
public sealed record BurdenFigure(double? Value, string Target, bool? Met, string? Why = null);

/// <summary>More than ten alerts within ten minutes, until there are fewer than five.</summary>
/// <param name="From">The alert that made it a flood.</param>
/// <param name="To">When it was over, or the end of the time looked at.</param>
/// <param name="Alerts">Raised from ten minutes before <paramref name="From"/> on.</param>
public sealed record AlertFlood(DateTimeOffset From, DateTimeOffset To, int Alerts);

/// <summary>How much of the load one code is.</summary>
public sealed record AlertShare(AlertCode Code, int Alerts, double Percent);
