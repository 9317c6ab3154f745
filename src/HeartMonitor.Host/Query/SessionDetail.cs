using HeartMonitor.Core.Measurements;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Research.Series;

namespace HeartMonitor.Host.Query;

/// <summary>A stored session without its samples. Pseudonymous: plans as numbers and codes, straps by number, nobody of staff.</summary>
internal sealed record SessionDetail
{
    public required string Id { get; init; }

    /// <summary>Pseudonym.</summary>
    public required string Participant { get; init; }

    /// <summary><c>open</c> or <c>ended</c>.</summary>
    public required string State { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset? Ended { get; init; }

    /// <summary>Null for an ordinary end; <c>interrupted</c> or <c>clock</c> when the service ended it.</summary>
    public required string? EndedWhy { get; init; }

    /// <summary>Stamp of the newest row.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Age in full years, sex, mass in kg, resting heart rate in bpm.</summary>
    public required SeriesPerson Person { get; init; }

    /// <summary>Seconds with a value that the rules could use, 0 to 100 %.</summary>
    public required double? CoveragePercent { get; init; }

    public required int Samples { get; init; }

    public required int Beats { get; init; }

    /// <summary>Alerts by the highest priority that each reached.</summary>
    public required AlertCounts Alerts { get; init; }

    public required int OpenAlerts { get; init; }

    public required IReadOnlyList<SeriesPlan> Plans { get; init; }

    public required IReadOnlyList<SeriesPhase> Phases { get; init; }

    public required IReadOnlyList<SeriesSpan> Pauses { get; init; }

    /// <summary>Times in which nobody watched.</summary>
    public required IReadOnlyList<SeriesSpan> Interruptions { get; init; }

    /// <summary>Stretches of 3 s and more without a reading.</summary>
    public required IReadOnlyList<SeriesGap> Gaps { get; init; }

    /// <summary>Rows that were stored and cannot be read: nothing that is told of the session has them. Empty nearly always.</summary>
    public required IReadOnlyList<SeriesLoss> RowsLost { get; init; }

    public required IReadOnlyList<StrapDetail> Straps { get; init; }

    /// <summary>Rules, medicines and activities in force, in the order of their first use.</summary>
    public required SeriesVersions Versions { get; init; }

    /// <summary>The session in figures; null while it is open.</summary>
    public required SummaryEvent? Summary { get; init; }

    internal static SessionDetail Of(SessionSeries series, SessionCard card) => new()
    {
        Id = series.Session,
        Participant = series.Participant,
        State = series.IsOpen ? "open" : "ended",
        Started = series.StartedAt,
        Ended = series.EndedAt,
        EndedWhy = series.EndedWhy,
        LastAt = series.LastAt,
        Person = series.Person,
        CoveragePercent = series.CoveragePercent,
        Samples = series.Samples.Count,
        Beats = series.Beats.Count,
        Alerts = card.Alerts,
        OpenAlerts = card.OpenAlerts,
        Plans = series.Plans,
        Phases = series.Phases,
        Pauses = series.Pauses,
        Interruptions = series.Interruptions,
        Gaps = series.Gaps,
        RowsLost = series.Losses,
        Straps = [.. series.Straps.Select(s => new StrapDetail(s.Name, s.Sensor, s.From, s.IntervalsAreBeats))],
        Versions = series.Versions,
        Summary = series.Summary,
    };
}

/// <summary>A strap by its number in this session.</summary>
internal sealed record StrapDetail(string Name, SensorClass Sensor, DateTimeOffset From, bool IntervalsAreBeats);
